package io.keelstream.planner.canary;

import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.order.PodNeeds;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Deployment that is put on trial, as Git wants it.
 *
 * @param reference its identity
 * @param desired the bundle's object
 * @param manifest its body
 */
public record Workload(ObjectReference reference, DesiredObject desired, Manifest manifest) {

    private static final GroupKind DEPLOYMENT = new GroupKind("apps", "Deployment");
    private static final List<String> OTHERS =
            List.of("StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod");
    private static final String NAME_IT = "name one of them in canary.workload";

    /** What came of looking for it. */
    public sealed interface Choice {
        /** There is exactly one. */
        record Found(Workload workload) implements Choice {}

        /** There is none, or nobody can say which one. */
        record None(Problem problem) implements Choice {}
    }

    /** The one that the rules name, or the only one of the bundle. */
    static Choice in(TrialRequest request) {
        String name = request.rules().workload();
        List<String> following = request.rules().followers();
        List<Workload> deployments = deployments(request)
                .filter(each -> name == null
                        ? !following.contains(each.reference().name())
                        : each.reference().name().equals(name))
                .toList();
        if (deployments.size() == 1) {
            return new Choice.Found(deployments.getFirst());
        }
        String what = deployments.isEmpty() ? none(request, name) : several(deployments);
        return new Choice.None(Reason.CANARY_WORKLOAD.problem(what, null));
    }

    /** The Deployments of the bundle. */
    static Stream<Workload> deployments(TrialRequest request) {
        return request.desired().objects().stream()
                .filter(object -> kind(object).equals(DEPLOYMENT))
                .map(object -> new Workload(request.reference(object), object, new Manifest(object.body())));
    }

    /** The ConfigMaps and Secrets that its containers and volumes name, whoever brings them. */
    public Set<ObjectReference> configuration() {
        return PodNeeds.configuration(reference, manifest);
    }

    /** Everything that its pods name, accounts and pull secrets included. */
    Set<ObjectReference> needs() {
        return PodNeeds.of(reference, manifest);
    }

    /** Whether it and everything that it reads is applied as Git wants it. */
    boolean settled(TrialRequest request) {
        return each(request, request::settled);
    }

    /** Whether all of it was written as Git wants it, although it is to be written again; a version taken back leaves a block. */
    boolean written(TrialRequest request) {
        return each(request, request::written);
    }

    private boolean each(TrialRequest request, Predicate<ObjectReference> test) {
        return test.test(reference)
                && configuration().stream()
                        .filter(named -> request.inBundle(named) != null)
                        .allMatch(test);
    }

    private static String several(List<Workload> deployments) {
        return "the target has several Deployments: "
                + deployments.stream()
                        .map(each -> each.reference().toString())
                        .sorted()
                        .collect(Collectors.joining(", "))
                + "; " + NAME_IT;
    }

    private static String none(TrialRequest request, @Nullable String name) {
        if (name == null) {
            return "the target has no Deployment to put on trial; set release.strategy: rolling for it";
        }
        for (DesiredObject object : request.desired().objects()) {
            ObjectReference reference = ObjectReference.parse(object.reference());
            if (reference.name().equals(name) && OTHERS.contains(reference.kind())) {
                return "canary.workload names " + object.reference()
                        + ", and only a Deployment can be put on trial; set release.strategy: rolling for this target";
            }
        }
        return "canary.workload names '" + name + "', and the target has no Deployment of that name; correct the name";
    }

    private static GroupKind kind(DesiredObject object) {
        return ObjectReference.parse(object.reference()).groupKind();
    }
}
