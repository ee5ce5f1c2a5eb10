package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is planned, when, and at which price. Every test has a target and a namespace of its own. */
class TargetPlannerTests extends SandboxedPlanner {

    private static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: blue}
        """;

    private static final String SERVICE = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """;

    @Test
    void firstPushCreatesTheNamespaceAndEveryObject() throws Exception {
        // Given
        world.desire("t/first", Samples.bundle("first", TargetPolicy.DEFAULT, SERVICE, CONFIG));

        // When
        Plan plan = world.ready("t/first");

        // Then
        assertThat(summary(plan))
                .containsExactly(
                        "ENSURE Namespace//first", "CREATE ConfigMap/first/settings", "CREATE Service/first/web");
        assertThat(write(plan, 1).preview().predicted()).isTrue();
        Manifest body = new Manifest(write(plan, 1).content().body());
        assertThat(body.namespace()).isEqualTo("first");
        assertThat(body.annotation("keelstream.io/owner")).isEqualTo("acme/t/first");
        assertThat(body.annotation("keelstream.io/commit")).isEqualTo(Samples.REVISION.commit());
        assertThat(body.label("keelstream.io/shard")).isEqualTo("3");
    }

    @Test
    void creationTakesOneDryRunAndAnUpdateAGetAndADryRun() throws Exception {
        // Given
        world.namespace("price");
        Map<String, Long> start = new HashMap<>(world.sandbox.requestCounts());

        // When
        world.desire("t/price", Samples.bundle("price", TargetPolicy.DEFAULT, CONFIG));
        Plan creation = world.ready("t/price");
        Map<String, Long> created = since(start);
        world.apply("t/price", creation);
        Map<String, Long> applied = new HashMap<>(world.sandbox.requestCounts());
        world.desire("t/price", Samples.bundle("price", TargetPolicy.DEFAULT, CONFIG.replace("blue", "red")));
        world.ready("t/price");
        Map<String, Long> updated = since(applied);

        // Then
        assertThat(write(creation, 0).preview().predicted()).isFalse();
        assertThat(created.entrySet().stream()
                        .filter(each -> each.getKey().contains("configmaps"))
                        .toList())
                .containsExactly(Map.entry("apply configmaps dry-run", 1L));
        assertThat(updated).containsOnly(Map.entry("get configmaps", 1L), Map.entry("apply configmaps dry-run", 1L));
    }

    @Test
    void appliedBundleMakesNoRequestAndPublishesNothing() throws Exception {
        // Given
        world.release("t/quiet", Samples.bundle("quiet", TargetPolicy.DEFAULT, SERVICE, CONFIG));
        Map<String, Long> before = new HashMap<>(world.sandbox.requestCounts());
        int written = world.partition.written().size();

        // When
        world.evaluate("t/quiet");

        // Then
        assertThat(since(before)).isEmpty();
        assertThat(world.partition.written()).hasSize(written);
    }

    @Test
    void updateHasAFieldDiffAndDeletionsComeLast() throws Exception {
        // Given
        world.release("t/update", Samples.bundle("update", TargetPolicy.DEFAULT, SERVICE, CONFIG));

        // When
        world.desire("t/update", Samples.bundle("update", TargetPolicy.DEFAULT, CONFIG.replace("blue", "green")));
        Plan plan = world.ready("t/update");

        // Then
        assertThat(summary(plan)).containsExactly("UPDATE ConfigMap/update/settings", "PRUNE Service/update/web");
        assertThat(write(plan, 0).preview().diff())
                .containsExactly(new FieldDiff("/data/colour", "\"blue\"", "\"green\"", null));
        assertThat(((Prune) plan.actions().get(1)).uid()).isNotEmpty();
    }

    @Test
    void equalInputsGiveAnEqualPlanThatIsPublishedOnce() throws Exception {
        // Given
        world.desire("t/once", Samples.bundle("once", TargetPolicy.DEFAULT, CONFIG));
        Plan first = world.ready("t/once");
        int written = world.partition.written().size();

        // When
        world.evaluate("t/once");

        // Then
        assertThat(world.partition.written()).hasSize(written);
        assertThat(world.current("t/once")).isEqualTo(first);
    }

    @Test
    void nothingIsPublishedWhileAReleaseRuns() throws Exception {
        // Given
        world.release("t/running", Samples.bundle("running", TargetPolicy.DEFAULT, CONFIG));
        Inventory idle =
                Samples.inventory(7, "uid", Samples.bundle("running", TargetPolicy.DEFAULT, CONFIG), List.of());
        world.partition.put(
                Topic.INVENTORY,
                "t/running",
                new Inventory(
                        7,
                        new Placement("default", "uid", "running"),
                        List.of(),
                        new Inventory.RunningRelease("d", "p", "b", List.of()),
                        Inventory.Applied.NOTHING,
                        Inventory.History.NONE,
                        idle.previous()));
        Plan before = world.current("t/running");

        // When
        world.desire("t/running", Samples.bundle("running", TargetPolicy.DEFAULT, SERVICE));
        Optional<Instant> again = world.evaluate("t/running");

        // Then
        assertThat(again).isEmpty();
        assertThat(world.current("t/running")).isEqualTo(before);
    }

    @Test
    void everyRefusalIsListedAndThePlanIsRetriedLater() throws Exception {
        // Given
        world.namespace("bad");
        String wrongPort = SERVICE.replace("port: 80", "port: 99999999");
        String unknownField = CONFIG.replace("\ndata:", "\ndada:");
        String unknownKind = "{apiVersion: example.com/v1, kind: Gadget, metadata: {name: g}}";
        world.desire("t/bad", Samples.bundle("bad", TargetPolicy.DEFAULT, wrongPort, unknownField, unknownKind));

        // When
        Plan plan = world.plan("t/bad");
        Optional<Instant> again = world.evaluate("t/bad");

        // Then
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems())
                .extracting(each -> each.where())
                .contains("Service/bad/web", "ConfigMap/bad/settings", "Gadget.example.com/bad/g");
        assertThat(plan.notBefore()).isAfter(plan.timing().plannedAt());
        assertThat(again).contains(plan.notBefore());
    }

    @Test
    void newBundleIsPlannedAtOnceAfterARefusal() throws Exception {
        // Given
        world.namespace("better");
        world.desire(
                "t/better",
                Samples.bundle("better", TargetPolicy.DEFAULT, SERVICE.replace("port: 80", "port: 99999999")));
        assertThat(world.plan("t/better").state()).isEqualTo(State.FAILED);

        // When
        world.desire("t/better", Samples.bundle("better", TargetPolicy.DEFAULT, SERVICE));

        // Then
        assertThat(world.ready("t/better").attempt()).isZero();
    }

    @Test
    void definitionAndItsResourceAreInOnePlan() throws Exception {
        // Given
        String definition = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.com}
            spec:
              group: example.com
              scope: Cluster
              names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
              versions:
                - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
            """;
        String resource = "{apiVersion: example.com/v1, kind: Widget, metadata: {name: one}}";
        world.desire("t/crd", Samples.bundle("crd", TargetPolicy.DEFAULT, resource, definition));

        // When
        Plan plan = world.ready("t/crd");

        // Then
        assertThat(summary(plan))
                .containsExactly(
                        "CREATE CustomResourceDefinition.apiextensions.k8s.io//widgets.example.com",
                        "CREATE Widget.example.com//one");
        assertThat(write(plan, 1).preview().predicted()).isTrue();
        assertThat(plan.actions().get(1).dependsOn())
                .containsExactly("CustomResourceDefinition.apiextensions.k8s.io//widgets.example.com");
    }

    @Test
    void missingNamespaceIsAProblemWhereItMayNotBeCreated() throws Exception {
        // Given
        String elsewhere = CONFIG.replace("name: settings", "name: settings, namespace: nowhere");
        world.desire("t/missing", Samples.bundle("missing", TargetPolicy.DEFAULT, elsewhere));

        // When
        Plan plan = world.plan("t/missing");

        // Then
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(reasons(plan)).containsExactly("MissingNamespace");
    }

    @Test
    void duplicateObjectIsAProblemThatNamesBothFiles() throws Exception {
        // Given
        world.desire("t/twice", Samples.bundle("twice", TargetPolicy.DEFAULT, CONFIG, CONFIG));

        // When
        Plan plan = world.plan("t/twice");

        // Then
        assertThat(reasons(plan)).containsExactly("DuplicateObject");
    }

    @Test
    void secretsAreNeverSentAndTheirValuesNeverPublished() throws Exception {
        // Given
        world.namespace("secret");
        String secret = """
            apiVersion: v1
            kind: Secret
            metadata: {name: s}
            stringData: {password: hunter2}
            """;
        world.release("t/secret", Samples.bundle("secret", TargetPolicy.DEFAULT, secret));
        Map<String, Long> before = new HashMap<>(world.sandbox.requestCounts());

        // When
        world.desire(
                "t/secret",
                Samples.bundle("secret", TargetPolicy.DEFAULT, secret.replace("hunter2}", "hunter3, token: abc}")));
        Plan plan = world.ready("t/secret");

        // Then
        assertThat(since(before)).containsOnlyKeys("get secrets");
        assertThat(write(plan, 0).preview().predicted()).isTrue();
        assertThat(write(plan, 0).preview().diff().toString())
                .contains("/data/password", "/data/token")
                .doesNotContain("hunter", "abc");
    }

    @Test
    void unknownClusterBlocksAndNamesTheKnownOnes() throws Exception {
        // Given
        var base = Samples.bundle("lost", TargetPolicy.DEFAULT, CONFIG);
        world.desire("t/lost", Removals.onCluster(base, "mars"));

        // When
        Plan plan = world.plan("t/lost");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(plan.problems().getFirst().message()).contains("no cluster 'mars'; it has [default]");
    }

    @Test
    void unreadableRecordFailsItsOwnTargetAlone() throws Exception {
        // Given
        world.release("t/poisoned", Samples.bundle("poisoned", TargetPolicy.DEFAULT, CONFIG));
        world.partition.poison(Topic.DESIRED, "t/poisoned");
        world.desire("t/healthy", Samples.bundle("healthy", TargetPolicy.DEFAULT, CONFIG));

        // When
        Plan poisoned = world.plan("t/poisoned");

        // Then
        assertThat(poisoned.state()).isEqualTo(State.FAILED);
        assertThat(reasons(poisoned)).containsExactly("PoisonEvent");
        assertThat(poisoned.revision()).isEqualTo(Samples.REVISION);
        world.ready("t/healthy");
    }

    @Test
    void failedTargetIsPlannedAgainWhenItsRetryIsDue() throws Exception {
        // Given
        var desired = Samples.bundle("retry", TargetPolicy.DEFAULT, CONFIG);
        world.desire("t/retry", desired);
        Instant due = Instant.now().plusSeconds(3600);
        world.partition.put(Topic.INVENTORY, "t/retry", failed(desired.bundleDigest(), due));

        // When
        Optional<Instant> again = world.evaluate("t/retry");
        world.partition.put(
                Topic.INVENTORY,
                "t/retry",
                failed(desired.bundleDigest(), Instant.now().minusSeconds(1)));
        Plan plan = world.ready("t/retry");

        // Then
        assertThat(again).contains(due);
        assertThat(plan.attempt()).isEqualTo(2);
    }

    private static Inventory failed(String bundle, Instant notBefore) {
        return new Inventory(
                4,
                new Placement("default", null, "retry"),
                List.of(),
                null,
                Inventory.Applied.NOTHING,
                Inventory.History.NONE.withRetry(new Inventory.Retry(bundle, 2, notBefore)),
                List.of());
    }

    private static Write write(Plan plan, int index) {
        return (Write) plan.actions().get(index);
    }

    private static Map<String, Long> since(Map<String, Long> before) {
        Map<String, Long> now = new HashMap<>(world.sandbox.requestCounts());
        before.forEach((key, count) -> now.merge(key, -count, Long::sum));
        now.values().removeIf(count -> count == 0);
        return now;
    }
}
