package io.keelstream.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the known name that a mistyped one most likely means. Stateless. */
public final class NearestName {

    /** A longer name is not compared: that takes time with the square of its length, and no slip. */
    private static final int LONGEST = 100;

    private NearestName() {}

    /**
     * The known name with the smallest edit distance, where it is near enough to be a slip: at most a third of the letters
     * of what is written, at least two.
     */
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        int limit = Math.max(2, written.length() / 3);
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance(limit);
        String best = null;
        int bestDistance = limit + 1;
        for (String name : known) {
            if (name.length() > LONGEST) {
                continue;
            }
            int edits = distance.apply(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (edits >= 0 && edits < bestDistance) {
                best = name;
                bestDistance = edits;
            }
        }
        return Optional.ofNullable(best);
    }
}
