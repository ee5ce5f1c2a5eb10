package io.keelstream.applier.write;

import io.keelstream.applier.hook.HookObject;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.health.RunToEnd;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldManagers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates the objects of hooks, each once, and lets them go. Thread-safe. */
public final class HookWriter {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Retrying retrying;
    private final LiveObjects live;

    HookWriter(Retrying retrying, LiveObjects live) {
        this.retrying = retrying;
        this.live = live;
    }

    /** What came of a call about a hook's object. */
    public sealed interface Answer {

        /**
         * The object is there.
         *
         * @param object as it is live
         */
        record Found(Manifest object) implements Answer {}

        /** There is none. */
        record None() implements Answer {}

        /**
         * The cluster refused, or does not answer now.
         *
         * @param problem what to do about it
         * @param passes whether the same may work later
         */
        record Refused(Problem problem, boolean passes) implements Answer {}
    }

    /**
     * Creates the object; one that is there already is this run, or another one that is in the way.
     *
     * @param body what is created, its Secrets opened
     */
    Answer create(HookObject hook, Manifest body, Attempt attempt) throws InterruptedException {
        return switch (retrying.call(attempt, cluster -> cluster.create(body, FieldManagers.KEELSTREAM, false))) {
            case ApiResult.Ok<Manifest>(Manifest created) -> seen(created);
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.ALREADY_EXISTS -> present(hook, inTheWay(hook.reference()), attempt);
            case ApiResult.Failed<Manifest>(ApiError error) -> refused(hook.reference(), error);
        };
    }

    /** The object of this run as it is live; an earlier run that stands under its name is none, and goes before this one is created. */
    public Answer find(HookObject hook, Attempt attempt) throws InterruptedException {
        return present(hook, new Answer.None(), attempt);
    }

    /** @param earlier what an earlier run under the name counts as */
    private Answer present(HookObject hook, Answer earlier, Attempt attempt) throws InterruptedException {
        ObjectReference reference = hook.reference();
        return switch (retrying.call(attempt, cluster -> cluster.get(reference))) {
            case ApiResult.Ok<Manifest>(Manifest found) when hook.is(found) -> seen(found);
            case ApiResult.Ok<Manifest>(Manifest found)
            when hook.isEarlier(found) && found.terminating() ->
                new Answer.Refused(
                        Reason.ALREADY_EXISTS.problem(
                                "an earlier run of the hook is being deleted", reference.toString()),
                        true);
            case ApiResult.Ok<Manifest>(Manifest found) when hook.isEarlier(found) -> earlier;
            case ApiResult.Ok<Manifest> _ -> inTheWay(reference);
            case ApiResult.Failed<Manifest>(ApiError error)
            when error.kind() == ApiError.Kind.NOT_FOUND -> new Answer.None();
            case ApiResult.Failed<Manifest>(ApiError error) -> refused(reference, error);
        };
    }

    private static Answer inTheWay(ObjectReference reference) {
        return new Answer.Refused(
                Reason.ALREADY_EXISTS.problem(
                        "an object of this name exists that is not this run of the hook; delete it",
                        reference.toString()),
                false);
    }

    /**
     * Lets go what is left of earlier runs of the hook. Those of what runs to an end have names of their own, and are listed; where that
     * is refused they stay, in no one's way. Of anything else there is one at most, under the hook's name: it is looked at by that name,
     * since nothing asks for the right to list every kind that is deployed.
     *
     * @param delete whether it is deleted
     * @return why that is not done where it has the name of this run; null otherwise
     */
    @Nullable
    Problem clear(HookObject hook, boolean delete, Attempt attempt) throws InterruptedException {
        ObjectReference reference = hook.reference();
        if (!hook.runsToEnd()) {
            return switch (retrying.call(attempt, cluster -> cluster.get(reference))) {
                case ApiResult.Ok<Manifest>(Manifest found) ->
                    hook.isEarlier(found) ? clear(hook, List.of(found), delete, attempt) : null;
                case ApiResult.Failed<Manifest>(ApiError error) -> kept(reference, error);
            };
        }
        String apiVersion = new Manifest(hook.hook().content().body()).apiVersion();
        String selector = Labels.HOOK + "=" + hook.label();
        return switch (retrying.call(attempt, cluster -> runs(cluster, apiVersion, reference, selector))) {
            case ApiResult.Ok<List<Manifest>>(List<Manifest> runs) -> clear(hook, runs, delete, attempt);
            case ApiResult.Failed<List<Manifest>> _ -> null;
        };
    }

