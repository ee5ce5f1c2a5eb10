package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.policy.installation.CostLimit;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.kubernetes.policy.installation.Scope;
import io.keelstream.planner.sample.Samples;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What rules of the installation do to plans. */
class RulePlanTests extends SandboxedPlanner {

    private static final Map<String, RuleLevel> DENIED = Map.of("image-tag", RuleLevel.DENY);
    private static final Map<String, RuleLevel> ASKED = Map.of("image-tag", RuleLevel.APPROVE);

    @Test
    void changeThatBreaksADeniedRuleIsBlockedUntilGitChanges() throws Exception {
        // Given
        world.namespace("denied");

        // When
        world.desire("t/denied", bundle("denied", DENIED, "web", "1"));
        Plan blocked = world.plan("t/denied");
        world.desire("t/denied", bundle("denied", DENIED, "web:1", "1"));

        // Then
        assertThat(blocked.state()).isEqualTo(State.BLOCKED);
        assertThat(PlanningSandbox.reasons(blocked)).containsExactly("RuleBroken");
        assertThat(blocked.problems().getFirst().where()).isEqualTo("Deployment.apps/denied/web");
        assertThat(world.plan("t/denied").state()).isEqualTo(State.READY);
    }

    @Test
    void changeThatBreaksARuleAtApproveIsAppliedOnceItIsApproved() throws Exception {
        // Given
        world.namespace("asked");
        world.desire("t/asked", bundle("asked", ASKED, "web", "1"));
        Plan waits = world.plan("t/asked");

        // When
        approve("t/asked", waits.changeDigest());

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(PlanningSandbox.reasons(waits)).containsExactly("RuleBroken", "ApprovalMissing");
        assertThat(world.current("t/asked").state()).isEqualTo(State.READY);
    }

    @Test
    void approvalDoesNotCoverARuleThatWasNotAskedYet() throws Exception {
        // Given
        world.namespace("stricter");
        world.desire("t/stricter", bundle("stricter", ASKED, "web", "1"));
        Plan waits = world.plan("t/stricter");
        approve("t/stricter", waits.changeDigest());

        // When
        ruledBy(Map.of("resource-requests", RuleLevel.APPROVE), Scope.NEW).evaluate("t/stricter");
        Plan again = world.current("t/stricter");

        // Then
        assertThat(again.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(again.changeDigest()).isNotEqualTo(waits.changeDigest());
        assertThat(PlanningSandbox.reasons(again)).containsExactly("RuleBroken", "RuleBroken", "ApprovalMissing");
    }

    @Test
    void violationThatOnlyWarnsIsPartOfThePlanAndOfNoApproval() throws Exception {
        // Given
        world.namespace("warned");
        world.desire("t/warned", bundle("warned", Map.of(), "web", "1"));

        // When
        Plan plan = world.ready("t/warned");

        // Then
        assertThat(plan.warnings())
                .extracting(each -> each.message().split(" ", -1)[1])
                .containsExactly("image-tag", "resource-requests", "revision-history");
    }

    @Test
    void whatWasAppliedWithTheSameViolationDoesNotStandInTheWay() throws Exception {
        // Given
        world.namespace("old");
        world.release("t/old", bundle("old", Map.of(), "web", "1"));

        // When
        world.desire("t/old", bundle("old", DENIED, "web", "2"));
        Plan plan = world.ready("t/old");
        ruledBy(DENIED, Scope.ALL).evaluate("t/old");

        // Then
        assertThat(plan.warnings())
                .anySatisfy(each -> assertThat(each.message())
                        .startsWith("rule image-tag (deny): image web of container app has no tag, as before;"));
        assertThat(world.current("t/old").state()).isEqualTo(State.BLOCKED);
    }

    @Test
    void planWithoutChangesIsNotAskedAbout() throws Exception {
        // Given
        world.namespace("idle");
        world.release("t/idle", bundle("idle", Map.of(), "web", "1"));

        // When
        world.desire("t/idle", bundle("idle", DENIED, "web", "1"));
        Plan plan = world.plan("t/idle");

        // Then
        assertThat(plan.state()).isEqualTo(State.UNCHANGED);
        assertThat(plan.work().assessment()).isNull();
    }

    @Test
    void rollbackIsHeldByNoRule() throws Exception {
        // Given
        world.namespace("back");
        TargetPolicy policy = TargetPolicy.DEFAULT.withOnFailure(TargetPolicy.OnFailure.ROLLBACK);
        Desired good = Samples.bundle("back", policy, deployment("web", "1"));
        RollbackPlanTests.failed("t/back", good, Samples.bundle("back", policy, deployment("web:2", "2")));

        // When
        ruledBy(DENIED, Scope.ALL).evaluate("t/back");
        Plan plan = world.current("t/back");

        // Then
        assertThat(plan.trigger()).isEqualTo(Plan.Trigger.ROLLBACK);
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.warnings()).extracting(each -> each.reason()).doesNotContain("RuleBroken");
    }

