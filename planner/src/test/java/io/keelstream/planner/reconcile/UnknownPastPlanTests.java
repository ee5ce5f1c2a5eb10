package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of a target are lost, and its objects are live: what was kept out before is nowhere. */
class UnknownPastPlanTests extends SandboxedPlanner {

    private static final TargetPolicy ROLLBACK = TargetPolicy.DEFAULT.withOnFailure(OnFailure.ROLLBACK);

    private static final String CONFIG =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {colour: blue}}";

    private static final String SECRET =
            "{apiVersion: v1, kind: Secret, metadata: {name: login}, data: {password: b2xk}}";

    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}]}
        """;

    private static final String SERVICE = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """;

    static List<Arguments> rules() {
        return List.of(
                Arguments.of("canary", TargetPolicy.DEFAULT.withCanary(CanaryRules.DEFAULT), "policy.canary is set"),
                Arguments.of("rollback", ROLLBACK, "policy.onFailure is rollback"),
                Arguments.of(
                        "approval",
                        TargetPolicy.DEFAULT.withGating(new Gating(Sync.AUTO, new Approval(1, 3_600_000), List.of())),
                        "policy.approval is set"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void changeWaitsForAPersonWhereThePolicyKeepsVersionsOut(String name, TargetPolicy policy, String rule)
            throws Exception {
        // Given
        String target = "t/past-" + name;
        world.release(target, bundle("past-" + name, policy, DEPLOYMENT, SERVICE));
        lose(target);

        // When
        Desired next = bundle("past-" + name, policy, DEPLOYMENT.replace("web:1", "web:2"), SERVICE);
        world.desire(target, next);
        Plan waits = world.plan(target);

        // Then
        assertThat(waits.state()).as("%s", waits.problems()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(reasons(waits)).containsExactly("PastUnknown", "ApprovalMissing");
        assertThat(waits.problems().getFirst().message())
                .isEqualTo("put into Git what is to run; this plan would change 1 object (Deployment.apps/past-" + name
                        + "/web); no record says what was applied, blocked or on trial here, as after a loss of Kafka, and "
                        + rule + "; once approved, it is applied without a canary");
        assertThat(waits.problems().getLast().message())
                .contains("keelstream approve " + target + " " + Plan.shortDigest(waits.changeDigest()));

        // When
        Decision approval = new Decision(
                "approval-" + name, Kind.APPROVE, "ada", "", Named.change(waits.changeDigest()), null, null);
        world.partition.put(Topic.DECISION, approval.key(target), approval);
        world.evaluate(target);
        world.evaluate(target);

        // Then
        assertThat(world.current(target).state()).isEqualTo(State.READY);
        assertThat(world.current(target).bundleDigest()).isEqualTo(next.bundleDigest());
    }

    @Test
    void clusterThatIsAsGitSaysWaitsForNobody() throws Exception {
        // Given
        Desired applied = bundle("past-equal", ROLLBACK, CONFIG, SECRET);
        world.release("t/past-equal", applied);

        // When
        lose("t/past-equal");

        // Then
        assertThat(summary(world.ready("t/past-equal")))
                .containsExactlyInAnyOrder("UPDATE ConfigMap/past-equal/settings", "UPDATE Secret/past-equal/login");
    }

    @Test
    void whatIsMissingInTheClusterIsAChange() throws Exception {
        // Given
        world.release("t/past-missing", bundle("past-missing", ROLLBACK, CONFIG));
        lose("t/past-missing");

        // When
        world.desire("t/past-missing", bundle("past-missing", ROLLBACK, CONFIG, CONFIG.replace("settings", "more")));

        // Then
        assertThat(world.plan("t/past-missing").problems().getFirst().message())
                .contains("1 object (ConfigMap/past-missing/more)");
    }

    @Test
    void firstReleaseAndAdoptionWaitForNobody() throws Exception {
        // Given
        world.namespace("past-adopted");
        world.create(CONFIG.replace("{name: settings}", "{name: settings, namespace: past-adopted}"), "kubectl-create");

        // When
        world.desire("t/past-adopted", bundle("past-adopted", ROLLBACK, CONFIG.replace("blue", "red")));
        world.desire("t/past-first", bundle("past-first", ROLLBACK, CONFIG));

        // Then
        world.ready("t/past-adopted");
        world.ready("t/past-first");
    }

    @Test
    void policyThatKeepsNothingOutAsksNobody() throws Exception {
        // Given
        world.release("t/past-auto", bundle("past-auto", TargetPolicy.DEFAULT, CONFIG));
        lose("t/past-auto");

        // When
        world.desire("t/past-auto", bundle("past-auto", TargetPolicy.DEFAULT, CONFIG.replace("blue", "red")));

        // Then
        world.ready("t/past-auto");
    }

    private static void lose(String target) {
        world.partition.put(Topic.INVENTORY, target, null);
        world.partition.put(Topic.PLAN, target, null);
    }

    private static Desired bundle(String namespace, TargetPolicy policy, String... documents) {
        return Samples.bundle(namespace, policy, documents);
    }
}
