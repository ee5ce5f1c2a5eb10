package io.keelstream.cli.render;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.offline.OfflineApplications;
import io.keelstream.gitwatcher.offline.OfflineReport;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.Renderers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a folder of a working copy as git-watcher evaluates a commit. */
final class Offline {

    private Offline() {}

    static OfflineReport look(Renderers renderers, Path folder, @Nullable String target, String kubeVersion)
            throws InterruptedException {
        var cluster = new ClusterFacts(kubeVersion, List.of());
        return new OfflineApplications(renderers, cluster).look(folder, target == null ? "" : target);
    }

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
