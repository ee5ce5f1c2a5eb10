package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Traffic;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.sample.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A shop with canary releases over a planning sandbox that serves the routes of the Gateway API and of Istio. */
final class CanaryWorld implements AutoCloseable {

    static final String DEPLOYMENT = """
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

    static final String SERVICE = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, labels: {app: web}}
        spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080, appProtocol: http}]}
        """;

    static final String ROUTE = """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: web}
        spec:
          parentRefs: [{name: gateway}]
          rules: [{backendRefs: [{name: web, port: 80}]}]
        """;

    static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: blue}
        """;

    static final String AUTOSCALER = """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
        """;

    static final String NEW = DEPLOYMENT.replace("web:1", "web:2");
    static final TargetPolicy CANARY = TargetPolicy.DEFAULT.withCanary(CanaryRules.DEFAULT);

    private final PlanningSandbox world;

    CanaryWorld(Path folder) {
        world = new PlanningSandbox(folder);
        world.definitions("gateway-api.yaml");
        world.definitions("istio.yaml");
    }

    PlanningSandbox sandbox() {
        return world;
    }

    void released(String namespace, TargetPolicy policy, String... documents) throws Exception {
        world.release("t/" + namespace, Samples.bundle(namespace, policy, documents));
        world.awaitAvailable(namespace);
    }

    Plan desired(String namespace, TargetPolicy policy, String... documents) throws Exception {
        world.desire("t/" + namespace, Samples.bundle(namespace, policy, documents));
        return world.plan("t/" + namespace);
    }

    String ordinaryUpdate(String namespace, String deployment) throws Exception {
        released(namespace, CANARY, deployment, SERVICE, ROUTE, CONFIG);
        return ordinary(desired(namespace, CANARY, deployment.replace("web:1", "web:2"), SERVICE, ROUTE, CONFIG));
    }

    String blocked(String namespace, TargetPolicy policy, String... documents) throws Exception {
        Plan plan = desired(namespace, policy, documents);
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        return line(plan);
    }

    /** Everything is applied without rules for canary releases; then they and a new image come. */
    String blockedUpdate(String namespace, TargetPolicy policy, String... documents) throws Exception {
        released(namespace, TargetPolicy.DEFAULT, documents);
        List<String> changed = new ArrayList<>(List.of(documents));
        UnaryOperator<String> image = text -> text.replace("web:1", "web:2");
        changed.replaceAll(image);
        return blocked(namespace, policy, changed.toArray(String[]::new));
    }

    void history(String namespace, Inventory.History history) {
        String target = "t/" + namespace;
        Inventory inventory = Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
        world.partition.put(Topic.INVENTORY, target, inventory.next(null).withHistory(history));
    }

    /** Nothing is certain any more of what is applied, as after a release that was abandoned. */
    void doubt(String namespace) {
        String target = "t/" + namespace;
        Inventory inventory = Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
        List<InventoryObject> dirty =
                inventory.objects().stream().map(InventoryObject::asDirty).toList();
        world.partition.put(
                Topic.INVENTORY, target, inventory.withObjects(dirty).next(null));
    }

    static String ordinary(Plan plan) {
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trial()).isNull();
        return Objects.requireNonNull(
                Objects.requireNonNull(plan.work().canary()).ordinary());
    }

    static String line(Plan plan) {
        assertThat(reasons(plan)).hasSize(1);
        return plan.problems().getFirst().reason() + " "
                + plan.problems().getFirst().where() + ": "
                + plan.problems().getFirst().message();
    }

    static TargetPolicy traffic(Traffic traffic) {
        CanaryRules rules = CanaryRules.DEFAULT;
        return TargetPolicy.DEFAULT.withCanary(new CanaryRules(
                CanaryRules.Workloads.ONLY, rules.baseline(), null, traffic, rules.steps(), rules.conduct(), Map.of()));
    }

    static TargetPolicy workload(String name) {
        CanaryRules rules = CanaryRules.DEFAULT;
        return TargetPolicy.DEFAULT.withCanary(new CanaryRules(
                new CanaryRules.Workloads(name, null),
                rules.baseline(),
                null,
                rules.traffic(),
                rules.steps(),
                rules.conduct(),
                Map.of()));
    }

    static String with(String containerEnd) {
        return DEPLOYMENT.replace("}}]}]", "}}]" + containerEnd);
    }

    static Object image(Trial.Body body) {
        Object containers = new Manifest(body.body()).at("spec", "template", "spec", "containers");
        return Manifest.map(Manifest.list(containers).getFirst()).get("image");
    }

    @Override
    public void close() {
        world.close();
    }
}
