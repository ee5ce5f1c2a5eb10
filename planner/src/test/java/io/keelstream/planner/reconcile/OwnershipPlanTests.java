package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Moved;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction.Adopt;
import io.keelstream.contracts.plan.PlannedAction.Preview;
import io.keelstream.contracts.plan.PlannedAction.Prune;
import io.keelstream.contracts.plan.PlannedAction.Replace;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.planner.dryrun.ObjectDiffs;
import io.keelstream.planner.sample.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose is what, against a live API. Every test has a target and a namespace of its own. */
class OwnershipPlanTests extends SandboxedPlanner {

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

    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}]}
        """;

    @Test
    void objectOfAnotherTargetBlocksThePlanAndIsNamed() throws Exception {
        // Given
        world.release("t/first-owner", Samples.bundle("shared", TargetPolicy.DEFAULT, CONFIG, SERVICE));

        // When
        world.desire("t/second", Samples.bundle("shared", TargetPolicy.DEFAULT, CONFIG, SERVICE));
        Plan plan = world.plan("t/second");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(plan.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.message()).contains("belongs to acme/t/first-owner"));
    }

    @Test
    void objectFromKubectlIsAdoptedAndLosesTheFieldsThatGitDoesNotSet() throws Exception {
        // Given
        world.namespace("adopt");
        world.create(
                CONFIG.replace("name: settings", "name: settings, namespace: adopt")
                        .replace("blue", "blue, old: x"),
                "kubectl-client-side-apply");

        // When
        world.desire("t/adopt", Samples.bundle("adopt", TargetPolicy.DEFAULT, CONFIG.replace("blue", "red")));
        Plan plan = world.ready("t/adopt");

        // Then
        Adopt action = (Adopt) plan.actions().getFirst();
        assertThat(action.managers()).containsExactly("kubectl-client-side-apply");
        assertThat(action.uid()).isNotEmpty();
        assertThat(action.preview().conflicts()).isEmpty();
        assertThat(action.preview().diff())
                .contains(
                        new FieldDiff("/data/colour", "\"blue\"", "\"red\"", null),
                        new FieldDiff("/data/old", "\"x\"", null, null));
    }

    @Test
    void fieldsKubectlWroteInAnotherVersionOfTheGroupStayAlsoInThePlan() throws Exception {
        // Given
        world.namespace("versions");
        world.create("""
                apiVersion: autoscaling/v1
                kind: HorizontalPodAutoscaler
                metadata: {name: web, namespace: versions, labels: {team: blue}}
                spec:
                  minReplicas: 2
                  maxReplicas: 9
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                """, "kubectl-create");
        // The first status of its controller, written in v2, stores the defaults of v2 as well.
        await().until(() -> !world.read("HorizontalPodAutoscaler.autoscaling/versions/web")
                .status()
                .isEmpty());

        // When
        world.desire("t/versions", Samples.bundle("versions", TargetPolicy.DEFAULT, """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web}
                spec:
                  maxReplicas: 9
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                """));
        Adopt action = (Adopt) world.ready("t/versions").actions().getFirst();

        // Then
        assertThat(action.managers()).isEmpty();
        assertThat(action.preview().diff()).isEmpty();
    }

    @Test
    void adoptionShowsNoChangeOfFieldsThatTheServerDefaults() throws Exception {
        // Given
        deployedByKubectl("defaults", "");

        // When
        world.desire("t/defaults", Samples.bundle("defaults", TargetPolicy.DEFAULT, DEPLOYMENT));
        Adopt action = (Adopt) world.ready("t/defaults").actions().getFirst();

        // Then
        assertThat(action.preview().diff()).isEmpty();
    }

    @Test
    void diffOfAnAdoptionIsTheChangeThatTheApplyMakes() throws Exception {
        // Given
        deployedByKubectl("done", ", env: [{name: A, value: one}, {name: B, value: two}], imagePullPolicy: Always");
        world.annotate("Deployment.apps/done/web", Map.of("note", "written with kubectl annotate"));
        world.client
                .apply(Samples.manifest("""
                                apiVersion: apps/v1
                                kind: Deployment
                                metadata: {name: web, namespace: done, labels: {team: blue}}
                                spec: {minReadySeconds: 7}
                                """), new ApplyOptions("operator", true, false))
                .orThrow();
        Manifest before = world.read("Deployment.apps/done/web");

        // When
        world.desire(
                "t/done",
                Samples.bundle(
                        "done",
                        TargetPolicy.DEFAULT,
                        DEPLOYMENT.replace("image: \"web:1\"", "image: \"web:1\", env: [{name: B, value: three}]")));
        Write action = (Write) world.ready("t/done").actions().getFirst();
        Manifest after = world.write(action);

        // Then
        assertThat(action.preview().diff())
                .containsExactlyElementsOf(ObjectDiffs.between(before, after))
                .extracting(FieldDiff::path)
                .contains(
                        "/metadata/annotations/note",
                        "/spec/template/spec/containers/name=web/env/name=A",
                        "/spec/template/spec/containers/name=web/env/name=B/value",
                        "/spec/template/spec/containers/name=web/imagePullPolicy")
                .doesNotContain("/spec/minReadySeconds", "/metadata/labels/team");
    }

    private static void deployedByKubectl(String namespace, String more) {
        world.namespace(namespace);
        world.create(
                DEPLOYMENT
                        .replace("name: web}", "name: web, namespace: " + namespace + "}")
                        .replace("image: \"web:1\"", "image: \"web:1\"" + more),
                "kubectl-client-side-apply");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Long.valueOf(2)
                        .equals(world.read("Deployment.apps/" + namespace + "/web")
                                .at("status", "availableReplicas")));
    }

    @Test
    void fieldOfAnotherManagerIsTakenByForceAndReportedOrFailsThePlan() throws Exception {
        // Given
        world.namespace("conflict");
        String live = CONFIG.replace("name: settings", "name: settings, namespace: conflict");
        world.create(live, "some-operator");
        String wanted = CONFIG.replace("blue", "red");

        // When
        world.desire("t/force", Samples.bundle("conflict", TargetPolicy.DEFAULT, wanted));
        Plan forced = world.ready("t/force");
        world.desire("t/fail", Samples.bundle("conflict", Removals.policy(OnRemoval.CONFIRM, Conflicts.FAIL), wanted));
        Plan failed = world.plan("t/fail");

        // Then
        assertThat(preview(forced).conflicts()).containsExactly("/data/colour: some-operator");
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("Conflict");
            assertThat(problem.message()).contains(".data.colour").contains("some-operator");
        });
    }

    @Test
    void heldObjectIsLeftOutUntilTheHoldEnds() throws Exception {
        // Given
        world.release("t/held", Samples.bundle("held", TargetPolicy.DEFAULT, CONFIG, SERVICE));
        Instant until = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        world.annotate(
                "ConfigMap/held/settings",
                Map.of("keelstream.io/hold-until", until.toString(), "keelstream.io/hold-by", "ada"));

        // When
        world.desire("t/held", Samples.bundle("held", TargetPolicy.DEFAULT, CONFIG.replace("blue", "red"), SERVICE));
        Optional<Instant> again = world.evaluate("t/held");
        Plan alone = world.current("t/held");
        world.desire(
                "t/held",
                Samples.bundle(
                        "held", TargetPolicy.DEFAULT, CONFIG.replace("blue", "red"), SERVICE.replace("80", "81")));
        Plan withOthers = world.ready("t/held");

        // Then
        assertThat(alone.state()).isEqualTo(State.BLOCKED);
        assertThat(alone.held()).containsExactly("ConfigMap/held/settings");
        assertThat(alone.problems().getFirst().message()).contains("is on hold by ada until " + until);
        assertThat(again).hasValueSatisfying(at -> assertThat(at).isBeforeOrEqualTo(until));
        assertThat(summary(withOthers)).containsExactly("UPDATE Service/held/web");
        assertThat(withOthers.held()).containsExactly("ConfigMap/held/settings");
        assertThat(withOthers.warnings()).extracting(Problem::reason).contains("Held");
    }

    @Test
    void replicasSetByAnAutoscalerOfTheClusterStay() throws Exception {
        // Given
        world.release("t/scaled", Samples.bundle("scaled", TargetPolicy.DEFAULT, DEPLOYMENT));
        world.create("""
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web, namespace: scaled}
            spec:
              minReplicas: 1
              maxReplicas: 5
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
            """, "kubectl-create");

        // When
        String next = DEPLOYMENT.replace("web:1", "web:2").replace("replicas: 2", "replicas: 1");
        world.desire("t/scaled", Samples.bundle("scaled", TargetPolicy.DEFAULT, next));
        await().untilAsserted(() -> {
            world.partition.put(Topic.PLAN, "t/scaled", null);
            Write action = (Write) world.ready("t/scaled").actions().getFirst();

            // Then
            assertThat(action.preview().notes()).containsExactly("/spec/replicas is left to the autoscaler");
            assertThat(action.content().handover()).containsExactly(Map.entry("/spec/replicas", 2L));
            assertThat(new Manifest(action.content().body()).spec()).doesNotContainKey("replicas");
            assertThat(action.preview().diff())
                    .extracting(FieldDiff::path)
                    .noneMatch(path -> path.equals("/spec/replicas"));
        });
    }

    @Test
    void immutableFieldFailsUnlessReplacingIsAllowed() throws Exception {
        // Given
        String allowed = DEPLOYMENT.replace(
                "name: web}\nspec", "name: web, annotations: {keelstream.io/replace: on-immutable}}\nspec");
        world.release("t/immutable", Samples.bundle("immutable", TargetPolicy.DEFAULT, DEPLOYMENT));

        // When
        world.desire(
                "t/immutable",
                Samples.bundle("immutable", TargetPolicy.DEFAULT, DEPLOYMENT.replace("app: web}", "app: shop}")));
        Plan refused = world.plan("t/immutable");
        world.desire(
                "t/immutable",
                Samples.bundle("immutable", TargetPolicy.DEFAULT, allowed.replace("app: web}", "app: shop}")));
        Plan replacing = world.ready("t/immutable");

        // Then
        assertThat(refused.state()).isEqualTo(State.FAILED);
        assertThat(reasons(refused)).containsExactly("ImmutableField");
        assertThat(summary(replacing)).containsExactly("REPLACE Deployment.apps/immutable/web");
        assertThat(((Replace) replacing.actions().getFirst()).uid()).isNotEmpty();
    }

    @Test
    void removedTargetNeedsApprovalIsPrunedOrKeptAsOnRemovalSays() throws Exception {
        // Given
        Desired base = Samples.bundle("removed", TargetPolicy.DEFAULT, CONFIG, SERVICE);
        world.release("t/removed", base);

        // When
        world.desire("t/removed", Removals.removed(base, OnRemoval.CONFIRM, List.of()));
        Plan confirm = world.plan("t/removed");
        world.desire("t/removed", Removals.removed(base, OnRemoval.ORPHAN, List.of()));
        Plan orphan = world.ready("t/removed");
        world.desire("t/removed", Removals.removed(base, OnRemoval.PRUNE, List.of()));
        Plan prune = world.ready("t/removed");

        // Then
        assertThat(confirm.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(reasons(confirm)).containsExactly("RemovalConfirm", "ApprovalMissing");
        assertThat(confirm.removal()).isTrue();
        assertThat(summary(orphan))
                .containsExactlyInAnyOrder("RELEASE ConfigMap/removed/settings", "RELEASE Service/removed/web");
        assertThat(summary(prune)).containsExactly("PRUNE Service/removed/web", "PRUNE ConfigMap/removed/settings");
    }

    @Test
    void renamedApplicationDeletesNothing() throws Exception {
        // Given
        Desired base = Samples.bundle("renamed", TargetPolicy.DEFAULT, CONFIG);
        world.release("t/old-name", base);

        // When
        world.desire(
                "t/old-name",
                Removals.removed(
                        base, OnRemoval.PRUNE, List.of(new Moved("ConfigMap/renamed/settings", "t/new-name"))));
        world.desire("t/new-name", Removals.movedFrom(base, "t/old-name"));
        Plan old = world.ready("t/old-name");
        Plan fresh = world.ready("t/new-name");

        // Then
        assertThat(summary(old)).containsExactly("RELEASE ConfigMap/renamed/settings");
        assertThat(summary(fresh)).containsExactly("UPDATE ConfigMap/renamed/settings");
        assertThat(preview(fresh).notes()).containsExactly("handed over by acme/t/old-name");
    }

    @Test
    void emptyRenderNeedsApproval() throws Exception {
        // Given
        world.release("t/empty", Samples.bundle("empty", TargetPolicy.DEFAULT, CONFIG));

        // When
        world.desire("t/empty", Samples.bundle("empty", TargetPolicy.DEFAULT, List.of()));
        Plan plan = world.plan("t/empty");

        // Then
        assertThat(plan.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(reasons(plan)).containsExactly("EmptyRender", "ApprovalMissing");
    }

    @Test
    void objectThatAnotherOwnerTookOverIsNotDeleted() throws Exception {
        // Given
        world.release("t/taken", Samples.bundle("taken", TargetPolicy.DEFAULT, CONFIG, SERVICE));
        world.annotate("ConfigMap/taken/settings", Map.of("keelstream.io/owner", "acme/t/somebody"));

        // When
        world.desire("t/taken", Samples.bundle("taken", TargetPolicy.DEFAULT, SERVICE));
        Plan plan = world.ready("t/taken");

        // Then
        assertThat(summary(plan)).containsExactly("RELEASE ConfigMap/taken/settings");
        assertThat(plan.warnings()).extracting(Problem::reason).containsExactly("NotOurs");
    }

    @Test
    void rebuiltClusterGetsEveryObjectAgainAndNothingIsDeleted() throws Exception {
        // Given
        Desired desired = Samples.bundle("rebuilt", TargetPolicy.DEFAULT, CONFIG);
        world.release("t/rebuilt", desired);
        Inventory before = Samples.inventory(
                9,
                "uid-of-another-cluster",
                desired,
                List.of(
                        Samples.applied(
                                "ConfigMap/rebuilt/settings",
                                desired.objects().getFirst().digest()),
                        Samples.applied("Service/rebuilt/old", "d")));
        world.partition.put(Topic.INVENTORY, "t/rebuilt", before);

        // When
        Plan plan = world.ready("t/rebuilt");

        // Then
        assertThat(summary(plan)).containsExactly("UPDATE ConfigMap/rebuilt/settings", "RELEASE Service/rebuilt/old");
        assertThat(plan.warnings()).extracting(Problem::reason).contains("ClusterReplaced");
    }

    @Test
    void formerClusterIsClearedOnceTheTargetIsHealthyOnTheNewOne() throws Exception {
        // Given
        Desired desired = Samples.bundle(
                "cleared", Removals.policy(OnRemoval.PRUNE, Conflicts.FORCE), CONFIG.replace("settings", "left"));
        world.release("t/cleared", desired);
        Inventory here = ((Entry.Present<Inventory>)
                        world.partition.table(Topic.INVENTORY, Inventory.class).get("t/cleared"))
                .received()
                .payload();
        Desired there = Removals.onCluster(desired, "mars");
        world.desire("t/cleared", there);
        world.partition.put(
                Topic.INVENTORY, "t/cleared", moved(here, there, Samples.REVISION.commit(), "not-healthy-yet"));

        // When
        world.evaluate("t/cleared");
        Plan early = world.current("t/cleared");
        world.partition.put(
                Topic.INVENTORY, "t/cleared", moved(here, there, Samples.REVISION.commit(), Samples.REVISION.commit()));
        Plan clearing = world.ready("t/cleared");

        // Then
        assertThat(early.actions()).noneMatch(Prune.class::isInstance);
        assertThat(clearing.cluster()).isEqualTo("default");
        assertThat(summary(clearing)).containsExactly("PRUNE ConfigMap/cleared/left");
        assertThat(clearing.mode()).isEqualTo(Plan.Mode.CLEAR_FORMER_CLUSTER);
    }

    private static Inventory moved(Inventory before, Desired there, String applied, String healthy) {
        return new Inventory(
                before.sequence() + 5,
                new Placement("mars", "uid-of-mars", there.namespace()),
                there.objects().stream()
                        .map(each -> Samples.applied(each.reference(), each.digest()))
                        .toList(),
                null,
                new Inventory.Applied(there.bundleDigest(), revision(applied), revision(healthy)),
                Inventory.History.NONE,
                List.of(new Inventory.FormerCluster("default", before.clusterUid(), before.objects())));
    }

    private static Preview preview(Plan plan) {
        return ((Write) plan.actions().getFirst()).preview();
    }

    private static Revision revision(String commit) {
        return new Revision("infra", "refs/heads/main", commit, "A", "Move", Instant.EPOCH);
    }
}
