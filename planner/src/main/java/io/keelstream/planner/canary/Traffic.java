package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.route.GatewayApi;
import io.keelstream.kubernetes.route.Istio;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.kubernetes.route.WeightedRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Service and the routes of the bundle that carry the traffic of a workload.
 *
 * @param service the Service that selects its pods
 * @param routes what sends traffic to the Service and is shifted; empty where the Service itself splits it
 * @param unknown names of routes that the rules name and the bundle has not
 */
public record Traffic(Placed service, List<Placed> routes, List<String> unknown) {

    private static final GroupKind SERVICE = new GroupKind("", "Service");

    public Traffic {
        routes = List.copyOf(routes);
        unknown = List.copyOf(unknown);
    }

    /**
     * An object of the bundle.
     *
     * @param reference its identity
     * @param desired what Git says
     * @param manifest its body
     */
    public record Placed(ObjectReference reference, DesiredObject desired, Manifest manifest) {}

    /** What came of looking for it. */
    public sealed interface Choice {
        /** The Service is found. */
        record Found(Traffic traffic) implements Choice {}

        /** It is not. */
        record None(Problem problem) implements Choice {}
    }

    /** The traffic of the workload, by the rules where they name it and by the bundle otherwise. */
    public static Choice of(TrialRequest request, Workload workload) {
        Router router = request.rules().traffic().router();
        if (router == Router.UNKNOWN) {
            return new Choice.None(Reason.NOT_SUPPORTED.problem(
                    "this version does not know the router of canary.traffic; update Keelstream, or use gateway-api,"
                            + " istio or replicas",
                    null));
        }
        List<Placed> all = all(request);
        List<Placed> services = services(request, workload, all);
        RouteApi api = api(router);
        List<Placed> routed = services.size() > 1 && api != null
                ? services.stream()
                        .filter(each -> !routesTo(each, api, all).isEmpty())
                        .toList()
                : services;
        if (routed.size() != 1) {
            return new Choice.None(noService(request, workload, services));
        }
        Placed service = routed.getFirst();
        return new Choice.Found(
                api == null ? new Traffic(service, List.of(), List.of()) : routes(request, service, api, all));
    }

    /** The API of the routes that a router shifts; null where the Service itself splits the traffic. */
    public static @Nullable RouteApi api(Router router) {
        return switch (router) {
            case GATEWAY_API -> new GatewayApi();
            case ISTIO -> new Istio();
            case REPLICAS, UNKNOWN -> null;
        };
    }

    private static List<Placed> services(TrialRequest request, Workload workload, List<Placed> all) {
        String name = request.rules().traffic().service();
        return selecting(workload, all)
                .filter(each -> name == null || each.reference().name().equals(name))
                .toList();
    }

    private static Stream<Placed> selecting(Workload workload, List<Placed> all) {
        return all.stream()
                .filter(each -> each.reference().groupKind().equals(SERVICE))
                .filter(each ->
                        each.reference().namespace().equals(workload.reference().namespace()))
                .filter(each -> selects(each.manifest(), workload.manifest()));
    }

    /** The Services of the bundle that select the workload's pods, and the copies' as well, because they lack a label. */
    static List<ObjectReference> selectingWithout(String key, TrialRequest request, Workload workload) {
        return selecting(workload, all(request))
                .filter(each ->
                        !Manifest.map(each.manifest().spec().get("selector")).containsKey(key))
                .map(Placed::reference)
                .toList();
    }

    static List<Placed> all(TrialRequest request) {
        return request.desired().objects().stream()
                .map(object -> new Placed(request.reference(object), object, new Manifest(object.body())))
                .toList();
    }

    private static boolean selects(Manifest service, Manifest deployment) {
        Map<String, @Nullable Object> selector = Manifest.map(service.spec().get("selector"));
        Map<String, @Nullable Object> labels = Manifest.map(deployment.at("spec", "template", "metadata", "labels"));
        return !selector.isEmpty()
                && selector.entrySet().stream()
                        .allMatch(each -> String.valueOf(each.getValue()).equals(labels.get(each.getKey())));
    }

    private static Problem noService(TrialRequest request, Workload workload, List<Placed> services) {
        String name = request.rules().traffic().service();
        String what;
        if (!services.isEmpty()) {
            what = "is selected by several Services: "
                    + services.stream()
                            .map(each -> each.reference().name())
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + "; name the one whose traffic is shifted in canary.traffic.service";
        } else if (name != null) {
            what = "is not selected by the Service '" + name
                    + "' that canary.traffic.service names, or the target has no such Service; correct the name";
        } else {
            what = "is selected by no Service of the target, so there is no traffic to shift; add a Service, or set"
                    + " release.strategy: rolling";
        }
        return Reason.CANARY_SERVICE.problem(what, workload.reference().toString());
    }

    private static Traffic routes(TrialRequest request, Placed service, RouteApi api, List<Placed> all) {
        List<String> named = request.rules().traffic().routes();
        if (named.isEmpty()) {
            return new Traffic(service, routesTo(service, api, all), List.of());
        }
        List<Placed> routes = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : named) {
            List<Placed> found = all.stream()
                    .filter(each ->
                            api.has(each.manifest()) && each.reference().name().equals(name))
                    .toList();
            routes.addAll(found);
            (found.isEmpty() ? Stream.of(name) : Stream.<String>empty()).forEach(unknown::add);
        }
        return new Traffic(service, routes, unknown);
    }

    private static List<Placed> routesTo(Placed service, RouteApi api, List<Placed> all) {
        return all.stream()
                .filter(each -> api.has(each.manifest()))
                .filter(each -> new WeightedRoute(each.manifest())
                        .backends(each.reference().namespace()).stream()
                                .anyMatch(backend -> backend.isService(
                                        service.reference().namespace(),
                                        service.reference().name())))
                .toList();
    }
}
