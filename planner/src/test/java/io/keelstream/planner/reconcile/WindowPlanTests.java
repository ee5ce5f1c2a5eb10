package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.contracts.window.Window;
import io.keelstream.contracts.window.Window.Effect;
import io.keelstream.contracts.window.Windows;
import io.keelstream.planner.sample.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What closed windows do to plans. */
class WindowPlanTests extends SandboxedPlanner {

    @Test
    void changeOutsideTheWindowsWaitsForTheNextOpening() throws Exception {
        // Given
        Instant opening = Objects.requireNonNull(new Windows(List.of(inTwoDays())).nextOpening(Instant.now()));

        // When
        world.desire("t/closed", bundle("closed", Sync.AUTO, inTwoDays()));
        Plan plan = world.plan("t/closed");
        Optional<Instant> again = world.evaluate("t/closed");

        // Then
        assertThat(plan.state()).isEqualTo(State.AWAITING_WINDOW);
        assertThat(PlanningSandbox.reasons(plan)).containsExactly("WindowClosed");
        assertThat(plan.problems().getFirst().message()).startsWith("it begins at " + opening);
        assertThat(again).contains(opening);
    }

    @Test
    void changeDuringAPauseOfItsPolicyWaitsForItsEnd() throws Exception {
        // Given
        Instant end = Instant.now().plus(Duration.ofDays(90)).truncatedTo(ChronoUnit.SECONDS);

        // When
        world.desire("t/paused", bundle("paused", Sync.AUTO, Window.pause(end)));
        Plan plan = world.plan("t/paused");

        // Then
        assertThat(plan.state()).isEqualTo(State.AWAITING_WINDOW);
        assertThat(plan.problems().getFirst().message())
                .startsWith("it begins at " + end)
                .contains("policy.pause is in force");
        assertThat(world.evaluate("t/paused")).contains(end);
    }

    @Test
    void changeWithinTheWindowsIsReadyUntilTheyClose() throws Exception {
        // Given
        Window today = new Window(Effect.ALLOW, day(-1) + "-" + day(0), "UTC");

        // When
        world.desire("t/open", bundle("open", Sync.AUTO, today));
        Plan plan = world.ready("t/open");
        Optional<Instant> again = world.evaluate("t/open");

        // Then
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(again)
                .contains(LocalDate.now(ZoneOffset.UTC)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
    }

    @Test
    void changeThatNeedsApprovalAsWellWaitsForBoth() throws Exception {
        // Given
        world.desire("t/both", bundle("both", Sync.MANUAL, inTwoDays()));
        Plan waits = world.plan("t/both");

        // When
        decide("t/both", Kind.APPROVE, "ada", waits.changeDigest());
        Plan approved = world.current("t/both");
        decide("t/both", Kind.APPROVE, "bob", waits.changeDigest());
        decide("t/both", Kind.REJECT, "cleo", waits.changeDigest());

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(PlanningSandbox.reasons(waits)).containsExactly("SyncManual", "WindowClosed", "ApprovalMissing");
        assertThat(approved.state()).isEqualTo(State.AWAITING_WINDOW);
        assertThat(answer("t/both", "bob").message()).contains("needs no approval");
        assertThat(world.current("t/both").state()).isEqualTo(State.BLOCKED);
    }

    @Test
    void targetWithoutChangesWaitsForNoWindow() throws Exception {
        // Given
        world.namespace("settled");
        Desired before = bundle("settled", Sync.AUTO, new Window(Effect.DENY, day(2), "UTC"));
        world.release("t/settled", before);

        // When
        world.desire("t/settled", bundle("settled", Sync.AUTO, inTwoDays()));
        Plan plan = world.plan("t/settled");

        // Then
        assertThat(plan.state()).isEqualTo(State.UNCHANGED);
    }

    private static void decide(String target, Kind kind, String actor, String digest) throws InterruptedException {
        Decision made = new Decision("of-" + actor, kind, actor, "", Named.change(digest), null, null);
        world.partition.put(Topic.DECISION, made.key(target), made);
        world.evaluate(target);
        world.evaluate(target);
    }

    private static DecisionAnswer answer(String target, String actor) {
        return Objects.requireNonNull(
                world.partition.read(Topic.PLANNER_ANSWER, DecisionAnswer.class, Decision.approvalKey(target, actor)));
    }

    private static Desired bundle(String namespace, Sync sync, Window window) {
        TargetPolicy policy = TargetPolicy.DEFAULT.withGating(new Gating(sync, Approval.DEFAULT, List.of(window)));
        return Samples.bundle(
                namespace, policy, "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: b}}");
    }

    private static Window inTwoDays() {
        return new Window(Effect.ALLOW, day(2) + " 09:00-16:00", "UTC");
    }

    private static String day(int from) {
        String name = Instant.now()
                .plus(Duration.ofDays(from))
                .atZone(ZoneOffset.UTC)
                .getDayOfWeek()
                .name();
        return name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
    }
}
