package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.AUTOSCALER;
import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static io.keelstream.planner.reconcile.CanaryWorld.image;
import static io.keelstream.planner.reconcile.CanaryWorld.traffic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.Backend;
import io.keelstream.kubernetes.route.WeightedRoute;
import io.keelstream.kubernetes.route.WeightedRoute.Arm;
import io.keelstream.planner.canary.Overlays;
import io.keelstream.planner.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a plan that begins a trial says. Every test has a target and a namespace of its own. */
class CanaryPlanTests extends SandboxedCanary {

    @Test
    void newImageIsPutOnTrialWithTheBodiesOfAllCopies() throws Exception {
        // Given
        world.released("trial", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = world.desired("trial", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial trial = Objects.requireNonNull(plan.trial());
        assertThat(trial.steps())
                .containsExactly(
                        new Trial.Step(5, 3, 300_000, Need.NO_HARM),
                        new Trial.Step(25, 3, 600_000, Need.NO_HARM),
                        new Trial.Step(50, 3, 900_000, Need.PASS));
        assertThat(trial.first()).isEmpty();
        Manifest canary = new Manifest(trial.canary().deployment().body());
        assertThat(canary.name()).isEqualTo("web-canary");
        assertThat(canary.annotation("keelstream.io/owner")).isEqualTo("acme/t/trial");
        assertThat(canary.label("keelstream.io/track")).isEqualTo("canary");
        assertThat(canary.at("spec", "replicas")).isEqualTo(3L);
        assertThat(canary.at("spec", "selector", "matchLabels"))
                .isEqualTo(Map.of("app", "web-canary", "tier", "front"));
        assertThat(canary.at("spec", "template", "metadata", "labels"))
                .isEqualTo(Map.of("app", "web-canary", "tier", "front", "keelstream.io/track", "canary"));
        assertThat(image(trial.canary().deployment())).isEqualTo("web:2");
        assertThat(image(Objects.requireNonNull(trial.baseline()).deployment())).isEqualTo("web:1");
        assertThat(image(trial.stable().restore())).isEqualTo("web:1");
        assertThat(trial.stable().restore().uid())
                .isEqualTo(world.sandbox().read("Deployment.apps/trial/web").uid());
        assertThat(trial.stable().replicas()).isEqualTo(4);
        Manifest service = new Manifest(trial.canary().attached().getFirst().body());
        assertThat(service.name())
                .isEqualTo("web-canary")
                .isEqualTo(trial.canary().service());
        assertThat(service.at("spec", "selector")).isEqualTo(Map.of("app", "web-canary"));
        Trial.Shift.Routes routes = (Trial.Shift.Routes) trial.shift();
        assertThat(routes.stable()).isEqualTo(new Trial.Backend("", "Service", "trial", "web", 80));
        assertThat(routes.routes()).singleElement().satisfies(route -> {
            assertThat(route.uid())
                    .isEqualTo(world.sandbox()
                            .read("HTTPRoute.gateway.networking.k8s.io/trial/web")
                            .uid());
            assertThat(new Manifest(route.body()).annotation("keelstream.io/owner"))
                    .isEqualTo("acme/t/trial");
        });
    }

    @Test
    void everyRouteThatNamesTheServiceIsShifted() throws Exception {
        // Given
        String internal = ROUTE.replace("metadata: {name: web}", "metadata: {name: web-internal}");
        String other = ROUTE.replace("metadata: {name: web}", "metadata: {name: other}")
                .replace("name: web,", "name: mail,");
        world.released("routes", CANARY, DEPLOYMENT, SERVICE, ROUTE, internal, other, CONFIG);

        // When
        Plan plan = world.desired("routes", CANARY, NEW, SERVICE, ROUTE, internal, other, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial.Shift.Routes shift =
                (Trial.Shift.Routes) Objects.requireNonNull(plan.trial()).shift();
        assertThat(shift.routes())
                .extracting(Trial.Body::reference)
                .containsExactlyInAnyOrder(
                        "HTTPRoute.gateway.networking.k8s.io/routes/web",
                        "HTTPRoute.gateway.networking.k8s.io/routes/web-internal");
    }

    @Test
    void serverIsAskedAboutTheRulesForMatchedRequestsOfEveryStep() throws Exception {
        // Given
        TargetPolicy matching = traffic(matching("x-canary"));
        world.released("matched", matching, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = world.desired("matched", matching, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(Objects.requireNonNull(plan.trial()).rules().traffic().matches())
                .containsExactly(new CanaryRules.Match("x-canary", "always", false));
        assertThat(Overlays.of(plan.trial())).hasSize(3).allSatisfy(asked -> {
            assertThat(Manifest.list(asked.body().spec().get("rules"))).hasSize(2);
            assertThat(new WeightedRoute(asked.body())
                            .backends("matched")
                            .getLast()
                            .name())
                    .isEqualTo("web-canary");
        });
    }

    private static Traffic matching(String header) {
        return new Traffic(
                Router.GATEWAY_API, List.of(), null, 1_000, List.of(new CanaryRules.Match(header, "always", false)));
    }

    @Test
    void versionThatTenOthersFollowedIsPutOnTrialAgain() throws Exception {
        // Given
        world.released("forgotten", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(world.desired("forgotten", CANARY, NEW, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        Inventory.History history = Inventory.History.NONE.healthy(digest);
        for (int other = 0; other < 9; other++) {
            history = history.healthy("sha256:" + other);
        }

        // When
        world.history("forgotten", history);
        Plan tenth = world.sandbox().plan("t/forgotten");
        world.history("forgotten", history.healthy("sha256:9"));
        Plan eleventh = world.sandbox().plan("t/forgotten");

        // Then
        assertThat(tenth.trial()).isNull();
        assertThat(eleventh.state()).as("%s", eleventh.problems()).isEqualTo(State.READY);
        assertThat(eleventh.trial()).isNotNull();
    }

    @Test
    void versionAndReplicasOfOneCommitArePutOnTrialTogether() throws Exception {
        // Given
        world.released("larger", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = world.desired("larger", CANARY, NEW.replace("replicas: 4", "replicas: 8"), SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial trial = Objects.requireNonNull(plan.trial());
        assertThat(image(trial.canary().deployment())).isEqualTo("web:2");
        assertThat(trial.stable().replicas()).isEqualTo(4);
        assertThat(new Manifest(trial.stable().restore().body()).at("spec", "replicas"))
                .isEqualTo(4L);
        assertThat(trial.steps())
                .extracting(Trial.Step::weight, Trial.Step::replicas)
                .containsExactly(tuple(5, 3), tuple(25, 3), tuple(50, 3));
    }

    @Test
    void twoTargetsOfOneNamespaceArePutOnTrialEachWithItsOwnCopies() throws Exception {
        // Given
        for (String name : List.of("web", "api")) {
            world.sandbox().release("t/of-" + name, Samples.bundle("shared", CANARY, named(name, 1)));
        }
        world.sandbox().awaitAvailable("shared");

        // When
        List<Plan> plans = new ArrayList<>();
        for (String name : List.of("web", "api")) {
            world.sandbox().desire("t/of-" + name, Samples.bundle("shared", CANARY, named(name, 2)));
            plans.add(world.sandbox().plan("t/of-" + name));
        }

        // Then
        assertThat(plans)
                .allSatisfy(plan ->
                        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY))
                .extracting(plan -> Objects.requireNonNull(plan.trial())
                        .canary()
                        .deployment()
                        .reference())
                .containsExactly("Deployment.apps/shared/web-canary", "Deployment.apps/shared/api-canary");
    }

    @Test
    void routeWhoseParentIsAServiceIsShifted() throws Exception {
        // Given
        String inside = ROUTE.replace("{name: gateway}", "{group: \"\", kind: Service, name: web, port: 80}");
        world.released("inside", CANARY, DEPLOYMENT, SERVICE, inside, CONFIG);

        // When
        Plan plan = world.desired("inside", CANARY, NEW, SERVICE, inside, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial.Shift.Routes routes =
                (Trial.Shift.Routes) Objects.requireNonNull(plan.trial()).shift();
        assertThat(routes.routes())
                .extracting(Trial.Body::reference)
                .containsExactly("HTTPRoute.gateway.networking.k8s.io/inside/web");
    }

    private static String[] named(String name, int version) {
        return Stream.of(DEPLOYMENT, SERVICE, ROUTE, CONFIG)
                .map(text -> text.replace("web", name)
                        .replace("name: settings", "name: " + name + "-settings")
                        .replace(name + ":1", name + ":" + version))
                .toArray(String[]::new);
    }

    @Test
    void autoscaledWorkloadIsPutOnTrialWithItsAutoscaler() throws Exception {
        // Given
        String fewer = DEPLOYMENT.replace("  replicas: 4\n", "");
        world.released("scaled-trial", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, AUTOSCALER);

        // When
        Plan plan = world.desired(
                "scaled-trial",
                CANARY,
                fewer.replace("web:1", "web:2"),
                SERVICE,
                ROUTE,
                CONFIG,
                AUTOSCALER.replace("maxReplicas: 9", "maxReplicas: 12"));

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial.Stable stable = Objects.requireNonNull(
                        plan.trial(), () -> String.valueOf(plan.work().canary()))
                .stable();
        Trial.Body autoscaler = Objects.requireNonNull(stable.autoscaler());
        assertThat(autoscaler.reference()).isEqualTo("HorizontalPodAutoscaler.autoscaling/scaled-trial/web");
        assertThat(autoscaler.uid())
                .isEqualTo(world.sandbox().read(autoscaler.reference()).uid());
        Manifest body = new Manifest(autoscaler.body());
        assertThat(body.at("spec", "maxReplicas")).isEqualTo(12L);
        assertThat(body.spec()).doesNotContainKey("minReplicas");
        assertThat(body.annotation("keelstream.io/owner")).isEqualTo("acme/t/scaled-trial");
        assertThat(stable.replicas()).isEqualTo(4);
    }

    @Test
    void grpcRouteIsShiftedAndTheRunningPodsMayBeTheBaseline() throws Exception {
        // Given
        CanaryRules rules = CanaryRules.DEFAULT;
        TargetPolicy policy = TargetPolicy.DEFAULT.withCanary(new CanaryRules(
                CanaryRules.Workloads.ONLY,
                CanaryRules.Baseline.STABLE,
                1,
                rules.traffic(),
                List.of(new CanaryRules.Step(30, 1_000), new CanaryRules.Step(60, 1_000)),
                new CanaryRules.Conduct(
                        CanaryRules.Advance.PASS,
                        CanaryRules.OnInconclusive.ROLLBACK,
                        CanaryRules.OnBlind.DEFAULT,
                        3_600_000,
                        CanaryRules.Mode.OBSERVE,
                        null),
                Map.of()));
        String route = ROUTE.replace("HTTPRoute", "GRPCRoute");
        world.released("grpc", policy, DEPLOYMENT, SERVICE, route, CONFIG);

        // When
        Trial trial = Objects.requireNonNull(
                world.desired("grpc", policy, NEW, SERVICE, route, CONFIG).trial());

        // Then
        assertThat(trial.baseline()).isNull();
        assertThat(trial.steps())
                .containsExactly(new Trial.Step(30, 2, 1_000, Need.PASS), new Trial.Step(60, 3, 1_000, Need.PASS));
        assertThat(((Trial.Shift.Routes) trial.shift()).routes())
                .extracting(Trial.Body::reference)
                .containsExactly("GRPCRoute.gateway.networking.k8s.io/grpc/web");
    }

    @Test
    void copiesLeftByAnEarlierTrialAreReused() throws Exception {
        // Given
        world.released("leftover", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Trial earlier = Objects.requireNonNull(
                world.desired("leftover", CANARY, NEW, SERVICE, ROUTE, CONFIG).trial());
        world.sandbox().live(new Manifest(earlier.canary().attached().getFirst().body()));
        world.sandbox().live(new Manifest(earlier.canary().deployment().body()));

        // When
        Plan plan = world.desired("leftover", CANARY, DEPLOYMENT.replace("web:1", "web:3"), SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trial()).isNotNull();
    }

    @Test
    void replicasRouterKeepsTheLabelsThatTheServiceSelects() throws Exception {
        // Given
        TargetPolicy replicas = traffic(new Traffic(Router.REPLICAS, List.of(), null, 30_000));
        world.released("replicas", replicas, DEPLOYMENT, SERVICE, CONFIG);

        // When
        Trial trial = Objects.requireNonNull(
                world.desired("replicas", replicas, NEW, SERVICE, CONFIG).trial());

        // Then
        assertThat(trial.shift()).isEqualTo(new Trial.Shift.Replicas());
        assertThat(trial.canary().service()).isNull();
        assertThat(trial.canary().attached()).isEmpty();
        assertThat(new Manifest(trial.canary().deployment().body()).at("spec", "template", "metadata", "labels"))
                .isEqualTo(Map.of("app", "web", "tier", "front-canary", "keelstream.io/track", "canary"));
    }

    @Test
    void configMapThatChangesUnderItsNameIsPutOnTrialUnderAnother() throws Exception {
        // Given
        world.released("config", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = world.desired("config", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG.replace("blue", "red"));

        // Then
        Trial trial = Objects.requireNonNull(plan.trial());
        assertThat(trial.canary().attached())
                .extracting(Trial.Body::reference)
                .containsExactly("Service/config/web-canary", "ConfigMap/config/settings-canary");
        assertThat(trial.canary().deployment().body().toString()).contains("name=settings-canary");
        assertThat(Objects.requireNonNull(trial.baseline()).deployment().body().toString())
                .contains("name=settings}")
                .doesNotContain("settings-canary");
    }

    @Test
    void onlyTheNewConfigMapThatTheTemplateReferencesIsAppliedFirst() throws Exception {
        // Given
        world.released("first", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = world.desired(
                "first",
                CANARY,
                NEW.replace("name: settings", "name: settings-2"),
                SERVICE.replace("port: 80,", "port: 81,"),
                ROUTE,
                CONFIG.replace("name: settings", "name: settings-2"),
                CONFIG.replace("name: settings", "name: unrelated"));

        // Then
        assertThat(Objects.requireNonNull(plan.trial()).first()).containsExactly("ConfigMap/first/settings-2");
        assertThat(plan.actions()).hasSizeGreaterThan(3);
    }

    @Test
    void weightsReturnToTheRouteThatIsAppliedNow() throws Exception {
        // Given
        world.released("resting", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        String changed = ROUTE.replace("rules: [", "hostnames: [a.example.com]\n  rules: [");
        Trial trial = Objects.requireNonNull(
                world.desired("resting", CANARY, NEW, SERVICE, changed, CONFIG).trial());

        // Then
        Manifest route = new Manifest(
                ((Trial.Shift.Routes) trial.shift()).routes().getFirst().body());
        assertThat(route.spec()).containsOnlyKeys("parentRefs", "rules");
    }

    @Test
    void sharesLeftByAnAbandonedTrialAreNotTheRestingState() throws Exception {
        // Given
        world.released("abandoned", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Trial abandoned = Objects.requireNonNull(
                world.desired("abandoned", CANARY, NEW, SERVICE, ROUTE, CONFIG).trial());
        Trial.Body resting = ((Trial.Shift.Routes) abandoned.shift()).routes().getFirst();
        world.sandbox()
                .live(new WeightedRoute(new Manifest(resting.body()))
                        .split(
                                new Backend("", "Service", "abandoned", "web", 80),
                                "abandoned",
                                List.of(new Arm("web-canary", 25), new Arm("web-baseline", 20))));
        world.doubt("abandoned");

        // When
        Plan plan = world.sandbox().plan("t/abandoned");

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        Trial.Shift shift = Objects.requireNonNull(plan.trial()).shift();
        Manifest route =
                new Manifest(((Trial.Shift.Routes) shift).routes().getFirst().body());
        assertThat(route.spec().get("rules").toString()).contains("web").doesNotContain("web-canary", "web-baseline");
    }

    @Test
    void routeInGitThatNamesACopyBlocks() throws Exception {
        // Given
        String named = ROUTE.replace("port: 80}]", "port: 80}, {name: web-canary, port: 80, weight: 0}]");
        world.released("named", CANARY, DEPLOYMENT, SERVICE, named, CONFIG);

        // When
        Plan plan = world.desired("named", CANARY, NEW, SERVICE, named, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(CanaryWorld.line(plan))
                .isEqualTo(
                        "CanaryRoute HTTPRoute.gateway.networking.k8s.io/named/web: cannot be split: it sends traffic"
                                + " to web-canary:80 already, which is the name of a copy; remove that backend");
    }

    @Test
    void secretThatChangesUnderItsNameAndAnAnalysisWithoutMetricsAreWarnings() throws Exception {
        // Given
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: token}, data: {a: YQ==}}";
        String reading = DEPLOYMENT.replace("{configMapRef: {name: settings}}", "{secretRef: {name: token}}");
        world.released("secret", CANARY, reading, SERVICE, ROUTE, secret);

        // When
        Plan plan = world.desired("secret", CANARY, reading, SERVICE, ROUTE, secret.replace("YQ==", "Yg=="));

        // Then
        assertThat(plan.trial()).isNotNull();
        assertThat(plan.warnings())
                .filteredOn(each -> !Reason.RULE_BROKEN.is(each))
                .extracting(Problem::reason)
                .containsExactly("CanaryAnalysis", "CanarySecret");
    }

    @Test
    void changeDigestCoversTheTrial() throws Exception {
        // Given
        world.released("digest", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Plan trial = world.desired("digest", CANARY, NEW, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(trial.work().canary()).digest();
        world.history("digest", new Inventory.History(null, null, List.of("sha256:newer", digest)));

        // When
        Plan ordinary = world.sandbox().plan("t/digest");

        // Then
        assertThat(ordinary.trial()).isNull();
        assertThat(ordinary.changeDigest()).isNotEqualTo(trial.changeDigest());
        assertThat(ordinary.id()).isNotEqualTo(trial.id());
    }
}
