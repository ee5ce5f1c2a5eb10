package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.sample.Samples;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a plan is a canary release, and what it says then. Every test has a target and a namespace of its own. */
class CanaryPlanTests {

    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web, team: shop}}
        spec:
          replicas: 4
          selector: {matchLabels: {app: web, tier: front}}
          template:
            metadata: {labels: {app: web, tier: front}}
            spec:
              containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: settings}}]}]
        """;

    private static final String SERVICE = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, labels: {app: web}}
        spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080, appProtocol: http}]}
        """;

    private static final String ROUTE = """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: web}
        spec:
          parentRefs: [{name: gateway}]
          rules: [{backendRefs: [{name: web, port: 80}]}]
        """;

    private static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: blue}
        """;

    private static final String NEW = DEPLOYMENT.replace("web:1", "web:2");
    private static final TargetPolicy CANARY = TargetPolicy.DEFAULT.withCanary(CanaryRules.DEFAULT);

    private static PlanningSandbox world;

    @BeforeAll
    static void start(@TempDir Path folder) {
        world = new PlanningSandbox(folder);
        world.definitions("gateway-api.yaml");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aNewImageIsPutOnTrialWithEveryBody() throws Exception {
        // Given
        released("trial", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = desired("trial", CANARY, NEW, SERVICE, ROUTE, CONFIG);

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
                .isEqualTo(world.read("Deployment.apps/trial/web").uid());
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
                    .isEqualTo(world.read("HTTPRoute.gateway.networking.k8s.io/trial/web")
                            .uid());
            assertThat(new Manifest(route.body()).annotation("keelstream.io/owner"))
                    .isEqualTo("acme/t/trial");
        });
    }

    @Test
    void theServersWordsAreTheProblemsOfATrialThatItRefuses() throws Exception {
        // Given
        String heavy = ROUTE.replace("port: 80}", "port: 80, weight: 5000}");
        released("refused", CANARY, DEPLOYMENT, SERVICE, heavy, CONFIG);

        // When
        Plan plan = desired("refused", CANARY, NEW, SERVICE, heavy, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).contains("5000"))
                .anySatisfy(problem -> assertThat(problem.where())
                        .isEqualTo("HTTPRoute.gateway.networking.k8s.io/refused/web at 5 %"));
    }

    @Test
    void theReplicasRouterKeepsWhatTheServiceSelects() throws Exception {
        // Given
        TargetPolicy replicas = traffic(new Traffic(Router.REPLICAS, List.of(), null, 30_000));
        released("replicas", replicas, DEPLOYMENT, SERVICE, CONFIG);

        // When
        Trial trial = Objects.requireNonNull(
                desired("replicas", replicas, NEW, SERVICE, CONFIG).trial());

        // Then
        assertThat(trial.shift()).isEqualTo(new Trial.Shift.Replicas());
        assertThat(trial.canary().service()).isNull();
        assertThat(trial.canary().attached()).isEmpty();
        assertThat(new Manifest(trial.canary().deployment().body()).at("spec", "template", "metadata", "labels"))
                .isEqualTo(Map.of("app", "web", "tier", "front-canary", "keelstream.io/track", "canary"));
    }

    @Test
    void aConfigMapThatChangesUnderItsNameIsPutOnTrialUnderAnother() throws Exception {
        // Given
        released("config", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = desired("config", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG.replace("blue", "red"));

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
    void aNewConfigMapIsAppliedBeforeTheCanaryAndTheRestWaits() throws Exception {
        // Given
        released("first", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        Plan plan = desired(
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
    void theWeightsGoBackToTheRouteThatIsAppliedNow() throws Exception {
        // Given
        released("resting", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        String changed = ROUTE.replace("rules: [", "hostnames: [a.example.com]\n  rules: [");
        Trial trial = Objects.requireNonNull(
                desired("resting", CANARY, NEW, SERVICE, changed, CONFIG).trial());

        // Then
        Manifest route = new Manifest(
                ((Trial.Shift.Routes) trial.shift()).routes().getFirst().body());
        assertThat(route.spec()).containsOnlyKeys("parentRefs", "rules");
    }

    @Test
    void whatDoesNotChangeThePodsIsAnOrdinaryReleaseWithoutAReason() throws Exception {
        // Given
        released("same", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Map<String, Long> before = new HashMap<>(world.sandbox.requestCounts());

        // When
        Plan plan = desired("same", CANARY, DEPLOYMENT, SERVICE.replace("port: 80,", "port: 81,"), ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(Objects.requireNonNull(plan.work().canary()).ordinary()).isNull();
        assertThat(plan.trial()).isNull();
        assertThat(world.sandbox.requestCounts().get("get deployments")).isEqualTo(before.get("get deployments"));
    }

    @Test
    void aFirstReleaseIsOrdinary() throws Exception {
        assertThat(ordinary(desired("initial", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG)))
                .isEqualTo("this is the first release of Deployment.apps/initial/web");
    }

    @Test
    void aVersionThatWasHealthyBeforeIsOrdinary() throws Exception {
        // Given
        released("before", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(desired("before", CANARY, NEW, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        history("before", new Inventory.History(null, null, List.of("sha256:newer", digest)));

        // When
        Plan plan = world.plan("t/before");

        // Then
        assertThat(ordinary(plan)).isEqualTo("this version was healthy here before");
    }

    @Test
    void theDigestThatIsAppliedNeedsNoTrialWhateverElseDiffers() throws Exception {
        // Given
        released("applied", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String more = DEPLOYMENT.replace("replicas: 4", "replicas: 5");
        String digest = Objects.requireNonNull(desired("applied", CANARY, more, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        history("applied", new Inventory.History(null, null, List.of(digest)));

        // When
        Plan plan = world.plan("t/applied");

        // Then
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(plan.trial()).isNull();
        assertThat(Objects.requireNonNull(plan.work().canary()).ordinary()).isNull();
    }

    @Test
    void nothingDelaysTheFixOfABrokenVersion() throws Exception {
        // Given
        String broken = DEPLOYMENT.replace(
                "labels: {app: web, tier: front}}\n",
                "labels: {app: web, tier: front}, annotations: {keelstream.io/pretend: stuck}}\n");
        world.release("t/broken", Samples.bundle("broken", CANARY, broken, SERVICE, ROUTE, CONFIG));

        // When
        Plan plan = desired("broken", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(ordinary(plan))
                .startsWith("the running version is not healthy (")
                .endsWith("nothing delays its fix");
    }

    @Test
    void whatCannotRunBesideItselfIsOrdinary() throws Exception {
        String zero = DEPLOYMENT.replace("replicas: 4", "replicas: 0");
        String recreate = DEPLOYMENT.replace("  replicas: 4", "  strategy: {type: Recreate}\n  replicas: 4");
        String claim = with(", volumeMounts: [{name: d, mountPath: /d}]}]\n      volumes: [{name: d,"
                + " persistentVolumeClaim: {claimName: data}}]");
        String port = with(", ports: [{containerPort: 80, hostPort: 8080}]}]");

        assertThat(ordinaryUpdate("zero", zero)).isEqualTo("it has 0 replicas");
        assertThat(ordinaryUpdate("recreate", recreate))
                .isEqualTo("its strategy is Recreate, so two versions never run at the same time");
        assertThat(ordinaryUpdate("claim", claim))
                .isEqualTo("it writes to the PersistentVolumeClaim data, which two versions cannot share");
        assertThat(ordinaryUpdate("port", port)).isEqualTo("its pods use a port of their node");
    }

    @Test
    void whatAnAutoscalerScalesIsOrdinary() throws Exception {
        // Given
        String autoscaler = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
            """;
        released("scaled", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, autoscaler);

        // When
        Plan plan = desired("scaled", CANARY, NEW, SERVICE, ROUTE, CONFIG, autoscaler);

        // Then
        assertThat(ordinary(plan))
                .isEqualTo("an autoscaler scales it; canary releases with an autoscaler are not supported yet");
    }

    @Test
    void threePodsAreTooFewForTheReplicasRouter() throws Exception {
        // Given
        TargetPolicy replicas = traffic(new Traffic(Router.REPLICAS, List.of(), null, 30_000));
        String three = DEPLOYMENT.replace("replicas: 4", "replicas: 3");
        released("few", replicas, three, SERVICE, CONFIG);

        // When
        Plan plan = desired("few", replicas, three.replace("web:1", "web:2"), SERVICE, CONFIG);

        // Then
        assertThat(ordinary(plan)).isEqualTo("router 'replicas' needs at least 4 pods, and it has 3");
    }

    @Test
    void aRouteOrAServiceThatIsNewHasNoTrafficYet() throws Exception {
        released("new-route", CANARY, DEPLOYMENT, SERVICE, CONFIG);
        assertThat(ordinary(desired("new-route", CANARY, NEW, SERVICE, ROUTE, CONFIG)))
                .isEqualTo(
                        "HTTPRoute.gateway.networking.k8s.io/new-route/web is new, so it has no traffic to shift yet");
        released("new-service", CANARY, DEPLOYMENT, ROUTE, CONFIG);
        assertThat(ordinary(desired("new-service", CANARY, NEW, SERVICE, ROUTE, CONFIG)))
                .isEqualTo("Service/new-service/web is new, so nothing sends traffic to it yet");
    }

    @Test
    void aVersionThatFailedItsCanaryIsNotBegunAgain() throws Exception {
        // Given
        released("block", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(desired("block", CANARY, NEW, SERVICE, ROUTE, CONFIG)
                        .work()
                        .canary())
                .digest();
        history(
                "block",
                new Inventory.History(
                        null,
                        new Inventory.Block(
                                "d", "0123456789abcdef", digest, "errors are 3.1 times the baseline's", Instant.EPOCH),
                        List.of()));

        // When
        Plan plan = world.plan("t/block");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .isEqualTo("CanaryFailed Deployment.apps/block/web: failed its canary at 0123456789ab: errors are 3.1"
                        + " times the baseline's; push a change, or revert");
    }

    @Test
    void theWorkloadMustBeOneDeployment() throws Exception {
        String other = DEPLOYMENT.replace("name: web,", "name: other,").replace("app: web", "app: other");
        String stateful = DEPLOYMENT
                .replace("kind: Deployment", "kind: StatefulSet")
                .replace("  replicas", "  serviceName: web\n  replicas");

        assertThat(blocked("none", CANARY, SERVICE))
                .isEqualTo("CanaryWorkload null: the target has no Deployment to put on trial; set release.strategy:"
                        + " rolling for it");
        assertThat(blocked("several", CANARY, DEPLOYMENT, other))
                .isEqualTo("CanaryWorkload null: the target has several Deployments: Deployment.apps/several/other,"
                        + " Deployment.apps/several/web; name one of them in canary.workload");
        assertThat(blocked("missing", workload("wbe"), DEPLOYMENT))
                .isEqualTo("CanaryWorkload null: canary.workload names 'wbe', and the target has no Deployment of that"
                        + " name; correct the name");
        assertThat(blocked("stateful", workload("web"), stateful))
                .isEqualTo("CanaryWorkload null: canary.workload names StatefulSet.apps/stateful/web, and only a"
                        + " Deployment can be put on trial; set release.strategy: rolling for this target");
    }

    @Test
    void theServiceMustBeOne() throws Exception {
        String second = SERVICE.replace("{name: web,", "{name: second,");

        assertThat(blockedUpdate("no-service", CANARY, DEPLOYMENT, CONFIG))
                .isEqualTo("CanaryService Deployment.apps/no-service/web: is selected by no Service of the target, so"
                        + " there is no traffic to shift; add a Service, or set release.strategy: rolling");
        assertThat(blockedUpdate("services", CANARY, DEPLOYMENT, CONFIG, SERVICE, second))
                .isEqualTo("CanaryService Deployment.apps/services/web: is selected by several Services: second, web;"
                        + " name the one whose traffic is shifted in canary.traffic.service");
        assertThat(blockedUpdate(
                        "other-service",
                        traffic(new Traffic(Router.GATEWAY_API, List.of(), "wbe", 1_000)),
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE))
                .contains("is not selected by the Service 'wbe' that canary.traffic.service names");
    }

    @Test
    void theRouteMustBeOursAndSplittable() throws Exception {
        TargetPolicy named = traffic(new Traffic(Router.GATEWAY_API, List.of("shared"), null, 1_000));
        world.namespace("foreign");
        world.create(
                ROUTE.replace(
                        "{name: web}",
                        "{name: shared, namespace: foreign, annotations: {keelstream.io/owner:" + " acme/t/edge}}"),
                "keelstream");

        assertThat(blockedUpdate("no-route", CANARY, DEPLOYMENT, CONFIG, SERVICE))
                .isEqualTo("CanaryRoute Service/no-route/web: no HTTPRoute or GRPCRoute of the target sends traffic to"
                        + " it; add one, or use canary.traffic.router: replicas");
        assertThat(blockedUpdate("lost-route", named, DEPLOYMENT, CONFIG, SERVICE))
                .isEqualTo("CanaryRoute null: canary.traffic.route names 'shared', and there is no HTTPRoute or"
                        + " GRPCRoute of that name; correct the name, or add the route");
        assertThat(blockedUpdate("foreign", named, DEPLOYMENT, CONFIG, SERVICE))
                .isEqualTo("CanaryRoute HTTPRoute.gateway.networking.k8s.io/foreign/shared: belongs to acme/t/edge, so"
                        + " its weights are not ours to change; add it to this target, or choose another route in"
                        + " canary.traffic.route");
        assertThat(blockedUpdate(
                        "twice",
                        CANARY,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE,
                        ROUTE.replace("[{name: web, port: 80}]", "[{name: web, port: 80}, {name: web, port: 80}]")))
                .isEqualTo("CanaryRoute HTTPRoute.gateway.networking.k8s.io/twice/web: cannot be split: rule 1 names"
                        + " backend web:80 2 times; name it once");
        assertThat(blockedUpdate(
                        "ports",
                        CANARY,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE.replace("ports: [", "ports: [{name: admin, port: 81}, "),
                        ROUTE.replace("port: 80}]}]", "port: 80}]}, {backendRefs: [{name: web, port: 81}]}]")))
                .contains("the routes send traffic to it under several backends (web:80, web:81)");
    }

    @Test
    void theCopiesMustHaveNamesAndALabelOfTheirOwn() throws Exception {
        String name = "w".repeat(55);
        String renamed = DEPLOYMENT.replace("metadata: {name: web,", "metadata: {name: " + name + ",");
        String taken = DEPLOYMENT
                .replace("metadata: {name: web,", "metadata: {name: web-canary,")
                .replace("app: web", "app: other");
        String unselected = DEPLOYMENT.replace("app: web, tier", "part: web, tier");
        TargetPolicy replicas = traffic(new Traffic(Router.REPLICAS, List.of(), null, 1_000));

        assertThat(blockedUpdate("long", CANARY, renamed, CONFIG, SERVICE, ROUTE))
                .endsWith("-baseline' would have a name of 64 characters, and 63 are possible; shorten the name of the"
                        + " Deployment");
        assertThat(blockedUpdate("taken", workload("web"), DEPLOYMENT, taken, CONFIG, SERVICE, ROUTE))
                .isEqualTo("CanaryName Deployment.apps/taken/web-canary: has a name that the trial of"
                        + " Deployment.apps/taken/web needs; rename it");
        assertThat(blockedUpdate(
                        "label", CANARY, unselected, CONFIG, SERVICE.replace("{app: web}, p", "{part: web}, p"), ROUTE))
                .startsWith("CanarySelector Deployment.apps/label/web: none of app.kubernetes.io/instance, app and");
        assertThat(blockedUpdate(
                        "all-labels",
                        replicas,
                        DEPLOYMENT,
                        CONFIG,
                        SERVICE.replace("{app: web}, p", "{app: web, tier: front}, p")))
                .startsWith("CanarySelector Deployment.apps/all-labels/web: every label that it selects by is one that"
                        + " Service web selects by too");
    }

    @Test
    void anObjectThatLeavesGitIsNotTakenForACopy() throws Exception {
        // Given
        String leaving = SERVICE.replace("{name: web,", "{name: web-canary,").replace("{app: web}, p", "{app: x}, p");
        released("leaving", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, leaving);

        // When
        Plan plan = desired("leaving", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .isEqualTo("CanaryName Service/leaving/web-canary: leaves Git with this commit, and the trial of"
                        + " Deployment.apps/leaving/web needs its name; remove it in a commit of its own");
    }

    @Test
    void aSecretThatChangesUnderItsNameAndAnAnalysisWithoutMetricsAreWarnings() throws Exception {
        // Given
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: token}, data: {a: YQ==}}";
        String reading = DEPLOYMENT.replace("{configMapRef: {name: settings}}", "{secretRef: {name: token}}");
        released("secret", CANARY, reading, SERVICE, ROUTE, secret);

        // When
        Plan plan = desired("secret", CANARY, reading, SERVICE, ROUTE, secret.replace("YQ==", "Yg=="));

        // Then
        assertThat(plan.trial()).isNotNull();
        assertThat(plan.warnings()).extracting(Problem::reason).containsExactly("CanaryAnalysis", "CanarySecret");
    }

    @Test
    void anObjectOfSomebodyElseUnderTheNameOfACopyBlocks() throws Exception {
        // Given
        released("squatter", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        world.create(SERVICE.replace("{name: web,", "{name: web-canary, namespace: squatter,"), "kubectl-create");

        // When
        Plan plan = desired("squatter", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(line(plan))
                .isEqualTo(
                        "CanaryName Service/squatter/web-canary: exists already and has no owner, and the trial needs"
                                + " its name; rename it or delete it");
    }

    @Test
    void theChangeDigestCoversTheTrial() throws Exception {
        // Given
        released("digest", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Plan trial = desired("digest", CANARY, NEW, SERVICE, ROUTE, CONFIG);
        String digest = Objects.requireNonNull(trial.work().canary()).digest();
        history("digest", new Inventory.History(null, null, List.of("sha256:newer", digest)));

        // When
        Plan ordinary = world.plan("t/digest");

        // Then
        assertThat(ordinary.trial()).isNull();
        assertThat(ordinary.changeDigest()).isNotEqualTo(trial.changeDigest());
        assertThat(ordinary.id()).isNotEqualTo(trial.id());
    }

    private static void released(String namespace, TargetPolicy policy, String... documents) throws Exception {
        world.release("t/" + namespace, Samples.bundle(namespace, policy, documents));
        world.awaitAvailable(namespace);
    }

    private static Plan desired(String namespace, TargetPolicy policy, String... documents) throws Exception {
        world.desire("t/" + namespace, Samples.bundle(namespace, policy, documents));
        return world.plan("t/" + namespace);
    }

    private static String ordinaryUpdate(String namespace, String deployment) throws Exception {
        released(namespace, CANARY, deployment, SERVICE, ROUTE, CONFIG);
        return ordinary(desired(namespace, CANARY, deployment.replace("web:1", "web:2"), SERVICE, ROUTE, CONFIG));
    }

    private static String blocked(String namespace, TargetPolicy policy, String... documents) throws Exception {
        Plan plan = desired(namespace, policy, documents);
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        return line(plan);
    }

    /** Everything is applied without rules for canary releases; then they and a new image come. */
    private static String blockedUpdate(String namespace, TargetPolicy policy, String... documents) throws Exception {
        released(namespace, TargetPolicy.DEFAULT, documents);
        List<String> changed = new ArrayList<>(List.of(documents));
        UnaryOperator<String> image = text -> text.replace("web:1", "web:2");
        changed.replaceAll(image);
        return blocked(namespace, policy, changed.toArray(String[]::new));
    }

    private static void history(String namespace, Inventory.History history) {
        String target = "t/" + namespace;
        Inventory inventory = Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
        world.partition.put(Topic.INVENTORY, target, inventory.next(null).withHistory(history));
    }

    private static String ordinary(Plan plan) {
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trial()).isNull();
        return Objects.requireNonNull(
                Objects.requireNonNull(plan.work().canary()).ordinary());
    }

    private static String line(Plan plan) {
        assertThat(reasons(plan)).hasSize(1);
        return plan.problems().getFirst().reason() + " "
                + plan.problems().getFirst().where() + ": "
                + plan.problems().getFirst().message();
    }

    private static TargetPolicy traffic(Traffic traffic) {
        CanaryRules rules = CanaryRules.DEFAULT;
        return TargetPolicy.DEFAULT.withCanary(
                new CanaryRules(null, rules.baseline(), null, traffic, rules.steps(), rules.conduct(), Map.of()));
    }

    private static TargetPolicy workload(String name) {
        CanaryRules rules = CanaryRules.DEFAULT;
        return TargetPolicy.DEFAULT.withCanary(new CanaryRules(
                name, rules.baseline(), null, rules.traffic(), rules.steps(), rules.conduct(), Map.of()));
    }

    private static String with(String containerEnd) {
        return DEPLOYMENT.replace("}}]}]", "}}]" + containerEnd);
    }

    private static Object image(Trial.Body body) {
        Object containers = new Manifest(body.body()).at("spec", "template", "spec", "containers");
        return Manifest.map(Manifest.list(containers).getFirst()).get("image");
    }
}
