package io.keelstream.applier.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.release.Releases;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetName;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourseTests {

    private static final Trial TRIAL = new Trial(
            new Trial.Stable("Deployment.apps/shop/checkout", "checkout-.*", 10, body("checkout")),
            new Trial.Copy(body("checkout-canary"), List.of(body("canary-service")), "checkout-canary", "c"),
            new Trial.Copy(body("checkout-baseline"), List.of(body("baseline-service")), "checkout-baseline", "b"),
            new Trial.Shift.Replicas(),
            List.of(step(5, 2), step(15, 3), step(50, 5)),
            List.of(),
            CanaryRules.DEFAULT);

    private static final Plan PLAN = plan(Plan.Trigger.REVISION);

    @Test
    void baselineGrowsWithTheCanaryUpToTwentyPercent() {
        assertThat(IntStream.range(0, 3).mapToObj(CourseTests::sizes))
                .containsExactly(List.of(2, 2), List.of(3, 3), List.of(5, 3));
    }

    @Test
    void sharesNeverExceedTheWhole() {
        for (int weight = 0; weight <= 100; weight++) {
            Shares shares = Shares.at(weight, true);
            assertThat(shares.canary()).isEqualTo(weight);
            assertThat(shares.baseline()).isEqualTo(Math.min(weight, Math.min(20, 100 - weight)));
            assertThat(shares.stable()).isBetween(0, 100);
        }
    }

    @Test
    void abandonedBaselineHasNoReplicasAndNoShareAndIsDeleted() {
        // Given
        Course course = new Course(TRIAL, TrialPosition.START.withWeight(10).withoutBaseline("not ready"));

        // Then
        assertThat(course.deployments()).hasSize(1);
        assertThat(course.shares()).isEqualTo(new Shares(10, 0, true));
        assertThat(course.created())
                .extracting(Trial.Body::reference)
                .containsExactly("checkout-canary", "checkout-baseline", "canary-service", "baseline-service");
    }

    @Test
    void standingNamesTheStepTheEvidenceAndTheTimeLeft() {
        // Given
        TrialPosition at = TrialPosition.START.withStep(1).withWeight(15);

        // Then
        assertThat(TrialText.standing(PLAN, at, null)).isEqualTo("canary 15 % (step 2 of 3), the analysis begins");
        assertThat(TrialText.standing(PLAN, at, standing(60_000, null)))
                .isEqualTo("canary 15 % (step 2 of 3), evidence of harm 1.2 of 4.6, about 4 min to the next step");
        assertThat(TrialText.standing(PLAN, at, standing(300_000, 41.5)))
                .isEqualTo("canary 15 % (step 2 of 3), evidence of harm 1.2 of 4.6, 42 more requests to the next step");
        assertThat(TrialText.standing(PLAN, at.withStep(2), standing(300_000, null)))
                .endsWith(": not proven yet");
    }

    @Test
    void rehearsalIsCalledByItsNameAndEndsWithItsLastStep() {
        Plan rehearsal = plan(Plan.Trigger.REHEARSAL);
        TrialPosition last = TrialPosition.START.withStep(2).withWeight(50);

        assertThat(TrialText.standing(rehearsal, last, standing(60_000, null)))
                .isEqualTo("rehearsal 50 % (step 3 of 3), evidence of harm 1.2 of 4.6, about 4 min to its end");
    }

    @Test
    void rehearsalOnHoldNamesNoCommandThatPromotes() {
        Plan rehearsal = plan(Plan.Trigger.REHEARSAL);
        TrialPosition at = TrialPosition.START.withWeight(5);

        for (Cause cause : List.of(Cause.ROUTER, Cause.CAPACITY, Cause.PODS, Cause.BLIND, Cause.WINDOW, Cause.PAUSED)) {
            assertThat(HoldText.of(
                            new TargetName("production", "shop"),
                            rehearsal,
                            at,
                            new TrialHold(cause, Releases.NOW, "because")))
                    .startsWith("rehearsal 5 % (step 1 of 3) is on hold, because. ")
                    .doesNotContain("promote")
                    .endsWith("keelstream abort production/shop ends it");
        }
    }

    private static Plan plan(Plan.Trigger trigger) {
        Plan plain = Releases.plan();
        Plan.Origin origin =
                new Plan.Origin(Plan.Mode.APPLY, trigger, plain.origin().forDesired(), 0, 0);
        return new Plan(
                        plain.id(),
                        origin,
                        plain.bundle(),
                        plain.placement(),
                        plain.readiness(),
                        plain.work(),
                        plain.timing())
                .withCanary(new CanaryPlan("sha256:trial", null, TRIAL));
    }

    private static AnalysisStanding standing(long counted, Double requests) {
        return new AnalysisStanding("not proven yet", 1.21, 4.605, counted, 120, requests);
    }

    private static List<Integer> sizes(int step) {
        return new Course(TRIAL, TrialPosition.START.withStep(step))
                .deployments().stream()
                        .map(deployment -> Course.replicas(deployment.body()))
                        .toList();
    }

    private static Trial.Step step(int weight, int replicas) {
        return new Trial.Step(weight, replicas, 300_000, Need.NO_HARM);
    }

    private static Trial.Body body(String reference) {
        return new Trial.Body(reference, "v1", null, Map.of("spec", Map.of("replicas", 2)));
    }
}
