package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static io.keelstream.applier.behaviour.Yaml.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.ChangeSummary;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import io.keelstream.testing.partition.MortalPartition.Death;
import io.keelstream.testing.partition.MortalPartition.Fate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are deleted and created again: none is lost, whatever becomes of its successor. */
class ReplaceTests {

    private static final String SERVICE = "Service/shop/web";

    @TempDir
    private Path folder;

    private ApplyingSandbox world;

    @BeforeEach
    void start() {
        world = new ApplyingSandbox(folder);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static String service(String address) {
        return "{apiVersion: v1, kind: Service, metadata: {name: web},"
                + " spec: {clusterIP: %s, selector: {app: web}, ports: [{name: http, port: 80}]}}".formatted(address);
    }

    @Test
    void objectIsNotDeletedWhereTheServerRefusesItsSuccessor() {
        // Given
        world.release(Planned.of(TARGET, "first").create(service("10.0.4.4")));
        String uid = world.uid(SERVICE);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").replace(service("192.168.4.4"), uid));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("not in the valid range"));
        assertThat(world.uid(SERVICE)).isEqualTo(uid);
    }

    @Test
    void replacementTakesTheAddressAndThePortsOfTheOldObject() {
        // Given
        String before = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort,"
                + " clusterIP: 10.0.4.5, selector: {app: web}, ports: [{port: 80, nodePort: 30333}]}}";
        world.release(Planned.of(TARGET, "first").create(before));
        String uid = world.uid(SERVICE);

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").replace(before.replace("port: 80", "port: 81"), uid));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.uid(SERVICE)).isNotEqualTo(uid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Service", "Deployment", "ConfigMap"})
    void formerStateIsRestoredWhereTheCreationFails(String kind) {
        // Given
        String before = switch (kind) {
            case "Service" -> service("10.0.4.4");
            case "Deployment" -> deployment("web", "web:1");
            default -> configMap("web", "1");
        };
        String reference = (kind.equals("Deployment") ? "Deployment.apps" : kind) + "/shop/web";
        world.release(Planned.of(TARGET, "first").create(before));
        Manifest old = world.live(reference);
        if (kind.equals("Deployment")) {
            world.patch(reference, Map.of("spec", Map.of("replicas", 3)), "kubectl-scale");
        }
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Forbidden(), 1);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second")
                .replace(before.replace("10.0.4.4", "10.0.4.9").replace("web:1", "web:2"), old.uid()));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).endsWith("; the former object was applied again"));
        Manifest again = world.live(reference);
        assertThat(again.uid()).isNotEqualTo(old.uid());
        assertThat(again.tree().get("data")).isEqualTo(old.tree().get("data"));
        assertThat(again.at("spec", "clusterIP")).isEqualTo(old.at("spec", "clusterIP"));
        assertThat(again.at("spec", "selector")).isEqualTo(old.at("spec", "selector"));
        if (kind.equals("Deployment")) {
            assertThat(again.at("spec", "replicas")).isEqualTo(3L);
            assertThat(Manifest.list(again.at("spec", "template", "spec", "containers")))
                    .first()
                    .satisfies(container ->
                            assertThat(Manifest.map(container).get("image")).isEqualTo("web:1"));
        }
        assertThat(world.recorded(reference).uid()).isEqualTo(again.uid());
        assertThat(world.recorded(reference).dirty()).isTrue();
    }

    @Test
    void newerCommitSupersedesAReplacementWhoseDeletionTakesLong() {
        // Given
        world.release(Planned.of(TARGET, "first").create(service("10.0.4.4")));
        world.patch(SERVICE, Map.of("metadata", Map.of("finalizers", List.of("example.com/guard"))), "kubectl-patch");
        Planned second = Planned.of(TARGET, "second").replace(service("10.0.4.9"), world.uid(SERVICE));
        world.push(second);
        world.await().until(() -> world.live(SERVICE).terminating());

        // When
        Planned third = Planned.of(TARGET, "third").create(service("10.0.4.10"));
        world.desire(third);

        // Then
        DeploymentFinished superseded = world.awaitEnd(second);
        assertThat(superseded.outcome()).as("%s", superseded.problems()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(superseded.problems()).isEmpty();
        assertThat(world.recorded(SERVICE).dirty()).isTrue();
        world.patch(SERVICE, Map.of("metadata", Map.of("finalizers", List.of())), "kubectl-patch");
        world.await().until(() -> !world.exists(SERVICE));
        assertThat(world.release(third).outcome()).isEqualTo(Outcome.HEALTHY);
    }

    /** The object is deleted and restored; the one that is live then. */
    private String restored(String before, String after, String reference) {
        world.release(Planned.of(TARGET, "first").create(before));
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Forbidden(), 1);
        world.release(Planned.of(TARGET, "second").replace(after, world.uid(reference)));
        return world.uid(reference);
    }

    @Test
    void retryDoesNotDeleteTheRestoredObjectAgain() {
        // Given
        String uid = restored(service("10.0.4.4"), service("10.0.4.9"), SERVICE);
        world.restart();

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "retry").replace(service("10.0.4.9"), uid));

        // Then
        assertThat(world.uid(SERVICE)).isEqualTo(uid);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("ReplacementFailed");
            assertThat(problem.message()).contains("is not deleted again", "not allowed");
        });
        assertThat(finished.changes().counts().restored()).isZero();
    }

    @Test
    void retryDoesNotDeleteTheRestoredSecretAgain() {
        // Given
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: s, annotations:"
                + " {keelstream.io/replace: on-immutable}}, type: %s, stringData: {a: b}}";
        String after = secret.formatted("example.com/other");
        String uid = restored(secret.formatted("Opaque"), after, "Secret/shop/s");

        // When: the planner does not ask about Secrets, so it does not know that the update needs a deletion
        DeploymentFinished retry =
                world.release(Planned.of(TARGET, "retry").update(after, uid).predicted());

        // Then
        assertThat(world.uid("Secret/shop/s")).isEqualTo(uid);
        assertThat(retry.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("ReplacementFailed"));
    }

    @Test
    void restoredObjectIsCountedAndNamed() {
        // When
        restored(service("10.0.4.4"), service("10.0.4.9"), SERVICE);

        // Then
        ChangeSummary changes = world.events(DeploymentFinished.class)
                .reduce((one, last) -> last)
                .orElseThrow()
                .changes();
        assertThat(changes.counts()).isEqualTo(new ChangeSummary.Counts(0, 0, 0, 1, 0, 0, 0));
        assertThat(changes.objects()).singleElement().satisfies(object -> {
            assertThat(object.reference()).isEqualTo(SERVICE);
            assertThat(object.action()).isEqualTo("RESTORE");
        });
    }

    @Test
    void anotherChangeReplacesTheRestoredObject() {
        // Given
        String uid = restored(service("10.0.4.4"), service("10.0.4.9"), SERVICE);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "third").replace(service("10.0.4.10"), uid));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(SERVICE).at("spec", "clusterIP")).isEqualTo("10.0.4.10");
    }

    @Test
    void annotationWithANewValueReplacesTheRestoredObject() {
        // Given
        String uid = restored(service("10.0.4.4"), service("10.0.4.9"), SERVICE);
        String again = service("10.0.4.9").replace("metadata: {", "metadata: {annotations: {example.com/again: '1'}, ");

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "third").replace(again, uid));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(SERVICE).at("spec", "clusterIP")).isEqualTo("10.0.4.9");
        assertThat(world.recorded(SERVICE).state().replacement()).isNull();
    }

    @Test
    void restoredObjectThatAPersonDeletesIsCreatedAsGitHasIt() {
        // Given
        restored(service("10.0.4.4"), service("10.0.4.9"), SERVICE);
        world.delete(SERVICE);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "retry").create(service("10.0.4.9")));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded(SERVICE).state().replacement()).isNull();
    }

    @Test
    void restoredObjectIsRecordedThoughTheProcessDiedMeanwhile() {
        // Given: the process dies after the former state is applied again, and before that is recorded
        world.release(Planned.of(TARGET, "first").create(service("10.0.4.4")));
        Planned second = Planned.of(TARGET, "second").replace(service("10.0.4.9"), world.uid(SERVICE));
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Forbidden(), 1);
        world.fate(facts -> facts.stream().anyMatch(fact -> fact.payload() instanceof DeploymentFinished)
                ? Death.BEFORE_THE_COMMIT
                : Death.NOT_YET);
        world.push(second);
        world.await().until(world::dead);
        String again = world.uid(SERVICE);

        // When
        world.fate(Fate.NONE);
        DeploymentFinished finished = world.awaitEnd(second);
        String recorded = world.recorded(SERVICE).uid();
        world.release(Planned.of(TARGET, "third").prune(SERVICE, again));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(recorded).isEqualTo(again);
        assertThat(world.exists(SERVICE)).isFalse();
    }

    @Test
    void formerJobIsNotRestoredAndMissing() {
        // Given
        world.release(Planned.of(TARGET, "first").create(job("migrate", "m:1", "run")));
        String uid = world.uid("Job.batch/shop/migrate");
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Forbidden(), 1);

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").replace(job("migrate", "m:2", "run"), uid));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message()).startsWith("was deleted, and could not be created: "));
        assertThat(finished.changes().counts()).isEqualTo(new ChangeSummary.Counts(0, 0, 0, 0, 1, 0, 0));
        assertThat(world.exists("Job.batch/shop/migrate")).isFalse();
        world.await().untilAsserted(() -> {
            assertThat(world.state().state().health()).isEqualTo("Missing");
            assertThat(world.state().state().unhealthy())
                    .singleElement()
                    .satisfies(object ->
                            assertThat(object.message()).startsWith("was deleted, and could not be created: "));
        });
    }

    @Test
    void lostJobIsCreatedByTheNextRelease() {
        // Given
        world.release(Planned.of(TARGET, "first").create(job("migrate", "m:1", "run")));
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.Forbidden(), 1);
        world.release(Planned.of(TARGET, "second")
                .replace(job("migrate", "m:2", "run"), world.uid("Job.batch/shop/migrate")));

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "retry").create(job("migrate", "m:2", "run")));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.recorded("Job.batch/shop/migrate").state().replacement())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: Opaque, stringData: {a: b}|type: example.com/other, stringData: {a: b}",
                "immutable: true, stringData: {a: b}|immutable: true, stringData: {a: c}",
                "immutable: true, stringData: {a: b}|stringData: {a: b}"
            })
    void immutableSecretIsReplacedWhereAllowed(String change) {
        // Given
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: s%s}, %s}";
        String allowed = ", annotations: {keelstream.io/replace: on-immutable}";
        String before = change.substring(0, change.indexOf('|'));
        String after = change.substring(change.indexOf('|') + 1);
        world.release(Planned.of(TARGET, "first").create(secret.formatted("", before)));
        String uid = world.uid("Secret/shop/s");

        // When
        DeploymentFinished refused = world.release(Planned.of(TARGET, "second")
                .update(secret.formatted("", after), uid)
                .predicted());
        String uidThen = world.uid("Secret/shop/s");
        DeploymentFinished replaced = world.release(Planned.of(TARGET, "third")
                .update(secret.formatted(allowed, after), uid)
                .predicted());

        // Then
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("ImmutableField");
            assertThat(problem.message()).contains("keelstream.io/replace: on-immutable");
        });
        assertThat(uidThen).isEqualTo(uid);
        assertThat(replaced.outcome()).as("%s", replaced.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.uid("Secret/shop/s")).isNotEqualTo(uid);
    }
}
