package io.keelstream.planner.dryrun;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.canary.Followers;
import io.keelstream.planner.canary.LiveFollower;
import io.keelstream.planner.canary.TrialRequest;
import io.keelstream.planner.canary.Workload;
import io.keelstream.planner.cluster.Answers;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.WriteKind;
import io.keelstream.planner.plan.ObjectPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Deployments that follow a workload on trial, and whether they can be taken back with it. */
final class FollowerReads {

    private final ClusterView cluster;
    private final OwnershipContext view;
    private final Map<ObjectReference, WriteKind> writes = new HashMap<>();

    /** @param plans what was found out about each changed object */
    FollowerReads(ClusterView cluster, OwnershipContext view, List<ObjectPlan> plans) {
        this.cluster = cluster;
        this.view = view;
        for (ObjectPlan each : plans) {
            if (each instanceof ObjectPlan.Act act) {
                writes.put(act.subject().reference(), act.terms().kind());
            }
        }
    }

    /**
     * What could not be taken back with the workload.
     *
     * @param live the workload as it is live
     */
    List<Problem> problems(TrialRequest request, Workload workload, Manifest live) {
        List<Problem> problems = new ArrayList<>(Followers.unlisted(request, workload, live, writes::containsKey));
        for (Workload follower : Followers.of(request)) {
            if (writes.get(follower.reference()) instanceof WriteKind.Replace) {
                problems.add(Reason.CANARY_WORKLOAD.problem(
                        "follows " + workload.reference() + " and is replaced by this commit, so it could not be taken"
                                + " back; replace it in a commit of its own, or remove it from canary.follow",
                        follower.reference().toString()));
            }
        }
        return problems;
    }

    /** The followers as they are live. */
    List<LiveFollower> live(TrialRequest request) {
        return Followers.of(request).stream()
                .map(each -> new LiveFollower(
                        each,
                        Answers.live(
                                cluster.client(),
                                each.reference(),
                                each.manifest().apiVersion()),
                        view.scaled().contains(each.reference())))
                .toList();
    }
}
