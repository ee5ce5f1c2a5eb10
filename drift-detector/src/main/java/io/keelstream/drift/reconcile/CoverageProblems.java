package io.keelstream.drift.reconcile;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.drift.live.ClusterWatch;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Says why a target, or a part of it, cannot be assessed. Pure. */
final class CoverageProblems {

    private CoverageProblems() {}

    /** One problem per kind that is not watched. */
    static List<Problem> of(ClusterWatch.Coverage coverage) {
        Stream<Problem> unserved = coverage.unserved().stream()
                .map(kind -> Reason.KIND_NOT_SERVED.problem(
                        "the cluster does not serve " + kind + ": its objects are gone until its definition is back",
                        kind.toString()));
        Stream<Problem> unreadable = coverage.unreadable().entrySet().stream()
                .map(kind -> Reason.KIND_NOT_READABLE.problem(
                        "drift of " + kind.getKey() + " is not seen until the drift-detector may list and watch it"
                                + " (deploy/kubernetes/README.md says how): " + kind.getValue(),
                        kind.getKey().toString()));
        return Stream.concat(unserved, unreadable)
                .sorted(Comparator.comparing(Problem::message))
                .toList();
    }

    /** The target is on a cluster that this installation does not know. */
    static Problem unknownCluster(String cluster, Set<String> known) {
        return Reason.UNKNOWN_CLUSTER.problem(
                "the detector has no cluster '" + cluster + "'; it has " + known + ": add it to keelstream.clusters",
                null);
    }
}
