package io.keelstream.planner.dryrun;

import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.exclusion.ExclusionSearch;
import io.keelstream.kubernetes.exclusion.ExclusionSearch.Found;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.replacement.Successor;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.ownership.ApplyDecision;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.Replacement;
import io.keelstream.planner.ownership.Subject;
import io.keelstream.planner.ownership.WriteKind;
import io.keelstream.planner.plan.Effect;
import io.keelstream.planner.plan.ObjectPlan;
import io.keelstream.planner.resolve.Resolved;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about one object: what is live, what may be done, and what the server says to it. An object that is not known
 * costs one call if it does not exist; a known one two. Thread-safe.
 */
final class ObjectDryRun {

    private final ClusterView cluster;
    private final OwnershipContext view;
    private final PlannedChanges planned;

    ObjectDryRun(ClusterView cluster, OwnershipContext view, PlannedChanges planned) {
        this.cluster = cluster;
        this.view = view;
        this.planned = planned;
    }

    /** The plan of the object; throws {@link TransientFailure} when there is none to be had now. */
    ObjectPlan of(Resolved resolved) {
        try {
            return ask(resolved);
        } catch (TransientFailure failure) {
            if (!failure.aboutObject()) {
                throw failure;
            }
            return new ObjectPlan.Obstacle(
                    resolved.subject(),
                    State.BLOCKED,
                    List.of(failure.problem(
                            cluster.client().name(),
                            resolved.subject().reference().toString())));
        }
    }

    private ObjectPlan ask(Resolved resolved) {
        Subject subject = resolved.subject();
        if (!resolved.askable()) {
            return judge(resolved, null, null);
        }
        boolean unknown = subject.changed().known() == null;
        if (!unknown || !Sendable.dryRun(subject.reference().groupKind())) {
            return judge(resolved, LiveObject.of(subject, cluster), null);
        }
        ApiResult<Manifest> trial = dryRun(subject.body(), true);
        if (trial instanceof ApiResult.Ok<Manifest>(Manifest result)
                && result.resourceVersion().isEmpty()) {
            return new ObjectPlan.Act(subject, creation(subject), Effect.CREATED);
        }
        try {
            return judge(resolved, LiveObject.of(subject, cluster), trial);
        } catch (TransientFailure unreadable) {
            if (unreadable.forbidden() && trial instanceof ApiResult.Failed<Manifest>(ApiError error)) {
                if (planned.mayResolve(resolved, error)) {
                    return predicted(resolved, null, creation(subject));
                }
                return failed(subject, Refusals.problems(subject.reference().toString(), error));
            }
            throw unreadable;
        }
    }

    private ObjectPlan judge(Resolved resolved, @Nullable Manifest live, @Nullable ApiResult<Manifest> trial) {
        Subject subject = resolved.subject();
        return switch (ApplyDecision.of(subject, live, view)) {
            case ApplyDecision.Skip skip -> new ObjectPlan.Left(subject);
            case ApplyDecision.OnHold(var hold) -> new ObjectPlan.Held(subject, hold);
            case ApplyDecision.Blocked(Problem problem) ->
                new ObjectPlan.Obstacle(subject, State.BLOCKED, List.of(problem));
            case ApplyDecision.Terminating(Problem problem) ->
                new ObjectPlan.Obstacle(subject, State.FAILED, List.of(problem));
            case ApplyDecision.Apply terms -> proceed(resolved, live, terms, trial);
        };
    }

    private ObjectPlan proceed(
            Resolved resolved,
            @Nullable Manifest live,
            ApplyDecision.Apply terms,
            @Nullable ApiResult<Manifest> trial) {
        Subject subject = resolved.subject();
        GroupKind kind = subject.reference().groupKind();
        if (Sendable.secret(kind)) {
            return new ObjectPlan.Act(
                    subject, terms, live == null ? Effect.CREATION_PREDICTED : SecretEffect.of(live, subject.body()));
        }
        if (!resolved.askable() || !Sendable.dryRun(kind)) {
            return predicted(resolved, live, terms);
        }
        boolean asked = terms.ceded().omitted().isEmpty() && force(terms) && unchangedSince(trial, live);
        ApiResult<Manifest> answer =
                trial != null && asked ? trial : dryRun(terms.ceded().question(), force(terms));
        return switch (answer) {
            case ApiResult.Ok<Manifest>(Manifest after) -> act(subject, live, terms, after);
            case ApiResult.Failed<Manifest>(ApiError error) -> refused(resolved, live, terms, error);
        };
    }

