package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.route.Backend;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.kubernetes.route.WeightedRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has failed requests repeated on the way to a workload: the rules of its routes, and policies of Envoy Gateway that name a route
 * or its Gateway. Then a failure may be seen by nobody before the pods, and what is repeated may go to the other version. Pure.
 */
final class Retries {

    private static final GroupKind POLICY = new GroupKind("gateway.envoyproxy.io", "BackendTrafficPolicy");
    private static final String MEANS =
            " failed requests: metrics of the router count what is left after that, and a repeated request may go to"
                    + " the other version. Judge by metrics of the pods, which count each attempt, or leave the retries"
                    + " out";

    private Retries() {}

    /** A warning for each route or policy that has requests of the trial repeated. */
    static List<Problem> of(TrialRequest request, Trial.Shift.Routes shift) {
        List<Problem> warnings = new ArrayList<>();
        Trial.Backend stable = shift.stable();
        Backend backend = new Backend(stable.group(), stable.kind(), stable.namespace(), stable.name(), stable.port());
        for (Trial.Body body : shift.routes()) {
            String namespace = ObjectReference.parse(body.reference()).namespace();
            List<String> rules = new WeightedRoute(new Manifest(body.body())).repeating(backend, namespace);
            if (!rules.isEmpty()) {
                warnings.add(Reason.CANARY_ROUTE.problem(
                        String.join(", ", rules) + (rules.size() == 1 ? " repeats" : " repeat") + MEANS,
                        body.reference()));
            }
        }
        Set<String> targets = shift.routes().stream().flatMap(Retries::targets).collect(Collectors.toSet());
        Traffic.all(request).stream()
                .filter(each -> each.reference().groupKind().equals(POLICY))
                .filter(each -> RouteApi.repeats(each.manifest().spec().get("retry"), "numRetries"))
                .filter(each -> references(each.manifest()).anyMatch(targets::contains))
                .forEach(each -> warnings.add(Reason.CANARY_ROUTE.problem(
                        "repeats" + MEANS, each.reference().toString())));
        return warnings;
    }

    /** What a policy may name to apply to a route: the route, and its parents. */
    private static Stream<String> targets(Trial.Body route) {
        Manifest manifest = new Manifest(route.body());
        Stream<String> parents = RouteApi.maps(manifest.spec().get("parentRefs")).stream()
                .map(parent -> parent.getOrDefault("kind", "Gateway") + " " + parent.get("name"));
        return Stream.concat(Stream.of(manifest.kind() + " " + manifest.name()), parents);
    }

    private static Stream<String> references(Manifest policy) {
        Stream<Map<String, @Nullable Object>> all = Stream.concat(
                RouteApi.maps(policy.spec().get("targetRefs")).stream(),
                Stream.of(Manifest.map(policy.spec().get("targetRef"))));
        return all.map(each -> each.get("kind") + " " + each.get("name"));
    }
}
