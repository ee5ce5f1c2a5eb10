package io.keelstream.applier.phase;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.traffic.Writes;
import io.keelstream.applier.write.Attempt;
import io.keelstream.applier.write.Deletion;
import io.keelstream.applier.write.Obstacles;
import io.keelstream.applier.write.Refusal;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The copies of a trial: creates them, gives them their size, deletes them. They are in no inventory. */
final class Copies {

    private static final PlannedAction.Turn TURN = new PlannedAction.Turn(0, List.of());

    private final ReleaseContext context;

    /** References of what is known to be gone. */
    private final Set<String> gone = new HashSet<>();

    Copies(ReleaseContext context) {
        this.context = context;
    }

    /**
     * What became of the copies.
     *
     * @param uids of everything that exists, by reference
     * @param problem why something could not be written; null where everything was
     */
    record Written(Map<String, String> uids, @Nullable Problem problem) {}

    /** Makes the copies what the current step needs. What is as it should be is not written again. */
    Written write(Course course, Attempt attempt) throws InterruptedException {
        Map<String, String> uids = new HashMap<>(course.at().uids());
        for (Trial.Body deployment : course.deployments()) {
            context.live()
                    .watch(
                            deployment.apiVersion(),
                            ObjectReference.parse(deployment.reference()).groupKind());
            if (inPlace(deployment, uids)) {
                continue;
            }
            for (Trial.Body body : with(course, deployment)) {
                Problem taken = uids.containsKey(body.reference()) ? null : taken(body);
                if (taken != null) {
                    return new Written(uids, taken);
                }
                ObjectOutcome outcome = Outcomes.own(context.writer().write(Writes.create(body), attempt));
                if (outcome instanceof ObjectOutcome.Applied applied) {
                    uids.put(body.reference(), applied.uid());
                } else if (Writes.problem(outcome) != null) {
                    return new Written(uids, Writes.problem(outcome));
                }
            }
        }
        return new Written(uids, null);
    }

    /** Why the name of a copy that is to be created is not free; null where it is, or has the copy already. */
    private @Nullable Problem taken(Trial.Body body) {
        return context.client().getMetadata(ObjectReference.parse(body.reference()))
                                instanceof ApiResult.Ok<Manifest>(Manifest found)
                        && !isCopy(found, body)
                ? Reason.ALREADY_EXISTS.problem(
                        "the canary needs this name, and another object has it; delete or rename that object",
                        body.reference())
                : null;
    }

    private boolean inPlace(Trial.Body deployment, Map<String, String> uids) {
        return context.client().get(ObjectReference.parse(deployment.reference()))
                        instanceof ApiResult.Ok<Manifest>(Manifest found)
                && found.uid().equals(uids.get(deployment.reference()))
                && Course.replicas(found.tree()) == Course.replicas(deployment.body());
    }

    /** What is attached to a copy comes before its Deployment. */
    private static List<Trial.Body> with(Course course, Trial.Body deployment) {
        Trial.Copy baseline = course.trial().baseline();
        List<Trial.Body> attached =
                baseline != null && baseline.deployment().reference().equals(deployment.reference())
                        ? baseline.attached()
                        : course.trial().canary().attached();
        return Stream.concat(attached.stream(), Stream.of(deployment)).toList();
    }

    /** How far deleting is. */
    sealed interface Deleting {

        /** Everything is gone. */
        record Done() implements Deleting {}

        /** Something is not gone yet; the problem says why. */
        record Open(Problem problem) implements Deleting {}
    }

    /** Deletes what the trial created and nothing else. To be called until everything is gone. */
    Deleting delete(Release release, TrialPosition at, Attempt attempt) throws InterruptedException {
        Problem open = null;
        for (Trial.Body body : new Course(release.trial(), at).created()) {
            if (!gone.contains(body.reference())) {
                Problem problem = delete(body, release, at, attempt);
                if (problem == null) {
                    gone.add(body.reference());
                } else if (open == null) {
                    open = problem;
                }
            }
        }
        return open == null ? new Deleting.Done() : new Deleting.Open(open);
    }

    /** Why it is not gone; null where it is. */
    private @Nullable Problem delete(Trial.Body body, Release release, TrialPosition at, Attempt attempt)
            throws InterruptedException {
        ObjectReference reference = ObjectReference.parse(body.reference());
        String uid = at.uids().get(body.reference());
        if (uid == null) {
            switch (context.client().getMetadata(reference)) {
                case ApiResult.Ok<Manifest>(Manifest found)
                when !isCopy(found, body) -> {
                    return null;
                }
                case ApiResult.Ok<Manifest>(Manifest found) -> uid = found.uid();
                case ApiResult.Failed<Manifest>(ApiError error) -> {
                    return error.kind() == ApiError.Kind.NOT_FOUND ? null : Refusal.problem(reference, error);
                }
            }
        }
        Deletion deletion = context.writer()
                .delete(
                        new PlannedAction.Prune(body.reference(), body.apiVersion(), TURN, uid),
                        Objects.requireNonNullElse(release.plan().clusterUid(), ""),
                        attempt);
        return switch (deletion) {
            case Deletion.Done(ObjectOutcome outcome) -> Writes.problem(Outcomes.own(outcome));
            case Deletion.Unanswered(Problem problem) -> problem;
            case Deletion.Begun(String begun) ->
                context.live().complete(reference.groupKind())
                                && !begun.equals(context.live().uid(reference))
                        ? null
                        : Obstacles.terminating(body.reference(), context.live().unhealthy(reference));
        };
    }

    /** A process that died right after it created a copy has not recorded its uid. */
    private static boolean isCopy(Manifest found, Trial.Body body) {
        return found.label(Labels.TRACK) != null && OwnerMark.on(found).equals(OwnerMark.on(new Manifest(body.body())));
    }
}
