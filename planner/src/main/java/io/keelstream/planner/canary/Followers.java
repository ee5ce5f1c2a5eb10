package io.keelstream.planner.canary;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The Deployments of a target that are promoted after the one on trial and taken back with it: those that the rules name. Pure.
 */
public final class Followers {

    private Followers() {}

    /** The Deployments that the rules name, as Git wants them. */
    public static List<Workload> of(TrialRequest request) {
        return Workload.deployments(request)
                .filter(each ->
                        request.rules().followers().contains(each.reference().name()))
                .toList();
    }

    /** Names that no Deployment has, or the workload itself. */
    static List<Problem> misnamed(TrialRequest request, Workload workload) {
        Set<String> known = Followers.of(request).stream()
                .map(each -> each.reference().name())
                .collect(Collectors.toSet());
        List<Problem> problems = new ArrayList<>();
        for (String name : request.rules().followers()) {
            if (name.equals(workload.reference().name())) {
                problems.add(Reason.CANARY_WORKLOAD.problem(
                        "is put on trial, and canary.follow names it too; remove it from canary.follow",
                        workload.reference().toString()));
            } else if (!known.contains(name)) {
                problems.add(Reason.CANARY_WORKLOAD.problem(
                        "canary.follow names '" + name
                                + "', and the target has no Deployment of that name; correct or remove the name",
                        null));
            }
        }
        return problems;
    }

    /**
     * The Deployments that this commit changes and that get the image on trial with it, although the rules do not name them:
     * nothing would take them back.
     *
     * @param live the workload as it is live
     * @param changed whether the plan changes an object
     */
    public static List<Problem> unlisted(
            TrialRequest request, Workload workload, Manifest live, Predicate<ObjectReference> changed) {
        Set<String> tried = new HashSet<>(LiveWorkload.images(workload.manifest()));
        tried.removeAll(LiveWorkload.images(live));
        List<String> names = request.rules().followers();
        List<Problem> problems = new ArrayList<>();
        Workload.deployments(request)
                .filter(each -> !each.reference().equals(workload.reference()))
                .filter(each -> !names.contains(each.reference().name()))
                .filter(each -> changed.test(each.reference()))
                .forEach(each -> {
                    Set<String> shared = new TreeSet<>(LiveWorkload.images(each.manifest()));
                    shared.retainAll(tried);
                    if (!shared.isEmpty()) {
                        problems.add(Reason.CANARY_WORKLOAD.problem(
                                "gets image " + String.join(", ", shared) + ", which this commit puts on trial with "
                                        + workload.reference()
                                        + ", and would keep it if that is rolled back; add '"
                                        + each.reference().name() + "' to canary.follow",
                                each.reference().toString()));
                    }
                });
        return problems;
    }
}
