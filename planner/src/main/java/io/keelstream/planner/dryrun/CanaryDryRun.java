package io.keelstream.planner.dryrun;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Labels;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.planner.canary.CanaryDecision;
import io.keelstream.planner.canary.LiveFollower;
import io.keelstream.planner.canary.LiveState;
import io.keelstream.planner.canary.Overlays;
import io.keelstream.planner.canary.Scaling;
import io.keelstream.planner.canary.Screening;
import io.keelstream.planner.canary.Traffic;
import io.keelstream.planner.canary.TrialRequest;
import io.keelstream.planner.canary.Trials;
import io.keelstream.planner.cluster.Answers;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.ownership.OwnershipContext;
import io.keelstream.planner.ownership.WriteKind;
import io.keelstream.planner.plan.ObjectPlan;
import io.keelstream.planner.plan.PlanRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a plan puts its workload on trial: reads what is live only where the records leave it open, and asks the
 * server about every copy and about the routes of every step. Thread-safe.
 */
final class CanaryDryRun {

    private final ClusterView cluster;
    private final OwnershipContext view;

    CanaryDryRun(ClusterView cluster, OwnershipContext view) {
        this.cluster = cluster;
        this.view = view;
    }

    /**
     * Decides. While a trial runs, only a commit that takes it over is asked about.
     *
     * @param plans what was found out about each changed object
     */
    CanaryDecision of(PlanRequest request, List<ObjectPlan> plans) {
        TrialRequest trial = request.trial();
        if (trial == null) {
            return new CanaryDecision.None();
        }
        TrialIdentity running = request.known().running();
        if (running != null) {
            return new CanaryDecision.TakesOver(running);
        }
        return switch (Screening.of(trial)) {
            case Screening.Decided(CanaryDecision decision) -> decision;
            case Screening.Candidate candidate -> answered(trial, candidate, plans);
        };
    }

    /** A webhook that is away, or an error of the server with it, says something about the trial, and nothing about the cluster. */
    private CanaryDecision answered(TrialRequest request, Screening.Candidate candidate, List<ObjectPlan> plans) {
        try {
            return candidate(request, candidate, plans);
        } catch (TransientFailure failure) {
            if (!failure.aboutObject()) {
                throw failure;
            }
            return new CanaryDecision.Blocked(List.of(failure.problem(
                    cluster.client().name(), candidate.workload().reference().toString())));
        }
    }

    private CanaryDecision candidate(TrialRequest request, Screening.Candidate candidate, List<ObjectPlan> plans) {
        ObjectReference workload = candidate.workload().reference();
        Manifest live = live(workload, candidate.workload().manifest().apiVersion());
        if (live == null) {
            return ordinary(candidate, "there is no live " + workload + " to compare with");
        }
        if (held(workload, plans)) {
            return ordinary(candidate, workload + " is on hold");
        }
        if (replaced(workload, plans)) {
            return ordinary(candidate, workload + " is replaced, so the running version cannot be kept beside it");
        }
        Scaling scaling = Scaling.of(request, candidate.workload(), view.scaled());
        Optional<String> reason = Trials.ordinary(request, candidate, live, scaling);
        if (reason.isPresent()) {
            return ordinary(candidate, reason.get());
        }
        Optional<Problem> waiting = Trials.waiting(request, candidate, live);
        if (waiting.isPresent()) {
            return new CanaryDecision.Blocked(List.of(waiting.get()));
        }
        FollowerReads reads = new FollowerReads(cluster, view, plans);
        List<Problem> unfollowed = reads.problems(request, candidate.workload(), live);
        if (!unfollowed.isEmpty()) {
            return new CanaryDecision.Blocked(unfollowed);
        }
        List<LiveFollower> followers = reads.live(request);
        return switch (Traffic.of(request, candidate.workload())) {
            case Traffic.Choice.None(Problem problem) -> new CanaryDecision.Blocked(List.of(problem));
            case Traffic.Choice.Found(Traffic traffic) ->
                onTrial(
                        request,
                        candidate,
                        new LiveState(live, traffic, Map.of(), changedInPlace(plans), scaling, null, followers));
        };
    }

    private CanaryDecision onTrial(TrialRequest request, Screening.Candidate candidate, LiveState live) {
        Traffic traffic = live.traffic();
        ObjectReference service = traffic.service().reference();
        if (Answers.liveOrNull(cluster.client().getMetadata(service)) == null) {
            return ordinary(candidate, service + " is new, so nothing sends traffic to it yet");
        }
        List<Problem> problems = new ArrayList<>();
        Map<ObjectReference, Manifest> routes = new HashMap<>();
        for (Traffic.Placed route : traffic.routes()) {
            Manifest found = live(route.reference(), route.manifest().apiVersion());
            if (found == null) {
                return ordinary(candidate, route.reference() + " is new, so it has no traffic to shift yet");
            }
            foreign(found, route.reference()).ifPresent(problems::add);
            routes.put(route.reference(), found);
        }
        Manifest autoscaler = null;
        if (live.scaling() instanceof Scaling.By(Traffic.Placed placed)) {
            autoscaler = live(placed.reference(), placed.manifest().apiVersion());
            if (autoscaler == null) {
                return ordinary(candidate, placed.reference() + " is new, so it does not scale it yet");
            }
        }
        RouteApi api = Traffic.api(request.rules().traffic().router());
        if (api != null) {
            traffic.unknown().forEach(name -> problems.add(unknown(api, name, service.namespace())));
        }
        LiveState complete = live.with(routes, autoscaler);
        return problems.isEmpty()
                ? asked(request, Trials.of(request, candidate, complete))
                : new CanaryDecision.Blocked(problems);
    }