    /** Whether the object is unchanged between the first dry-run and the read; a refusal says nothing about that. */
    private static boolean unchangedSince(@Nullable ApiResult<Manifest> trial, @Nullable Manifest live) {
        return !(trial instanceof ApiResult.Ok<Manifest>(Manifest result))
                || live == null
                || result.resourceVersion().equals(live.resourceVersion());
    }

    /** What discovery says now, where the kind was served when the plan began; else the server's words. */
    private String notServed(Subject subject, ApiError error) {
        cluster.client().discovery().refresh();
        return switch (cluster.client()
                .discovery()
                .find(subject.body().apiVersion(), subject.body().kind())) {
            case ApiResult.Failed<ResourceType>(ApiError missing)
            when missing.kind() == ApiError.Kind.NOT_FOUND -> missing.message();
            case ApiResult.Failed<ResourceType> unknown -> error.message();
            case ApiResult.Ok<ResourceType> served -> error.message();
        };
    }

    private ObjectPlan act(Subject subject, @Nullable Manifest live, ApplyDecision.Apply terms, Manifest after) {
        if (live == null) {
            return new ObjectPlan.Act(subject, terms, Effect.CREATED);
        }
        Effect effect = Effects.of(live, new AdoptedObject(cluster, view).after(live, terms, after), view, false);
        Problem scaled = Effects.scaled(subject, effect);
        return new ObjectPlan.Act(subject, scaled == null ? terms : terms.warning(scaled), effect);
    }

    private ObjectPlan refused(Resolved resolved, @Nullable Manifest live, ApplyDecision.Apply terms, ApiError error) {
        Subject subject = resolved.subject();
        String where = subject.reference().toString();
        if (planned.mayResolve(resolved, error)) {
            return predicted(resolved, live, terms);
        }
        if (Refusals.withoutDryRun(error)) {
            return predicted(
                    resolved,
                    live,
                    terms.warning(Reason.NO_DRY_RUN.problem(
                            "does not support dry run; its changes are predicted", kindName(subject))));
        }
        if (live != null && terms.kind() instanceof WriteKind.Adopt && error.code() == 500) {
            return choosing(subject, live, terms, error);
        }
        return switch (error.kind()) {
            case UNREACHABLE, TRANSIENT, DEPENDENCY, GONE, ALREADY_EXISTS, NOT_OWNER ->
                throw new TransientFailure(error);
            case CONFLICT -> conflict(resolved, live, terms, error);
            case NOT_FOUND -> failed(subject, List.of(Reason.UNKNOWN_KIND.problem(notServed(subject, error), where)));
            case FORBIDDEN -> failed(subject, Refusals.problems(where, error));
            case PERMANENT ->
                live != null && ExclusionSearch.worthAsking(error)
                        ? choosing(subject, live, terms, error)
                        : failed(subject, Refusals.problems(where, error));
        };
    }

    private ObjectPlan conflict(Resolved resolved, @Nullable Manifest live, ApplyDecision.Apply terms, ApiError error) {
        Subject subject = resolved.subject();
        if (error.causes().isEmpty()) {
            throw new TransientFailure(error);
        }
        List<ManagedFieldsEntry> folded = terms.kind() instanceof WriteKind.Adopt && live != null
                ? view.adoption().fold(subject.body().apiVersion()).folded(live)
                : List.of();
        List<Problem> problems = Refusals.conflicts(subject.reference().toString(), error, folded);
        if (!problems.isEmpty()) {
            return failed(subject, problems);
        }
        return switch (dryRun(terms.ceded().question(), true)) {
            case ApiResult.Ok<Manifest>(Manifest after) -> act(subject, live, terms, after);
            case ApiResult.Failed<Manifest>(ApiError other)
            when other.kind() == ApiError.Kind.CONFLICT -> throw new TransientFailure(other);
            case ApiResult.Failed<Manifest>(ApiError other) -> refused(resolved, live, terms, other);
        };
    }

