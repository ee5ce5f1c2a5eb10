package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.route.Backend;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.kubernetes.route.WeightedRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The routes that are shifted, as they are applied now: where the weights go back to. What a commit changes of a route comes
 * with the promotion, and not before. A live route that an abandoned trial left with a share on a copy is at rest nowhere but
 * in Git. Pure.
 *
 * @param routes each bound to its live object
 * @param stable the backend whose share is split; null where there are problems
 * @param problems why they cannot be shifted
 */
record RestingRoutes(List<Trial.Body> routes, @Nullable Backend stable, List<Problem> problems) {

    /**
     * The routes of a trial.
     *
     * @param api the API of the routes
     * @param arms the copies' Services, which take a part of the share
     */
    static RestingRoutes of(TrialRequest request, LiveState live, RouteApi api, List<String> arms) {
        List<Trial.Body> bodies = new ArrayList<>();
        Set<Backend> stable = new LinkedHashSet<>();
        Traffic.Placed service = live.traffic().service();
        for (Traffic.Placed route : live.traffic().routes()) {
            Manifest body = resting(request, live, route);
            bodies.add(new Trial.Body(
                    route.reference().toString(),
                    body.apiVersion(),
                    live.routes().getOrDefault(route.reference(), body).uid(),
                    body.tree()));
            new WeightedRoute(body)
                    .backends(route.reference().namespace()).stream()
                            .filter(each -> each.isService(
                                    service.reference().namespace(),
                                    service.reference().name()))
                            .forEach(stable::add);
        }
        if (stable.size() != 1) {
            return new RestingRoutes(bodies, null, List.of(backends(live, api, stable)));
        }
        Backend split = stable.iterator().next();
        List<Problem> problems = new ArrayList<>();
        for (Trial.Body each : bodies) {
            WeightedRoute route = new WeightedRoute(new Manifest(each.body()));
            String namespace = route.manifest().namespace();
            route.obstacle(split, namespace, arms)
                    .map(why -> "cannot be split: " + why)
                    .or(() -> route.unmatchable(split, namespace, Overlays.matches(request.rules()))
                            .map(why -> "cannot send the requests of canary.traffic.match to the canary: " + why))
                    .map(why -> Reason.CANARY_ROUTE.problem(why, each.reference()))
                    .ifPresent(problems::add);
        }
        return new RestingRoutes(bodies, split, problems);
    }

    private static Problem backends(LiveState live, RouteApi api, Set<Backend> found) {
        ObjectReference service = live.traffic().service().reference();
        if (live.traffic().routes().isEmpty()) {
            return Reason.CANARY_ROUTE.problem(
                    "no " + String.join(" or ", api.kinds()) + " of the target sends traffic to it; add one, or use"
                            + " canary.traffic.router: replicas",
                    service.toString());
        }
        return found.isEmpty()
                ? Reason.CANARY_ROUTE.problem(
                        "none of the routes sends traffic to it; " + remedy(live, api), service.toString())
                : Reason.CANARY_ROUTE.problem(
                        "the routes send traffic to it under several backends ("
                                + found.stream().map(Backend::toString).collect(Collectors.joining(", "))
                                + "); choose routes of one port in canary.traffic.route",
                        service.toString());
    }

    private static String remedy(LiveState live, RouteApi api) {
        for (Traffic.Placed route : live.traffic().routes()) {
            List<String> delegates =
                    api.delegates(route.manifest(), route.reference().namespace());
            if (!delegates.isEmpty()) {
                return route.reference() + " delegates to " + String.join(", ", delegates)
                        + ": name what sends the traffic in canary.traffic.route";
            }
        }
        return "correct canary.traffic.route";
    }

    private static Manifest resting(TrialRequest request, LiveState live, Traffic.Placed route) {
        Manifest now = live.routes().get(route.reference());
        if (now == null || !live.changedInPlace().contains(route.reference()) || sharesWithCopy(now, live)) {
            return request.marked(
                    route.manifest(), route.reference(), route.desired().commit());
        }
        String commit = now.annotation(Annotations.COMMIT);
        return request.marked(
                applied(now),
                route.reference(),
                commit == null ? route.desired().commit() : commit);
    }

    private static boolean sharesWithCopy(Manifest route, LiveState live) {
        String workload = live.deployment().name();
        return new WeightedRoute(route)
                .backends(route.namespace()).stream()
                        .anyMatch(backend -> Arrays.stream(Track.values())
                                .anyMatch(track ->
                                        backend.isService(live.deployment().namespace(), track.of(workload))));
    }

    /** What we applied of a live object, as far as top-level fields, labels and annotations are ours. */
    private static Manifest applied(Manifest live) {
        FieldSet ours = FieldOwners.of(live).ours();
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", live.name());
        metadata.put("namespace", live.namespace());
        for (String kind : List.of("labels", "annotations")) {
            Map<String, @Nullable Object> kept = new LinkedHashMap<>();
            Manifest.map(live.metadata().get(kind)).forEach((name, value) -> {
                if (ours.contains(FieldPath.of("metadata", kind, name))) {
                    kept.put(name, value);
                }
            });
            metadata.put(kind, kept);
        }
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        Set<String> fields = ours.paths().stream()
                .filter(path -> path.steps().size() > 1 && path.pointer().startsWith("/spec/"))
                .map(path -> path.pointer().split("/", -1)[2])
                .collect(Collectors.toSet());
        live.spec().forEach((name, value) -> {
            if (fields.contains(name)) {
                spec.put(name, value);
            }
        });
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", live.apiVersion());
        tree.put("kind", live.kind());
        tree.put("metadata", metadata);
        tree.put("spec", spec);
        return new Manifest(tree).copy();
    }
}
