package io.keelstream.planner.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
import io.keelstream.contracts.target.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.survey.SurveySettings;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans against a sandbox, with a partition in memory and the smallest possible applier. */
class TargetPlannerTests {

    private static final String TARGET = "production/shop";

    private static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          colour: blue
        """;

    private static final String SERVICE = """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        spec:
          selector: {app: web}
          ports: [{port: 80}]
        """;

    private final MemoryPartition partition = new MemoryPartition();
    private Sandbox sandbox;
    private ClusterClient client;
    private ClusterViews views;
    private TargetPlanner planner;

    @BeforeEach
    void start(@TempDir Path folder) {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        client = Clusters.open(
                ClusterSettings.of("default", sandbox.writeKubeconfig(folder.resolve("kubeconfig"))),
                new SimpleMeterRegistry());
        SurveySettings survey = SurveySettings.withKey("key".getBytes(StandardCharsets.UTF_8));
        views = new ClusterViews(Map.of("default", client), survey);
        planner = new TargetPlanner(partition, views, TargetPlannerSettings.of(survey), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        views.close();
        client.close();
        sandbox.close();
    }

    @Test
    void aFirstPushCreatesTheNamespaceAndEveryObject() throws Exception {
        // Given
        desire(Bundles.bundle("shop", TargetPolicy.DEFAULT, SERVICE, CONFIG));

        // When
        Plan plan = evaluate();

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(summary(plan))
                .containsExactly("ENSURE Namespace//shop", "CREATE ConfigMap/shop/settings", "CREATE Service/shop/web");
        assertThat(plan.actions().get(1).predicted()).isTrue();
        Manifest body = new Manifest(plan.actions().get(1).body());
        assertThat(body.namespace()).isEqualTo("shop");
        assertThat(body.annotation("keelstream.io/owner")).isEqualTo("acme/production/shop");
        assertThat(body.annotation("keelstream.io/commit")).isEqualTo(Bundles.REVISION.commit());
        assertThat(body.label("keelstream.io/shard")).isEqualTo("3");
    }

    @Test
    void anAppliedBundleCostsNoCallAndPublishesNothing() throws Exception {
        // Given
        Desired desired = Bundles.bundle("shop", TargetPolicy.DEFAULT, SERVICE, CONFIG);
        desire(desired);
        applyPlan(evaluate(), 1);
        Map<String, Long> before = sandbox.requestCounts();
        int written = partition.written.size();

        // When
        planner.evaluate(TARGET);

        // Then
        assertThat(sandbox.requestCounts()).isEqualTo(before);
        assertThat(partition.written).hasSize(written);
    }

    @Test
    void anUpdateIsAFieldDiffAndAPruneFollowsIt() throws Exception {
        // Given
        desire(Bundles.bundle("shop", TargetPolicy.DEFAULT, SERVICE, CONFIG));
        applyPlan(evaluate(), 1);

        // When
        desire(Bundles.bundle("shop", TargetPolicy.DEFAULT, CONFIG.replace("blue", "green")));
        Plan plan = evaluate();

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(summary(plan)).containsExactly("UPDATE ConfigMap/shop/settings", "PRUNE Service/shop/web");
        assertThat(plan.actions().getFirst().diff())
                .containsExactly(new FieldDiff("/data/colour", "\"blue\"", "\"green\"", null));
        assertThat(plan.actions().getFirst().predicted()).isFalse();
    }

    private void desire(Desired desired) {
        partition.put(Topic.DESIRED, TARGET, desired);
    }

    private Plan evaluate() throws InterruptedException {
        planner.evaluate(TARGET);
        return partition.plan(TARGET);
    }

    private static List<String> summary(Plan plan) {
        return plan.actions().stream()
                .map(each -> each.action() + " " + each.reference())
                .toList();
    }

    private void applyPlan(Plan plan, long sequence) {
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        List<InventoryObject> objects = new ArrayList<>();
        Desired desired = partition.desired(TARGET);
        for (PlannedAction action : plan.actions()) {
            if (action.body() == null) {
                continue;
            }
            Manifest body = new Manifest(action.body());
            if (action.action() == Action.ENSURE) {
                client.create(body, "keelstream", false).orThrow();
                continue;
            }
            Manifest live = client.apply(body, new ApplyOptions("keelstream", true, false))
                    .orThrow();
            objects.add(new InventoryObject(
                    action.reference(),
                    action.apiVersion(),
                    live.uid(),
                    action.digest(),
                    false,
                    action.wave(),
                    false,
                    null,
                    null,
                    null));
        }
        Inventory inventory = Bundles.inventory(sequence, client.uid().orThrow(), desired, objects);
        partition.put(Topic.INVENTORY, TARGET, inventory);
    }
}