    /** The update is refused; where only fields of others exclude what Git sets, they go with the write. */
    private ObjectPlan choosing(Subject subject, Manifest live, ApplyDecision.Apply terms, ApiError error) {
        Found found = new ExclusiveFields(cluster, view).of(live, terms.ceded().question(), terms.kind(), error);
        return switch (found) {
            case Found.Excluded(FieldSet gone, Manifest after)
            when gone.isEmpty() || force(terms) ->
                new ObjectPlan.Act(subject, terms, Effects.of(live, after, view, false));
            case Found.Excluded(FieldSet gone, Manifest after) ->
                failed(subject, ExclusiveFields.conflicts(subject.reference().toString(), live, gone));
            case Found.Refused(ApiError refusal)
            when Successor.worthAsking(refusal) -> unchangeable(subject, live, terms, refusal);
            case Found.Refused(ApiError refusal) ->
                failed(subject, Refusals.problems(subject.reference().toString(), refusal));
        };
    }

    /**
     * The update is refused whatever others have set; where the same object would be taken as a new one, only a field that
     * may not change is in the way.
     */
    private ObjectPlan unchangeable(Subject subject, Manifest live, ApplyDecision.Apply terms, ApiError error) {
        Manifest trial = Successor.trial(subject.body(), live);
        ApiError objection = Successor.objection(cluster.client().create(trial, FieldManagers.KEELSTREAM, true));
        if (objection == null) {
            return replace(subject, live, terms, Refusals.words(error));
        }
        if (objection.passes()) {
            throw new TransientFailure(objection);
        }
        String where = subject.reference().toString();
        List<Problem> problems = new ArrayList<>(Refusals.problems(where, error));
        if (subject.changed().rules().replaceOnImmutable()) {
            problems.addAll(Refusals.ofSuccessor(where, objection));
        }
        return failed(subject, problems);
    }

    /** Deletes the live object and creates the new one, which the server would take as far as it could be asked. */
    private ObjectPlan replace(Subject subject, Manifest live, ApplyDecision.Apply terms, String why) {
        return switch (Replacement.of(subject, live, terms.kind(), why)) {
            case Replacement.Refused(Problem problem) -> failed(subject, List.of(problem));
            case Replacement.Allowed allowed -> {
                ApplyDecision.Apply replaced = terms.replacing(live);
                Effect effect = predictedEffect(subject, live, replaced);
                yield new ObjectPlan.Act(subject, replaced, effect);
            }
        };
    }

    private Effect predictedEffect(Subject subject, Manifest live, ApplyDecision.Apply terms) {
        String where = subject.reference().toString();
        return switch (Predictions.apply(where, live, terms.ceded().body(), true, view.now())) {
            case Predictions.Prediction.Merged(Manifest after) -> Effects.of(live, after, view, true);
            case Predictions.Prediction.Refused refused -> Effect.CREATION_PREDICTED;
        };
    }

    private ObjectPlan predicted(Resolved resolved, @Nullable Manifest live, ApplyDecision.Apply terms) {
        Subject subject = resolved.subject();
        if (live != null && BindingDefaults.otherRole(live, subject.body())) {
            return replace(subject, live, terms, "roleRef: cannot change");
        }
        String where = subject.reference().toString();
        Manifest body = terms.ceded().question();
        return switch (Predictions.apply(where, live, body, force(terms), view.now())) {
            case Predictions.Prediction.Refused(List<Problem> problems) -> failed(subject, problems);
            case Predictions.Prediction.Merged(Manifest after) -> {
                Effect effect = live == null
                        ? Effect.CREATION_PREDICTED
                        : Effects.of(
                                live, BindingDefaults.completed(AdoptedObject.folded(terms, after, view)), view, true);
                yield new ObjectPlan.Act(subject, terms, effect);
            }
        };
    }

    private ApplyDecision.Apply creation(Subject subject) {
        return (ApplyDecision.Apply) ApplyDecision.of(subject, null, view);
    }

    private boolean force(ApplyDecision.Apply terms) {
        return view.policy().conflicts() != Conflicts.FAIL || terms.kind() instanceof WriteKind.Create;
    }

    private ApiResult<Manifest> dryRun(Manifest body, boolean force) {
        return cluster.client().apply(body, new ApplyOptions(FieldManagers.KEELSTREAM, force, true));
    }

    private static ObjectPlan failed(Subject subject, List<Problem> problems) {
        return new ObjectPlan.Obstacle(subject, State.FAILED, problems);
    }

    private static String kindName(Subject subject) {
        return subject.reference().groupKind().toString();
    }
}
