package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Baseline;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.route.Backend;
import io.keelstream.kubernetes.route.RouteApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From a candidate and what is live to the trial, or to why there is none. Pure. */
public final class Trials {

    /** Names of Services and values of labels. */
    private static final int LONGEST = 63;

    private Trials() {}

    /** Why a candidate is released without a trial; empty where nothing live stands against one. */
    public static Optional<String> ordinary(
            TrialRequest request, Screening.Candidate candidate, Manifest live, Scaling scaling) {
        Optional<String> unfit = new LiveWorkload(live)
                .unfit(candidate.workload(), request.rules().traffic().router());
        return unfit.isEmpty() && scaling instanceof Scaling.Unfit(String why) ? Optional.of(why) : unfit;
    }

    /** Why nobody can say yet whether there is a trial; empty where that can be said. */
    public static Optional<Problem> waiting(TrialRequest request, Screening.Candidate candidate, Manifest live) {
        String then = request.rehearses()
                ? "; ask again when that is over"
                : "; it is planned again until that is over, or the Deployment is not healthy";
        return new LiveWorkload(live)
                .onItsWay()
                .map(why -> Reason.CANARY_WORKLOAD.problem(
                        why + then, candidate.workload().reference().toString()));
    }

    /** The trial, or everything that stands in its way. */
    public static CanaryDecision of(TrialRequest request, Screening.Candidate candidate, LiveState live) {
        Workload workload = candidate.workload();
        Router router = request.rules().traffic().router();
        boolean fresh = request.rules().baseline() == Baseline.FRESH;
        List<Track> tracks = fresh ? List.of(Track.CANARY, Track.BASELINE) : List.of(Track.CANARY);
        List<Problem> problems = new ArrayList<>(names(workload, tracks));
        Optional<String> key =
                SelectorKey.of(live.deployment(), live.traffic().service().manifest(), router);
        problems.addAll(selector(workload, live, key, router, tracks));
        if (router != Router.REPLICAS && key.isPresent()) {
            problems.addAll(unweighted(request, workload, key.get()));
        }
        List<String> arms = tracks.stream()
                .map(track -> track.of(workload.reference().name()))
                .toList();
        RouteApi api = Traffic.api(router);
        RestingRoutes routes = api == null ? null : RestingRoutes.of(request, live, api, arms);
        if (routes != null) {
            problems.addAll(routes.problems());
        }
        if (!problems.isEmpty() || key.isEmpty()) {
            return new CanaryDecision.Blocked(problems);
        }
        Manifest service = routes == null ? null : live.traffic().service().manifest();
        Copies copies = new Copies(request, workload, live.deployment(), service, key.get());
        int stable = new LiveWorkload(live.deployment()).replicas();
        Sizes sizes = Sizes.of(request.rules(), stable);
        CanaryRules.Step first = request.rules().steps().getFirst();
        Trial trial = new Trial(
                new Trial.Stable(
                        workload.reference().toString(),
                        PodPattern.of(workload.reference().name()),
                        stable,
                        RestingWorkload.of(
                                request, workload, live.deployment(), !(live.scaling() instanceof Scaling.None)),
                        Scaling.body(request, live),
                        live.followers().stream()
                                .map(each -> each.restore(request))
                                .toList()),
                request.rehearses()
                        ? copies.running(Track.CANARY, sizes.canary(first))
                        : copies.canary(sizes.canary(first), live.changedInPlace()),
                fresh ? copies.running(Track.BASELINE, sizes.baseline(first)) : null,
                shift(routes),
                sizes.steps(request.rules()),
                List.of(),
                request.rules());
        List<Problem> taken = taken(request, trial);
        return taken.isEmpty()
                ? new CanaryDecision.OnTrial(
                        candidate.digest(), trial, workload, warnings(request, workload, live, trial.shift()))
                : new CanaryDecision.Blocked(taken);
    }

