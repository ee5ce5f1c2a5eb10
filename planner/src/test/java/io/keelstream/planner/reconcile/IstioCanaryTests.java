package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static io.keelstream.planner.reconcile.CanaryWorld.line;
import static io.keelstream.planner.reconcile.CanaryWorld.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.Backend;
import io.keelstream.kubernetes.route.WeightedRoute;
import io.keelstream.kubernetes.route.WeightedRoute.Arm;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Injection;
import io.keelstream.sandbox.fault.RequestMatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Trials whose traffic a VirtualService splits. */
class IstioCanaryTests extends SandboxedCanary {

    private static final TargetPolicy ISTIO = traffic(new Traffic(Router.ISTIO, List.of(), null, 1_000));

    private static final String VIRTUAL_SERVICE = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: web}
        spec:
          hosts: [web.example.com]
          gateways: [edge]
          http: [{name: main, timeout: 5s, route: [{destination: {host: web}}]}]
        """;

    private static final String DESTINATION_RULE = """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: web}
        spec:
          host: web.%s.svc.cluster.local
          trafficPolicy: {connectionPool: {http: {http2MaxRequests: 50}}}
          subsets: [{name: v1, labels: {app: web}}]
        """;

    private static final String AUTHORIZATION = """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: web}
        spec: {selector: {matchLabels: {app: web}}, rules: [{from: [{source: {namespaces: [edge]}}]}]}
        """;

    private static final String SIDECAR = """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: web}
        spec: {workloadSelector: {labels: {app: web}}, egress: [{hosts: ["./*"]}]}
        """;

    @Test
    void virtualServiceThatNamesTheServiceIsShifted() throws Exception {
        // Given
        world.released("vs", ISTIO, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE, ROUTE, CONFIG);

        // When
        Trial trial = Objects.requireNonNull(world.desired("vs", ISTIO, NEW, SERVICE, VIRTUAL_SERVICE, ROUTE, CONFIG)
                .trial());

        // Then
        Trial.Shift.Routes routes = (Trial.Shift.Routes) trial.shift();
        assertThat(routes.stable()).isEqualTo(new Trial.Backend("", "Service", "vs", "web", null));
        assertThat(routes.routes()).singleElement().satisfies(route -> {
            assertThat(route.reference()).isEqualTo("VirtualService.networking.istio.io/vs/web");
            assertThat(route.uid())
                    .isEqualTo(world.sandbox().read(route.reference()).uid());
            assertThat(new Manifest(route.body()).spec())
                    .containsOnlyKeys("hosts", "gateways", "http")
                    .isEqualTo(world.sandbox().read(route.reference()).spec());
        });
        assertThat(trial.canary().service()).isEqualTo("web-canary");
    }

    @Test
    void virtualServiceThatARootDelegatesToIsShiftedAndTheRootIsNot() throws Exception {
        // Given
        String root = VIRTUAL_SERVICE
                .replace("{name: web}", "{name: root}")
                .replace("route: [{destination: {host: web}}]", "delegate: {name: web}");
        String inner = VIRTUAL_SERVICE.replace("  hosts: [web.example.com]\n  gateways: [edge]\n", "");
        world.released("vs-delegate", ISTIO, DEPLOYMENT, SERVICE, root, inner, CONFIG);

        // When
        Trial trial = Objects.requireNonNull(world.desired("vs-delegate", ISTIO, NEW, SERVICE, root, inner, CONFIG)
                .trial());

        // Then
        assertThat(((Trial.Shift.Routes) trial.shift()).routes())
                .extracting(Trial.Body::reference)
                .containsExactly("VirtualService.networking.istio.io/vs-delegate/web");
    }

    @Test
    void whatIstioAttachesToPodsAndServiceIsCopiedForEachCopy() throws Exception {
        // Given
        String rule = DESTINATION_RULE.formatted("attached");
        String other = DESTINATION_RULE.formatted("elsewhere").replace("{name: web}", "{name: elsewhere}");
        world.released(
                "attached", ISTIO, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE, CONFIG, rule, other, AUTHORIZATION, SIDECAR);

        // When
        Trial trial = Objects.requireNonNull(world.desired(
                        "attached", ISTIO, NEW, SERVICE, VIRTUAL_SERVICE, CONFIG, rule, other, AUTHORIZATION, SIDECAR)
                .trial());

        // Then
        Map<String, Manifest> attached = trial.canary().attached().stream()
                .collect(Collectors.toMap(Trial.Body::reference, body -> new Manifest(body.body())));
        assertThat(attached)
                .containsOnlyKeys(
                        "Service/attached/web-canary",
                        "DestinationRule.networking.istio.io/attached/web-canary",
                        "AuthorizationPolicy.security.istio.io/attached/web-canary",
                        "Sidecar.networking.istio.io/attached/web-canary");
        assertThat(attached.get("DestinationRule.networking.istio.io/attached/web-canary")
                        .spec())
                .isEqualTo(Map.of(
                        "host",
                        "web-canary.attached.svc.cluster.local",
                        "trafficPolicy",
                        Map.of("connectionPool", Map.of("http", Map.of("http2MaxRequests", 50L)))));
        assertThat(attached.get("AuthorizationPolicy.security.istio.io/attached/web-canary")
                        .at("spec", "selector", "matchLabels"))
                .isEqualTo(Map.of("app", "web-canary"));
        assertThat(attached.get("Sidecar.networking.istio.io/attached/web-canary")
                        .at("spec", "workloadSelector", "labels"))
                .isEqualTo(Map.of("app", "web-canary"));
        assertThat(Objects.requireNonNull(trial.baseline()).attached()).hasSameSizeAs(attached.entrySet());
    }

    @Test
    void weightsReturnToTheVirtualServiceThatIsAppliedNow() throws Exception {
        // Given
        world.released("vs-resting", ISTIO, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE, CONFIG);

        // When
        Trial trial = Objects.requireNonNull(
                world.desired("vs-resting", ISTIO, NEW, SERVICE, VIRTUAL_SERVICE.replace("5s", "9s"), CONFIG)
                        .trial());

        // Then
        Trial.Body resting = ((Trial.Shift.Routes) trial.shift()).routes().getFirst();
        assertThat(resting.body().toString()).contains("timeout=5s").doesNotContain("9s");
    }

    @Test
    void sharesLeftByAnAbandonedTrialAreNotTheRestingState() throws Exception {
        // Given
        world.released("vs-abandoned", ISTIO, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE, CONFIG);
        Trial abandoned =
                Objects.requireNonNull(world.desired("vs-abandoned", ISTIO, NEW, SERVICE, VIRTUAL_SERVICE, CONFIG)
                        .trial());
        Trial.Body resting = ((Trial.Shift.Routes) abandoned.shift()).routes().getFirst();
        world.sandbox()
                .live(new WeightedRoute(new Manifest(resting.body()))
                        .split(
                                new Backend("", "Service", "vs-abandoned", "web", null),
                                "vs-abandoned",
                                List.of(new Arm("web-canary", 25), new Arm("web-baseline", 20))));
        world.doubt("vs-abandoned");

        // When
        Plan plan = world.sandbox().plan("t/vs-abandoned");

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial.Shift shift = Objects.requireNonNull(plan.trial()).shift();
        assertThat(((Trial.Shift.Routes) shift).routes().getFirst().body().toString())
                .contains("host=web")
                .doesNotContain("web-canary", "web-baseline");
    }

    @Test
    void virtualServiceMustBeOursAndSplittable() throws Exception {
        TargetPolicy named = traffic(new Traffic(Router.ISTIO, List.of("shared"), null, 1_000));
        String shared = VIRTUAL_SERVICE.replace("{name: web}", "{name: shared}");
        world.sandbox().namespace("vs-foreign");
        world.sandbox()
                .create(
                        shared.replace(
                                "{name: shared}",
                                "{name: shared, namespace: vs-foreign, annotations: {keelstream.io/owner:"
                                        + " acme/t/edge}}"),
                        "keelstream");

        assertThat(world.blockedUpdate("vs-none", ISTIO, DEPLOYMENT, CONFIG, SERVICE, ROUTE))
                .isEqualTo("CanaryRoute Service/vs-none/web: no VirtualService of the target sends traffic to it; add"
                        + " one, or use canary.traffic.router: replicas");
        assertThat(world.blockedUpdate("vs-lost", named, DEPLOYMENT, CONFIG, SERVICE))
                .isEqualTo("CanaryRoute null: canary.traffic.route names 'shared', and there is no VirtualService of"
                        + " that name; correct the name, or add the route");
        assertThat(world.blockedUpdate("vs-foreign", named, DEPLOYMENT, CONFIG, SERVICE))
                .isEqualTo("CanaryRoute VirtualService.networking.istio.io/vs-foreign/shared: belongs to acme/t/edge,"
                        + " so its weights are not ours to change; add it to this target, or choose another route in"
                        + " canary.traffic.route");
        assertThat(world.blockedUpdate(
                        "vs-root",
                        named,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE,
                        shared.replace("route: [{destination: {host: web}}]", "delegate: {name: inner}")))
                .isEqualTo("CanaryRoute Service/vs-root/web: none of the routes sends traffic to it;"
                        + " VirtualService.networking.istio.io/vs-root/shared delegates to vs-root/inner: name what"
                        + " sends the traffic in canary.traffic.route");
        assertThat(world.blockedUpdate(
                        "vs-mirror",
                        ISTIO,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE,
                        VIRTUAL_SERVICE.replace("timeout: 5s", "mirror: {host: web}")))
                .isEqualTo("CanaryRoute VirtualService.networking.istio.io/vs-mirror/web: cannot be split: http route"
                        + " 'main' mirrors requests to web, which only the running version would get; remove the"
                        + " mirror");
        assertThat(world.blockedUpdate(
                        "vs-subset",
                        ISTIO,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE,
                        VIRTUAL_SERVICE.replace("{host: web}", "{host: web, subset: v1}")))
                .contains("cannot be split: http route 'main' names subset 'v1' of web");
        assertThat(world.blockedUpdate(
                        "vs-copy",
                        ISTIO,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE,
                        VIRTUAL_SERVICE.replace("[{d", "[{destination: {host: web-canary}}, {weight: 1, d")))
                .contains("it sends traffic to web-canary already, which is the name of a copy");
    }

    @Test
    void unreachableWebhookOfIstioIsNotAnUnreachableCluster() throws Exception {
        // Given
        world.released("vs-webhook", ISTIO, DEPLOYMENT, SERVICE, VIRTUAL_SERVICE, CONFIG);
        Injection away = world.sandbox()
                .sandbox
                .faults()
                .inject(new RequestMatch("apply", "networking.istio.io/virtualservices"), new Fault.WebhookAway());

        // When
        Plan plan = world.desired("vs-webhook", ISTIO, NEW, SERVICE, VIRTUAL_SERVICE, CONFIG);
        away.close();

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan)).startsWith("DependencyUnavailable Deployment.apps/vs-webhook/web: ");
    }
}