    /** A route that the rules name and the bundle has not, by the owner that the live one has. */
    private Problem unknown(RouteApi api, String name, String namespace) {
        for (String kind : api.kinds()) {
            ObjectReference reference = new ObjectReference(api.group(), kind, namespace, name);
            Manifest live = Answers.liveOrNull(cluster.client().get(reference));
            if (live != null) {
                return foreign(live, reference)
                        .orElse(Reason.CANARY_ROUTE.problem(
                                "is not in Git any more, and canary.traffic.route names it; correct the name",
                                reference.toString()));
            }
        }
        return Reason.CANARY_ROUTE.problem(
                "canary.traffic.route names '" + name + "', and there is no " + String.join(" or ", api.kinds())
                        + " of that name; correct the name, or add the route",
                null);
    }

    private Optional<Problem> foreign(Manifest live, ObjectReference reference) {
        String owner = OwnerMark.on(live);
        if (owner.equals(view.own().toString())) {
            return Optional.empty();
        }
        return Optional.of(Reason.CANARY_ROUTE.problem(
                (owner.isEmpty() ? "is not managed by Keelstream" : "belongs to " + owner)
                        + ", so its weights are not ours to change; add it to this target, or choose another route in"
                        + " canary.traffic.route",
                reference.toString()));
    }

    private CanaryDecision asked(TrialRequest request, CanaryDecision decision) {
        if (!(decision instanceof CanaryDecision.OnTrial onTrial)) {
            return decision;
        }
        List<Problem> refused = new ArrayList<>();
        List<Problem> taken = new ArrayList<>();
        Trial trial = onTrial.trial();
        List<Trial.Copy> copies = new ArrayList<>(List.of(trial.canary()));
        if (trial.baseline() != null) {
            copies.add(trial.baseline());
        }
        for (Trial.Copy copy : copies) {
            copy.attached().forEach(body -> create(body, refused, taken));
            create(copy.deployment(), refused, taken);
        }
        for (Overlays.Overlay overlay : Overlays.of(trial)) {
            ask(overlay.body(), overlay.where(), refused);
        }
        Scaling.By.floor(trial)
                .ifPresent(floor -> ask(
                        floor,
                        floor.reference() + " with at least " + trial.stable().replicas() + " pods",
                        refused));
        if (!refused.isEmpty()) {
            return new CanaryDecision.Refused(refused);
        }
        taken.addAll(new ForeignReads(cluster.own()).problems(request, onTrial));
        return taken.isEmpty() ? decision : new CanaryDecision.Blocked(taken);
    }

    /** Asks about an object that must not exist yet, unless an earlier trial of ours left it. */
    private void create(Trial.Body body, List<Problem> refused, List<Problem> taken) {
        Manifest answer = ask(new Manifest(body.body()), body.reference(), refused);
        if (answer == null || answer.resourceVersion().isEmpty()) {
            return;
        }
        ObjectReference reference = ObjectReference.parse(body.reference());
        Manifest live = Answers.liveOrNull(cluster.client().getMetadata(reference));
        boolean copy = live != null
                && live.label(Labels.TRACK) != null
                && OwnerMark.on(live).equals(view.own().toString());
        if (live != null && !copy) {
            String owner = OwnerMark.on(live);
            taken.add(Reason.CANARY_NAME.problem(
                    "exists already and " + (owner.isEmpty() ? "has no owner" : "belongs to " + owner)
                            + ", and the trial needs its name; rename it or delete it",
                    body.reference()));
        }
    }

    private @Nullable Manifest ask(Manifest body, String where, List<Problem> refused) {
        ApiResult<Manifest> answer =
                cluster.client().apply(body, new ApplyOptions(FieldManagers.KEELSTREAM, true, true));
        return switch (answer) {
            case ApiResult.Ok<Manifest>(Manifest after) -> after;
            case ApiResult.Failed<Manifest>(ApiError error) when Refusals.withoutDryRun(error) -> null;
            case ApiResult.Failed<Manifest>(ApiError error) -> {
                switch (error.kind()) {
                    case UNREACHABLE, TRANSIENT, DEPENDENCY, GONE, ALREADY_EXISTS, NOT_OWNER, CONFLICT ->
                        throw new TransientFailure(error);
                    case NOT_FOUND, FORBIDDEN, PERMANENT -> refused.addAll(Refusals.problems(where, error));
                }
                yield null;
            }
        };
    }

    private @Nullable Manifest live(ObjectReference reference, String apiVersion) {
        return Answers.live(cluster.client(), reference, apiVersion);
    }

    private static CanaryDecision ordinary(Screening.Candidate candidate, String reason) {
        return new CanaryDecision.Ordinary(candidate.digest(), reason);
    }

    private static boolean held(ObjectReference workload, List<ObjectPlan> plans) {
        return plans.stream()
                .anyMatch(each -> each instanceof ObjectPlan.Held held
                        && held.subject().reference().equals(workload));
    }

    private static boolean replaced(ObjectReference workload, List<ObjectPlan> plans) {
        return plans.stream()
                .anyMatch(each -> each instanceof ObjectPlan.Act act
                        && act.terms().kind() instanceof WriteKind.Replace
                        && act.subject().reference().equals(workload));
    }

    private static Set<ObjectReference> changedInPlace(List<ObjectPlan> plans) {
        Set<ObjectReference> changed = new HashSet<>();
        for (ObjectPlan each : plans) {
            if (each instanceof ObjectPlan.Act act && !(act.terms().kind() instanceof WriteKind.Create)) {
                changed.add(act.subject().reference());
            }
        }
        return changed;
    }
}
