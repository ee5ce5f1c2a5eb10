package io.keelstream.gitwatcher.application;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody probably meant: the known name with the smallest edit distance. Stateless. */
public final class NearestName {

    private NearestName() {}

    /** The nearest known name, where it is near enough to be a slip: at most a third of the letters, at least two. */
    public static Optional<String> of(String written, Collection<String> known) {
        int limit = Math.max(2, written.length() / 3);
        String best = null;
        int bestDistance = limit + 1;
        for (String name : known) {
            int distance =
                    distance(written.toLowerCase(java.util.Locale.ROOT), name.toLowerCase(java.util.Locale.ROOT));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters inserted, removed, replaced or swapped with their neighbour (optimal string alignment). */
    static int distance(String left, String right) {
        int[][] table = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                table[i][j] = i == 0 ? j : j == 0 ? i : cell(table, left, right, i, j);
            }
        }
        return table[left.length()][right.length()];
    }

    private static int cell(int[][] table, String left, String right, int i, int j) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(table[i - 1][j], table[i][j - 1]) + 1, table[i - 1][j - 1] + change);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
    }
}