    private static ApiResult<List<Manifest>> runs(
            ClusterClient cluster, String apiVersion, ObjectReference reference, String selector) {
        return switch (cluster.discovery().find(apiVersion, reference.kind())) {
            case ApiResult.Ok<ResourceType>(ResourceType type) -> cluster.list(type, reference.namespace(), selector);
            case ApiResult.Failed<ResourceType>(ApiError error) -> new ApiResult.Failed<>(error);
        };
    }

    private @Nullable Problem clear(HookObject hook, List<Manifest> runs, boolean delete, Attempt attempt)
            throws InterruptedException {
        ObjectReference reference = hook.reference();
        Problem left = null;
        for (Manifest run : runs) {
            if (!hook.is(run)) {
                ObjectReference earlier =
                        new ObjectReference(reference.group(), reference.kind(), reference.namespace(), run.name());
                release(earlier, run, attempt);
                Problem kept = delete ? delete(earlier, run.uid(), attempt) : null;
                left = earlier.equals(reference) && kept != null ? kept : left;
            }
        }
        return left;
    }

    /**
     * Takes the finalizer away, and deletes the object where it is to go, or still runs. May be repeated.
     *
     * @param delete whether it goes when it has ended
     * @return why that is not done yet; null when it is
     */
    @Nullable
    Problem letGo(HookObject hook, String uid, boolean delete, Attempt attempt) throws InterruptedException {
        ObjectReference reference = hook.reference();
        return switch (find(hook, attempt)) {
            case Answer.Found(Manifest found)
            when found.uid().equals(uid) -> {
                Problem kept = release(reference, found, attempt);
                boolean goes = delete || (hook.runsToEnd() && !RunToEnd.finished(found));
                yield kept != null || !goes ? kept : delete(reference, uid, attempt);
            }
            case Answer.Found _, Answer.None _ -> null;
            case Answer.Refused(Problem problem, boolean passes) -> passes ? problem : null;
        };
    }

    /** Deletes what was created for this run; null when it is gone, or another's. */
    @Nullable
    Problem remove(HookObject hook, Attempt attempt) throws InterruptedException {
        return switch (find(hook, attempt)) {
            case Answer.Found(Manifest found) -> delete(hook.reference(), found.uid(), attempt);
            case Answer.None _ -> null;
            case Answer.Refused(Problem problem, boolean passes) -> passes ? problem : null;
        };
    }

    private @Nullable Problem release(ObjectReference reference, Manifest object, Attempt attempt)
            throws InterruptedException {
        List<@Nullable Object> left =
                new ArrayList<>(Manifest.list(object.metadata().get("finalizers")));
        if (!left.remove(HookObject.FINALIZER)) {
            return null;
        }
        Map<String, @Nullable Object> metadata = new HashMap<>();
        metadata.put("finalizers", left);
        metadata.put("resourceVersion", object.resourceVersion());
        Map<String, Object> patch = Map.of("metadata", metadata);
        return kept(
                reference,
                retrying.call(
                        attempt, cluster -> cluster.patch(reference, MERGE_PATCH, patch, FieldManagers.KEELSTREAM)));
    }

    private @Nullable Problem delete(ObjectReference reference, String uid, Attempt attempt)
            throws InterruptedException {
        return kept(reference, retrying.call(attempt, cluster -> cluster.delete(reference, uid, false, false)));
    }

    private static @Nullable Problem kept(ObjectReference reference, ApiResult<?> answer) {
        return answer instanceof ApiResult.Failed<?>(ApiError error) ? kept(reference, error) : null;
    }

    private static @Nullable Problem kept(ObjectReference reference, ApiError error) {
        return error.kind() == ApiError.Kind.NOT_FOUND ? null : Refusal.problem(reference, error);
    }

    private Answer seen(Manifest object) {
        live.observed(object);
        return new Answer.Found(object);
    }

    private static Answer refused(ObjectReference reference, ApiError error) {
        return new Answer.Refused(Refusal.problem(reference, error), error.passes());
    }
}
