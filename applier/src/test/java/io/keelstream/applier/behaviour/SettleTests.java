package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Injection;
import io.keelstream.sandbox.fault.RequestMatch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the objects that a release does not touch have to say about its end. */
class SettleTests {

    private static final String A = "ConfigMap/shop/a";
    private static final String WEB = "Deployment.apps/shop/web";
    private static final String ONE = "Roll.settle.example.com/shop/one";

    private static final String DEFINITION = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: rolls.settle.example.com}
        spec:
          group: settle.example.com
          scope: Namespaced
          names: {plural: rolls, singular: roll, kind: Roll, listKind: RollList}
          versions:
            - name: v1
              served: true
              storage: true
              schema:
                openAPIV3Schema:
                  {type: object, x-kubernetes-preserve-unknown-fields: true}
        """;

    @TempDir
    private Path folder;

    private ApplyingSandbox world;

    @BeforeEach
    void start() {
        world = new ApplyingSandbox(folder);
        world.release(
                Planned.of(TARGET, "first").create(deployment("web", "web:1")).create(configMap("a", "1")));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void rolloutThatANewerCommitSupersededIsWaitedFor() {
        // Given
        Planned third = Planned.of(TARGET, "third").update(configMap("a", "2"), world.uid(A));
        overtaken("run, keelstream.io/pretend-delay: 7s", third);

        // When
        DeploymentFinished finished = world.awaitEnd(third);

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live(WEB).at("status", "availableReplicas")).isEqualTo(1L);
        assertThat(world.state().health()).isEqualTo("Healthy");
    }

    @Test
    void supersededRolloutThatDoesNotEndIsReported() {
        // Given
        Planned third = Planned.of(TARGET, "third").timeout(2_000).update(configMap("a", "2"), world.uid(A));
        overtaken("stuck", third);

        // When
        DeploymentFinished finished = world.awaitEnd(third);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(finished.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo(WEB));
    }

    /** A release whose roll-out is going on is overtaken by a commit. */
    private void overtaken(String pretend, Planned third) {
        Planned second = Planned.of(TARGET, "second").update(deployment("web", "web:2", pretend), world.uid(WEB));
        world.push(second);
        world.await().until(() -> Long.valueOf(2).equals(world.live(WEB).at("status", "observedGeneration")));
        world.desire(third);
        assertThat(world.awaitEnd(second).outcome()).isEqualTo(Outcome.SUPERSEDED);
        world.plan(third);
    }

    @Test
    void newerCommitEndsTheWaitForARollout() {
        // Given
        Planned third = Planned.of(TARGET, "third").update(configMap("a", "2"), world.uid(A));
        overtaken("stuck", third);
        world.await().until(() -> "2".equals(world.live(A).at("data", "value")));

        // When
        world.desire(Planned.of(TARGET, "fourth").create(configMap("a", "3")));

        // Then
        assertThat(world.awaitEnd(third).outcome()).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void customResourceWithoutStatusDoesNotDegradeLaterReleases() {
        // Given
        roll();
        Map<String, Object> version = new HashMap<>(
                Manifest.map(Manifest.list(Planned.manifest(DEFINITION).at("spec", "versions"))
                        .getFirst()));
        version.put("subresources", Map.of("status", Map.of()));
        world.patch(
                "CustomResourceDefinition.apiextensions.k8s.io//rolls.settle.example.com",
                Map.of("spec", Map.of("versions", List.of(version))),
                "kubectl-edit");
        anHourLater();
        world.restart();

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "third").update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void objectThatWasDegradedBeforeIsNamedAndDoesNotDegradeTheRelease() {
        // Given
        roll();
        report("False");
        world.await().until(() -> world.state().health().equals("Degraded"));

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "third").update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(ONE);
            assertThat(problem.reason()).isEqualTo("DegradedBefore");
            assertThat(problem.message())
                    .contains("BuildFailed")
                    .endsWith("; so before this release, which does not touch it");
        });
    }

    @Test
    void objectThatWasDegradedBeforeIsStillKnownAsSuchAfterARestart() {
        // Given
        roll();
        report("False");
        world.await().until(() -> world.state().health().equals("Degraded"));
        Planned third = Planned.of(TARGET, "third").create(deployment("late", "late:1", "stuck"));
        world.push(third);
        world.await().until(() -> world.state().running());

        // When
        world.restart();
        world.await().until(() -> world.exists("Deployment.apps/shop/late"));
        world.unstick("late");
        DeploymentFinished finished = world.awaitEnd(third);

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("DegradedBefore");
    }

    @Test
    void objectThatWasDegradedBeforeIsSeenByAProcessThatHasJustStarted() {
        // Given
        roll();
        report("False");
        world.await().until(() -> world.state().health().equals("Degraded"));
        world.kill();
        Planned third = Planned.of(TARGET, "third").update(configMap("a", "2"), world.uid(A));

        // When
        world.pushBeforeTheStart(third);
        DeploymentFinished finished = world.awaitEnd(third);

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("DegradedBefore");
    }

    @Test
    void objectThatDegradesDuringTheReleaseDegradesItAlsoAfterARestart() {
        // Given
        roll();
        Planned third = Planned.of(TARGET, "third").create(deployment("late", "late:1", "stuck"));
        world.push(third);
        world.await().until(() -> world.state().running());
        report("False");
        world.await().until(() -> world.state().health().equals("Degraded"));

        // When
        world.restart();
        world.await().until(() -> world.exists("Deployment.apps/shop/late"));
        world.unstick("late");
        DeploymentFinished finished = world.awaitEnd(third);

        // Then
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.DEGRADED);
        assertThat(finished.problems()).extracting(Problem::reason).containsExactly("NotHealthy");
    }

    @Test
    void whatWasDegradedBeforeDegradesTheReleaseWhereThePolicySaysSo() {
        // Given
        roll();
        report("False");
        world.await().until(() -> world.state().health().equals("Degraded"));

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "third").requireHealthy().update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(finished.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("DegradedBefore"));
    }

    @Test
    void objectThatWasSeenBeforeItsWatchWasRefusedAndDeletedSinceIsMissing() {
        // Given
        world.await().until(() -> world.state().health().equals("Healthy"));
        unshown(new Fault.Forbidden());
        watchesAreRefused();
        world.delete(WEB);
        world.await().until(() -> !world.exists(WEB));

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(WEB);
            assertThat(problem.message()).isEqualTo("Missing: was deleted");
        });
    }

    @Test
    void objectThatTheServerRefusesToShowIsNotHealthyByWhatWasSeenBefore() {
        // Given
        world.await().until(() -> world.state().health().equals("Healthy"));
        unshown(new Fault.Forbidden());
        watchesAreRefused();
        world.sandbox.faults().inject(new RequestMatch("get", "apps/deployments"), new Fault.Forbidden());

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "second").update(configMap("a", "2"), world.uid(A)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(WEB);
            assertThat(problem.message()).startsWith("Unknown: is not shown: ").contains("needed: get");
        });
    }

    @Test
    void serverIsAskedAboutWhatNoWatchShowsAndWaitedForWhereItDoesNotAnswer() {
        // Given
        world.kill();
        unshown(new Fault.ServerError(503));
        Injection away =
                world.sandbox.faults().inject(new RequestMatch("get", "apps/deployments"), new Fault.ServerError(503));
        Planned second = Planned.of(TARGET, "second").timeout(1_000).update(configMap("a", "2"), world.uid(A));
        world.pushBeforeTheStart(second);
        world.await().until(() -> "2".equals(world.live(A).at("data", "value")));
        world.await().until(() -> askedAboutDeployments() > 5);
        assertThat(world.finished(second)).isEmpty();

        // When
        away.close();

        // Then
        DeploymentFinished finished = world.awaitEnd(second);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void whatTheServerCannotShowInTimeBecauseSomethingItHasToAskIsAwayDegradesTheRelease() {
        // Given
        webhookOfDeploymentsIsAway();
        Planned second = Planned.of(TARGET, "second").timeout(3_000).update(configMap("a", "2"), world.uid(A));

        // When
        world.pushBeforeTheStart(second);
        DeploymentFinished finished = world.awaitEnd(second);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.DEGRADED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(WEB);
            assertThat(problem.reason()).isEqualTo("NotHealthy");
            assertThat(problem.message()).startsWith("Progressing: ").contains("is not shown now", "down.example.com");
        });
    }

    @Test
    void whatTheServerHasToAskIsWaitedFor() {
        // Given
        webhookOfDeploymentsIsAway();
        long before = askedAboutDeployments();
        Planned second = Planned.of(TARGET, "second").timeout(60_000).update(configMap("a", "2"), world.uid(A));
        world.pushBeforeTheStart(second);
        world.await().until(() -> askedAboutDeployments() > before + 1);

        // When
        world.sandbox.faults().clear();

        // Then
        DeploymentFinished finished = world.awaitEnd(second);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    /** No process runs. */
    private void webhookOfDeploymentsIsAway() {
        world.kill();
        unshown(new Fault.WebhookAway());
        world.sandbox.faults().inject(new RequestMatch("get", "apps/deployments"), new Fault.WebhookAway());
    }

    private long askedAboutDeployments() {
        return world.sandbox.requestCounts().getOrDefault("get apps/deployments", 0L);
    }

    @Test
    void recordedWaitAsksAboutWhatNoWatchShows() {
        // Given
        Planned third = withARobot();
        overtaken("stuck", third);
        awaitRecordedWait();
        world.kill();
        unshown("serviceaccounts", new Fault.ServerError(503));

        // When
        world.start();
        world.unstick("web");

        // Then
        DeploymentFinished finished = world.awaitEnd(third);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    @Test
    void whatNoWatchShowsIsAskedAboutWhenNothingElseIsOnItsWay() {
        // Given
        Planned third = withARobot();
        unshown("serviceaccounts", new Fault.Forbidden());
        watchesAreRefused();
        long before = askedAboutTheRobot();
        overtaken("stuck", third);
        awaitRecordedWait();
        long meanwhile = askedAboutTheRobot();

        // When
        world.unstick("web");

        // Then
        DeploymentFinished finished = world.awaitEnd(third);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(meanwhile).isEqualTo(before);
        assertThat(askedAboutTheRobot()).isGreaterThan(before);
    }

    /** An object of a kind of its own is applied; the release touches something else. */
    private Planned withARobot() {
        world.release(Planned.of(TARGET, "robot")
                .create("{apiVersion: v1, kind: ServiceAccount, metadata: {name: robot, namespace: shop}}"));
        return Planned.of(TARGET, "third").timeout(600_000).update(configMap("a", "2"), world.uid(A));
    }

    private void awaitRecordedWait() {
        world.await().until(() -> world.execution() != null && world.execution().step() instanceof Step.Settling);
    }

    private long askedAboutTheRobot() {
        return world.sandbox.requestCounts().getOrDefault("get serviceaccounts", 0L);
    }

    @Test
    void serverIsAskedBeforeARolloutCountsAsNotEnding() {
        // Given
        Planned third = Planned.of(TARGET, "third").timeout(3_000).update(configMap("a", "2"), world.uid(A));
        overtaken("stuck", third);
        world.await().until(() -> "2".equals(world.live(A).at("data", "value")));

        // When
        world.sandbox.faults().silenceWatches();
        world.unstick("web");

        // Then
        DeploymentFinished finished = world.awaitEnd(third);
        assertThat(finished.outcome()).as("%s", finished.problems()).isEqualTo(Outcome.HEALTHY);
    }

    /** No watch shows Deployments from now on, where it begins anew. */
    private void unshown(Fault why) {
        unshown("apps/deployments", why);
    }

    private void unshown(String resource, Fault why) {
        world.sandbox.faults().inject(new RequestMatch("list", resource), why);
        world.sandbox.faults().inject(new RequestMatch("watch", resource), why);
    }

    /** Once they are opened a second time, the first refusal has arrived. */
    private void watchesAreRefused() {
        long before = world.sandbox.faults().hits();
        world.sandbox.faults().dropWatches();
        world.await().until(() -> world.sandbox.faults().hits() >= before + 2);
    }

    /** The records say that everything was applied an hour ago. */
    private void anHourLater() {
        Inventory inventory = world.inventory();
        List<InventoryObject> older = inventory.objects().stream()
                .map(each -> new InventoryObject(
                        each.reference(),
                        each.apiVersion(),
                        each.wave(),
                        each.generatedName(),
                        each.state(),
                        new OwnedFields(each.ownedFields(), Instant.now().minusSeconds(3_600))))
                .toList();
        world.partition.put(Topic.INVENTORY, TARGET, inventory.withObjects(older));
    }

    private void roll() {
        world.create(DEFINITION, "kubectl-create");
        world.await().until(() -> {
            world.client.discovery().refresh();
            return world.client.discovery().find("settle.example.com/v1", "Roll") instanceof ApiResult.Ok;
        });
        world.release(Planned.of(TARGET, "second")
                .create("{apiVersion: settle.example.com/v1, kind: Roll, metadata: {name: one}}")
                .predicted());
    }

    private void report(String ready) {
        world.patch(
                ONE,
                Map.of(
                        "status",
                        Map.of(
                                "conditions",
                                List.of(Map.of("type", "Ready", "status", ready, "reason", "BuildFailed")))),
                "operator");
    }
}
