package io.keelstream.canary.increments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When the pods were scraped, as far as their counters show. Immutable.
 *
 * @param spacingMillis time between two scrapes, the median; 0 when no counter has two samples
 * @param latest what was scraped to the time of its latest scrape, milliseconds since 1970
 */
public record Scrapes(long spacingMillis, Map<String, Long> latest) {

    /** A source is given so many scrapes, and no less than the least, to bring what belongs to a tick. */
    private static final long PATIENCE = 3;

    private static final long LEAST_PATIENCE_MILLIS = 15_000;

    public Scrapes {
        latest = Map.copyOf(latest);
    }

    /** The scrapes that some samples show. */
    public static Scrapes of(Collection<Samples> metrics) {
        List<Long> gaps = new ArrayList<>();
        Map<String, Long> latest = new HashMap<>();
        for (Samples metric : metrics) {
            for (Series series : metric.counters()) {
                List<Sample> samples = series.samples();
                for (int i = 1; i < samples.size(); i++) {
                    gaps.add(samples.get(i).atMillis() - samples.get(i - 1).atMillis());
                }
                if (!samples.isEmpty()) {
                    latest.merge(series.scraped(), samples.getLast().atMillis(), Math::max);
                }
            }
        }
        gaps.sort(Long::compare);
        return new Scrapes(gaps.isEmpty() ? 0 : gaps.get(gaps.size() / 2), latest);
    }

    /**
     * Whether everything that belongs to a tick is there: each pod that was scraped in it, or after it, has been scraped at or
     * after its end; or the source had time enough.
     *
     * @param tick its span
     * @param now milliseconds since 1970
     */
    public boolean complete(Span tick, long now) {
        if (now >= tick.to() + Math.max(LEAST_PATIENCE_MILLIS, PATIENCE * spacingMillis)) {
            return true;
        }
        List<Long> alive =
                latest.values().stream().filter(at -> at > tick.from()).toList();
        return !alive.isEmpty() && alive.stream().allMatch(at -> at >= tick.to());
    }
}
