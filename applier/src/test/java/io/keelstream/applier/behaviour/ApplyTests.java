package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating and updating, in which order, and what is recorded of it. */
class ApplyTests extends SandboxedApplier {

    private static final String A = "ConfigMap/shop/a";

    @Test
    void createdObjectIsRecordedAsItIsLive() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(A).at("data", "value")).isEqualTo("1");
        InventoryObject recorded = world.recorded(A);
        assertThat(recorded.uid()).isEqualTo(world.uid(A));
        assertThat(recorded.dirty()).isFalse();
        assertThat(recorded.ownedFields()).containsKey("f:data");
        assertThat(world.inventory().release()).isNull();
        assertThat(world.inventory().sequence()).isEqualTo(2);
        assertThat(world.inventory().appliedRevision().commit()).isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"elsewhere/production/shop", "acme/production/other"})
    void whatAnotherOwnerCreatedSinceAnOlderPlanIsNotTaken(String mark) {
        // Given
        world.create(configMap("a", "0"), "kubectl");
        world.annotate(A, "keelstream.io/owner", mark);

        // When
        DeploymentFinished finished = world.release(
                Planned.of(TARGET, "first").waited(Duration.ofMinutes(20)).create(configMap("a", "1")));

        // Then
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("ForeignOwner");
        assertThat(world.live(A).at("data", "value")).isEqualTo("0");
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void whatAControllerCreatedSinceAnOlderPlanIsNotTaken() {
        // Given
        Manifest owner = world.create(configMap("owner", "0"), "kubectl");
        world.create(configMap("a", "0"), "operator");
        Map<String, ?> controller = Map.of(
                "apiVersion", "v1", "kind", "ConfigMap", "name", "owner", "uid", owner.uid(), "controller", true);
        world.patch(A, Map.of("metadata", Map.of("ownerReferences", List.of(controller))), "operator");

        // When
        DeploymentFinished finished = world.release(
                Planned.of(TARGET, "first").waited(Duration.ofMinutes(20)).create(configMap("a", "1")));

        // Then
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("Controlled");
        assertThat(world.live(A).at("data", "value")).isEqualTo("0");
    }

    @Test
    void whatIsNobodysAndAppearedSinceAnOlderPlanIsAdopted() {
        // Given
        world.create(configMap("a", "0"), "kubectl");

        // When
        DeploymentFinished finished = world.release(
                Planned.of(TARGET, "first").waited(Duration.ofMinutes(20)).create(configMap("a", "1")));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(A).at("data", "value")).isEqualTo("1");
    }

    @Test
    void whatAnOlderPlanCreatesIsLookedForOnce() {
        // When
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        Map<String, Long> quick = Map.copyOf(world.sandbox.requestCounts());
        world.release(
                Planned.of(TARGET, "second").waited(Duration.ofMinutes(20)).create(configMap("b", "1")));

        // Then
        assertThat(quick).doesNotContainKey("get configmaps");
        assertThat(world.sandbox.requestCounts()).containsEntry("get configmaps", 1L);
    }

    @Test
    void updateKeepsTheObject() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String uid = world.uid(A);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").update(configMap("a", "2"), uid));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(finished.deployment().previousRevision().commit()).isEqualTo("first");
        assertThat(world.live(A).at("data", "value")).isEqualTo("2");
        assertThat(world.uid(A)).isEqualTo(uid);
    }

    @Test
    void updateDoesNotCreateAMissingObject() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        String uid = world.uid(A);
        world.delete(A);
        world.create(configMap("a", "theirs"), "kubectl-create");

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").update(configMap("a", "2"), uid));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(world.live(A).at("data", "value")).isEqualTo("theirs");
    }

    @Test
    void bundleThatNeedsNoWriteIsRecordedWithoutOne() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        Map<String, Long> before = world.sandbox.requestCounts();

        // When
        world.push(Planned.of(TARGET, "second").state(State.UNCHANGED));
        world.await().until(() -> world.inventory().sequence() == 3);

        // Then
        assertThat(world.inventory().appliedRevision().commit()).isEqualTo("second");
        assertThat(world.state().applied().commit()).isEqualTo("second");
        assertThat(world.sandbox.requestCounts().get("apply configmaps")).isEqualTo(before.get("apply configmaps"));
        assertThat(world.story()).containsExactly("started first", "HEALTHY first");
    }

    @Test
    void foreignFieldIsTakenByForce() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.patch(A, Map.of("data", Map.of("value", "theirs")), "kubectl-edit");

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(A).at("data", "value")).isEqualTo("2");
    }

    @Test
    void foreignFieldFailsTheReleaseUnderConflictsFail() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        world.patch(A, Map.of("data", Map.of("value", "theirs")), "kubectl-edit");

        // When
        DeploymentFinished finished = world.release(
                Planned.of(TARGET, "second").conflicts(Conflicts.FAIL).update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("Conflict");
        assertThat(finished.problems().getFirst().message()).contains("kubectl-edit");
        assertThat(world.live(A).at("data", "value")).isEqualTo("theirs");
    }

    @Test
    void missingNamespaceIsCreatedOnceAndIsNotOurs() {
        // Given
        world.delete("Namespace//shop");
        world.await().until(() -> !world.exists("Namespace//shop"));
        Planned first = Planned.of(TARGET, "first")
                .ensureNamespace()
                .create(configMap("a", "1"))
                .predicted();

        // When
        DeploymentFinished finished = world.release(first);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded()).containsExactly(A);
        assertThat(world.live("Namespace//shop").annotation("keelstream.io/owner"))
                .isNull();
    }

    @Test
    void waveStartsWhenThePreviousOneIsHealthy() {
        // When
        world.release(Planned.of(TARGET, "first")
                .create(deployment("db", "db:1"))
                .wave(1)
                .create(configMap("a", "1")));

        // Then
        assertThat(world.story()).containsExactly("started first", "applying wave 1", "HEALTHY first");
        Instant available = transition(world, "Deployment.apps/shop/db");
        Instant created = Instant.parse(String.valueOf(world.live(A).metadata().get("creationTimestamp")));
        assertThat(created).isAfterOrEqualTo(available.minus(Duration.ofSeconds(1)));
    }

    @Test
    void definitionIsServedBeforeItsObjectIsApplied() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first")
                .create("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: databases.example.com}
                        spec:
                          group: example.com
                          scope: Namespaced
                          names: {kind: Database, listKind: DatabaseList, plural: databases, singular: database}
                          versions:
                            - name: v1
                              served: true
                              storage: true
                              schema:
                                openAPIV3Schema:
                                  type: object
                                  properties: {spec: {type: object, properties: {size: {type: integer}}}}
                        """)
                .create("""
                        apiVersion: example.com/v1
                        kind: Database
                        metadata: {name: orders}
                        spec: {size: 3}
                        """)
                .predicted()
                .after("CustomResourceDefinition.apiextensions.k8s.io//databases.example.com"));

        // Then
        assertThat(finished.problems()).isEmpty();
        world.client.discovery().refresh();
        assertThat(world.live("Database.example.com/shop/orders").at("spec", "size"))
                .isEqualTo(3L);
    }

    @Test
    void refusedObjectFailsTheReleaseAndDelaysTheRetry() {
        // Given
        Planned planned = Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .wave(1)
                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: b}, dota: {value: \"1\"}}");

        // When
        DeploymentFinished finished = world.release(planned);

        // Then
        assertThat(finished.execution()).isEqualTo(ExecutionStatus.ERRORED);
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).extracting(Problem::where).containsExactly("ConfigMap/shop/b");
        assertThat(finished.problems().getFirst().message()).contains("dota");
        assertThat(world.recorded()).containsExactly(A);
        assertThat(world.inventory().retry().attempt()).isEqualTo(1);
        assertThat(world.inventory().retry().notBefore())
                .isBetween(Instant.now().plusSeconds(2), Instant.now().plusSeconds(6));
        assertThat(world.inventory().retry().bundle()).isEqualTo(planned.bundleDigest());
        assertThat(world.inventory().appliedBundle()).isNull();
    }

    @Test
    void successResetsTheCountOfFailures() {
        // Given
        String bad = "{apiVersion: v1, kind: ConfigMap, metadata: {name: b}, dota: {value: \"1\"}}";
        world.release(Planned.of(TARGET, "first").create(bad));

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").create(configMap("b", "1")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.inventory().retry()).isNull();
    }

    @Test
    void planOnAnOlderInventoryIsNotExecuted() {
        // Given
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        Planned stale = Planned.of(TARGET, "second").create(configMap("b", "1"));
        world.desire(stale);
        world.partition.put(Topic.PLAN, TARGET, stale.plan(world.client.uid().orThrow(), 1, 0));

        // When
        world.restart();
        world.await().until(() -> world.state().waitingFor().equals("its release"));

        // Then
        assertThat(world.exists("ConfigMap/shop/b")).isFalse();
        assertThat(world.story()).containsExactly("started first", "HEALTHY first");
    }

    private static Instant transition(ApplyingSandbox world, String deployment) {
        return Manifest.list(world.live(deployment).status().get("conditions")).stream()
                .map(Manifest::map)
                .filter((Map<String, ?> condition) -> "Available".equals(condition.get("type")))
                .map(condition -> Instant.parse(String.valueOf(condition.get("lastTransitionTime"))))
                .findFirst()
                .orElseThrow();
    }
}
