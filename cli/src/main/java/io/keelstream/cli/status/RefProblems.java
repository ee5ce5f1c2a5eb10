package io.keelstream.cli.status;

import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.messaging.event.Received;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The problems of refs that no target has: an unreadable ref, a file of an unknown application. Pure. */
public final class RefProblems {

    private RefProblems() {}

    /**
     * One line each, in order.
     *
     * @param records every record of {@code head}
     */
    public static List<String> lines(Collection<Received<Head>> records) {
        Set<Problem> ofTargets = new HashSet<>();
        for (Received<Head> received : records) {
            Head.ApplicationHead application = received.payload().application();
            if (application != null) {
                application.targets().values().forEach(target -> ofTargets.addAll(target.problems()));
            }
        }
        List<String> lines = new ArrayList<>();
        for (Received<Head> received : records) {
            for (Problem problem : received.payload().problems()) {
                if (received.payload().application() == null && !ofTargets.contains(problem)) {
                    lines.add(line(received.key(), problem));
                }
            }
        }
        lines.sort(null);
        return lines;
    }

    private static String line(String ref, Problem problem) {
        String where = problem.where() == null || problem.where().equals(ref) ? "" : problem.where() + ": ";
        return ref + "  " + problem.reason() + ": " + where + problem.message();
    }
}