    @Test
    void revertToWhatWasHealthyLastIsHeldByNoRule() throws Exception {
        // Given
        world.namespace("reverted");
        TargetPolicy policy = TargetPolicy.DEFAULT.withOnFailure(TargetPolicy.OnFailure.HOLD);
        Desired good = Samples.bundle("reverted", policy, deployment("web", "1"));
        RollbackPlanTests.failed("t/reverted", good, Samples.bundle("reverted", policy, deployment("web:2", "2")));

        // When
        world.desire("t/reverted", good);
        ruledBy(DENIED, Scope.ALL).evaluate("t/reverted");
        Plan plan = world.current("t/reverted");

        // Then
        assertThat(plan.trigger()).isEqualTo(Plan.Trigger.REVISION);
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
    }

    @Test
    void planSaysWhatItRequestsAndWhatWasRequestedBefore() throws Exception {
        // Given
        world.namespace("cost");
        world.release("t/cost", bundle("cost", Map.of("cost", RuleLevel.APPROVE), "web:1", "1"));

        // When
        world.desire("t/cost", bundle("cost", Map.of("cost", RuleLevel.APPROVE), "web:1", "3"));
        Plan plan = world.plan("t/cost");

        // Then
        var assessment = Objects.requireNonNull(plan.work().assessment());
        assertThat(Objects.requireNonNull(assessment.before()).least().cpuMillis())
                .isEqualTo(100);
        assertThat(assessment.after().least().cpuMillis()).isEqualTo(300);
        assertThat(PlanningSandbox.reasons(plan)).containsExactly("CostIncrease", "ApprovalMissing");
    }

    private static TargetPlanner ruledBy(Map<String, RuleLevel> levels, Scope scope) {
        InstallationRules rules = InstallationRules.of(levels, List.of(), scope, List.of(), CostLimit.DEFAULT);
        return world.planner(world.partition, world.settings.ruledBy(rules), Clock.systemUTC());
    }

    private static void approve(String target, String digest) throws InterruptedException {
        Decision made = new Decision("of-ada", Kind.APPROVE, "ada", "", Named.change(digest), null, null);
        world.partition.put(Topic.DECISION, made.key(target), made);
        world.evaluate(target);
        world.evaluate(target);
    }

    private static TargetPolicy ruled(TargetPolicy policy, Map<String, RuleLevel> levels) {
        return policy.withGating(Gating.DEFAULT.withRules(levels));
    }

    private static Desired bundle(String namespace, Map<String, RuleLevel> levels, String image, String replicas) {
        return Samples.bundle(namespace, ruled(TargetPolicy.DEFAULT, levels), deployment(image, replicas));
    }

    private static String deployment(String image, String replicas) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: %s
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: "%s", resources: {requests: {cpu: 100m}}}]}
            """.formatted(replicas, image);
    }
}
