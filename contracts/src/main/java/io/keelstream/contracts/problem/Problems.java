package io.keelstream.contracts.problem;

import io.keelstream.contracts.revision.Problem;
import java.util.ArrayList;
import java.util.List;

/** As many problems as an event holds: people fix one after the other anyway. Pure. */
public final class Problems {

    private static final int MOST = 100;
    private static final int MOST_CHARACTERS = 500;

    private Problems() {}

    /**
     * The first 100 of them, and how many more there are; messages and places end after 500 characters. So they leave room
     * for the rest of an event, which has 512 KiB.
     */
    public static List<Problem> cut(List<Problem> all) {
        List<Problem> kept = new ArrayList<>(first(all, MOST));
        if (all.size() > MOST) {
            kept.add(Reason.AND_MORE.problem("and " + (all.size() - MOST) + " more problems", null));
        }
        return kept;
    }

    /** The first of them, each with messages and places cut in the same way. */
    public static List<Problem> first(List<Problem> all, int most) {
        return all.stream().limit(most).map(Problems::cut).toList();
    }

    private static Problem cut(Problem problem) {
        String where = problem.where();
        return new Problem(problem.reason(), cut(problem.message()), where == null ? null : cut(where));
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + " ...";
    }
}
