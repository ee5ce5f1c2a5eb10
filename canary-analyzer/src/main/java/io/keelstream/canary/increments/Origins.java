package io.keelstream.canary.increments;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which series began at zero when they were scraped first, so that all of their first value is an increment: a label that
 * appears on a pod which was scraped before (the first error), and everything of a pod that is younger than our view. Of all
 * others the first value is only where counting begins. Immutable.
 */
final class Origins {

    private final Map<String, Long> firstScrapes = new HashMap<>();
    private final Span view;
    private final long slack;

    /**
     * @param all every series of both arms in the view
     * @param view the samples that can be seen
     * @param slack scrapes closer than this are not distinguished; milliseconds
     */
    Origins(Collection<Series> all, Span view, long slack) {
        this.view = view;
        this.slack = slack;
        for (Series series : all) {
            if (!series.samples().isEmpty()) {
                firstScrapes.merge(series.scraped(), series.samples().getFirst().atMillis(), Math::min);
            }
        }
    }

    /**
     * Whether a series began at zero.
     *
     * @param series with at least one sample
     * @param armStarted when the oldest pod of its arm was created, milliseconds since 1970
     */
    boolean atZero(Series series, long armStarted) {
        long first = series.samples().getFirst().atMillis();
        long firstOfPod = firstScrapes.getOrDefault(series.scraped(), first);
        return first > firstOfPod + slack || armStarted >= view.from() || cameWhileOthersWereScraped(firstOfPod);
    }

    /** When everything is scraped again at the same time, it was the source that was away, and the pods may be old. */
    private boolean cameWhileOthersWereScraped(long firstOfPod) {
        List<Long> before = firstScrapes.values().stream()
                .filter(other -> other < firstOfPod - slack)
                .toList();
        return firstOfPod > view.from() + slack && !before.isEmpty();
    }
}