    /** What the target has itself under the name of something that the trial creates, and deletes in the end. */
    private static List<Problem> taken(TrialRequest request, Trial trial) {
        List<Problem> problems = new ArrayList<>();
        Stream.concat(Stream.of(trial.canary()), Stream.ofNullable(trial.baseline()))
                .flatMap(copy -> Stream.concat(copy.attached().stream(), Stream.of(copy.deployment())))
                .map(body -> ObjectReference.parse(body.reference()))
                .forEach(reference -> {
                    String needed = "the trial of " + trial.stable().reference();
                    if (request.inBundle(reference) != null) {
                        problems.add(Reason.CANARY_NAME.problem(
                                "has a name that " + needed + " needs; rename it", reference.toString()));
                    } else if (request.applied(reference) != null) {
                        problems.add(Reason.CANARY_NAME.problem(
                                "leaves Git with this commit, and " + needed
                                        + " needs its name; remove it in a commit of its own",
                                reference.toString()));
                    }
                });
        return problems;
    }

    private static Trial.Shift shift(@Nullable RestingRoutes routes) {
        Backend stable = routes == null ? null : routes.stable();
        return routes == null || stable == null
                ? new Trial.Shift.Replicas()
                : new Trial.Shift.Routes(
                        routes.routes(),
                        new Trial.Backend(
                                stable.group(), stable.kind(), stable.namespace(), stable.name(), stable.port()));
    }

    private static List<Problem> names(Workload workload, List<Track> tracks) {
        List<Problem> problems = new ArrayList<>();
        for (Track track : tracks) {
            String name = track.of(workload.reference().name());
            if (name.length() > LONGEST) {
                problems.add(Reason.CANARY_NAME.problem(
                        "its copy '" + name + "' would have a name of " + name.length() + " characters, and " + LONGEST
                                + " are possible; shorten the name of the Deployment",
                        workload.reference().toString()));
            }
        }
        return problems;
    }

    private static List<Problem> selector(
            Workload workload, LiveState live, Optional<String> key, Router router, List<Track> tracks) {
        String where = workload.reference().toString();
        String service = live.traffic().service().reference().name();
        if (key.isEmpty()) {
            return List.of(Reason.CANARY_SELECTOR.problem(
                    router == Router.REPLICAS
                            ? "every label that it selects by is one that Service " + service
                                    + " selects by too, so the copies cannot have pods of their own behind it; use a"
                                    + " router with routes, or make a Deployment that selects by one label more"
                            : "none of app.kubernetes.io/instance, app and app.kubernetes.io/name is a label that both"
                                    + " it and Service"
                                    + " " + service + " select by, so the Service would select the canary;"
                                    + " select by one of them",
                    where));
        }
        List<Problem> problems = new ArrayList<>();
        Object value = live.deployment().at("spec", "selector", "matchLabels", key.get());
        for (Track track : tracks) {
            if (track.of(String.valueOf(value)).length() > LONGEST) {
                problems.add(Reason.CANARY_NAME.problem(
                        "label " + key.get() + " would have a value of more than " + LONGEST + " characters on its "
                                + track.label() + "; shorten '" + value + "'",
                        where));
            }
        }
        return problems;
    }

    /** The Services that would send traffic to the copies as soon as these are ready, whatever the routes say. */
    private static List<Problem> unweighted(TrialRequest request, Workload workload, String key) {
        return Traffic.selectingWithout(key, request, workload).stream()
                .map(service -> Reason.CANARY_SELECTOR.problem(
                        "selects " + workload.reference() + " without label " + key
                                + ", so it would send unweighted traffic to the copies; select by " + key + " as well",
                        service.toString()))
                .toList();
    }

    private static List<Problem> warnings(TrialRequest request, Workload workload, LiveState live, Trial.Shift shift) {
        List<Problem> warnings = new ArrayList<>();
        if (Manifest.list(request.rules().analysis().get("metrics")).isEmpty()) {
            warnings.add(Reason.CANARY_ANALYSIS.problem(
                    "canary.analysis has no metrics, so there is never a verdict, and canary.onInconclusive decides;"
                            + " add a metric",
                    workload.reference().toString()));
        }
        for (ObjectReference secret : ConfigurationCopies.secrets(workload, live.changedInPlace())) {
            warnings.add(Reason.CANARY_SECRET.problem(
                    "changes under its old name, so the canary runs with its old content; give a new content a new name"
                            + " to put it on trial",
                    secret.toString()));
        }
        if (shift instanceof Trial.Shift.Routes routes) {
            warnings.addAll(Retries.of(request, routes));
        }
        return warnings;
    }
}
