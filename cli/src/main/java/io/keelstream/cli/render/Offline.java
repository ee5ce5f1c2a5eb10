package io.keelstream.cli.render;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.offline.OfflineReport;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import java.io.PrintWriter;
import java.util.List;

/** What is said of a folder of a working copy that was evaluated as git-watcher evaluates a commit. Stateless. */
final class Offline {

    private Offline() {}

    /** One line per problem: where, what, and its reason. */
    static void printProblems(OfflineReport report, PrintWriter out) {
        print(report.problems(), "", out);
        for (OfflineTarget target : report.targets()) {
            print(target.problems(), target.name() + ": ", out);
        }
    }

    private static void print(List<Problem> problems, String prefix, PrintWriter out) {
        for (Problem problem : problems) {
            out.println(prefix + (problem.where() == null ? "" : problem.where() + ": ") + problem.message() + " ["
                    + problem.reason() + "]");
        }
    }
}
