package io.keelstream.applier.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.record.Known;
import io.keelstream.contracts.attention.Attention;
import io.keelstream.contracts.attention.Attention.Cause;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.InForce;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionsTests {

    private static final TargetName SHOP = TargetName.parse("production/shop");
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private final TargetRecords records = new TargetRecords();

    @Test
    void nothingThatGoesOnByItselfWaitsForAPerson() {
        for (State state : State.values()) {
            if (state != State.AWAITING_APPROVAL && state != State.BLOCKED) {
                assertThat(look(records.planned(state), NOW)).as("%s", state).isEmpty();
            }
        }
        assertThat(look(records.planned(State.BLOCKED, problem(Reason.CLUSTER_UNREACHABLE)), NOW))
                .isEmpty();
        assertThat(look(records.before(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AWAITING_APPROVAL, APPROVAL_MISSING, APPROVAL, keelstream approve production/shop 5e5e5e5e5e5e",
        "AWAITING_APPROVAL, APPROVAL_UNVERIFIED, APPROVAL, keelstream explain production/shop",
        "BLOCKED, REJECTED, BLOCK, keelstream withdraw production/shop",
        "BLOCKED, RELEASE_FAILED, BLOCK, keelstream retry production/shop",
        "BLOCKED, CANARY_FAILED, BLOCK, keelstream retry production/shop",
        "BLOCKED, HOOK_FAILED, BLOCK, keelstream retry production/shop",
        "BLOCKED, FOREIGN_OWNER, BLOCK, keelstream explain production/shop"
    })
    void planThatWaitsIsSaidAtOnceWithItsCommand(State state, Reason reason, Cause cause, String command) {
        // When
        Attentions found = attentions(records.planned(state, problem(reason)), NOW);

        // Then
        assertThat(found.said()).singleElement().satisfies(each -> {
            assertThat(each.cause()).isEqualTo(cause);
            assertThat(each.command()).isEqualTo(command);
            assertThat(each.since()).isEqualTo(NOW);
            assertThat(each.message()).contains(reason.label());
        });
        assertThat(found.again()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void earlierCommitInPlaceOfWhatGitWantsIsABlockAlsoDuringACorrectionOfDrift() {
        // Given
        Plan plan = records.warned(problem(Reason.ROLLED_BACK));
        Known resting = records.with(plan);

        // When
        Attentions first = attentions(resting, NOW);
        Known correcting = records.remembering(first.standing()).releasing(plan);

        // Then
        assertThat(first.said()).extracting(Attention::cause).containsExactly(Cause.BLOCK);
        Attentions meanwhile = attentions(correcting, NOW.plusSeconds(60));
        assertThat(meanwhile.standing()).isEqualTo(first.standing());
        assertThat(meanwhile.resolved()).isEmpty();
    }

    @Test
    void commitThatAPinHoldsIsSaidAtOnceAndThenDaily() {
        // Given
        Plan plan = records.warned(problem(Reason.PINNED));
        Attentions first = attentions(records.with(plan), NOW);

        // When
        Known later = records.remembering(first.standing()).with(plan);

        // Then
        Instant day = NOW.plus(Duration.ofHours(24));
        assertThat(first.said()).singleElement().satisfies(each -> {
            assertThat(each.since()).isEqualTo(NOW);
            assertThat(each.message()).isEqualTo("it is so: Pinned");
            assertThat(each.command()).isEqualTo("keelstream unpin production/shop");
        });
        assertThat(first.again()).isEqualTo(day);
        assertThat(attentions(later, day.minusSeconds(1)).said()).isEmpty();
        assertThat(attentions(later, day).said())
                .singleElement()
                .satisfies(each -> assertThat(each.said().reminders()).isEqualTo(1));
    }

    @Test
    void eachCommitThatAPinHoldsIsSaidAndTheirPinEndsOnce() {
        // Given
        Attentions first = attentions(records.with(records.warned(problem(Reason.PINNED))), NOW);
        TargetRecords newer = records.at("beef".repeat(10));

        // When
        Attentions second = attentions(
                newer.remembering(first.standing()).with(newer.warned(problem(Reason.PINNED))), NOW.plusSeconds(60));
        Attentions unpinned =
                attentions(newer.remembering(second.standing()).planned(State.UNCHANGED), NOW.plusSeconds(90));

        // Then
        assertThat(second.said()).singleElement().satisfies(each -> {
            assertThat(each.revision().commit()).isEqualTo("beef".repeat(10));
            assertThat(each.since()).isEqualTo(NOW);
            assertThat(each.said().reminders()).isZero();
        });
        assertThat(second.resolved()).isEmpty();
        assertThat(unpinned.resolved()).hasSize(1);
    }

    @Test
    void pauseIsSaidWhenItHasKeptACommitBackForADay() {
        // Given
        Pause pause = new Pause(new InForce(
                new Decision("id", Kind.PAUSE, "ada", "incident 7", Named.NOTHING, null, null), NOW.minusSeconds(60)));
        Attentions first = Attentions.of(SHOP, records.planned(State.READY), pause, NOW);

        // When
        Known later = records.remembering(first.standing()).planned(State.READY);

        // Then
        Instant day = NOW.plus(Duration.ofHours(24));
        assertThat(first.said()).isEmpty();
        assertThat(first.again()).isEqualTo(day);
        assertThat(Attentions.of(SHOP, later, pause, day).said())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.cause()).isEqualTo(Cause.PAUSE);
                    assertThat(each.command()).isEqualTo("keelstream resume production/shop");
                });
        assertThat(Attentions.of(SHOP, later, null, day).standing()).isEmpty();
        assertThat(Attentions.of(SHOP, records.planned(State.UNCHANGED), pause, NOW)
                        .standing())
                .isEmpty();
    }

    @Test
    void pinCountsFromTheFirstCommitThatItKeptBackHoweverManyFollow() {
        for (TargetRecords pinned : List.of(records, TargetRecords.pinnedInGit())) {
            // Given
            List<Attention> standing =
                    attentions(pinned.with(pinned.warned(held("first"))), NOW).standing();

            // When
            for (int hour = 1; hour < 24; hour++) {
                Plan next = pinned.warned(held("commit of hour " + hour));
                Attentions later =
                        attentions(pinned.remembering(standing).with(next), NOW.plus(Duration.ofHours(hour)));
                assertThat(later.said()).isEmpty();
                standing = later.standing();
            }

            // Then
            Plan last = pinned.warned(held("last"));
            Instant day = NOW.plus(Duration.ofHours(24));
            assertThat(attentions(pinned.remembering(standing).with(last), day).said())
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.since()).isEqualTo(NOW);
                        assertThat(each.message()).contains("last is held by a pin");
                    });
        }
    }

    @Test
    void commitThatIsNotPlannedYetEndsNothing() {
        Plan plan = records.warned(problem(Reason.PINNED));
        Attentions first = attentions(records.with(plan), NOW);
        Plan ofAnotherCommit = TargetRecords.pinnedInGit().warned(problem(Reason.PINNED));

        Attentions between =
                attentions(records.remembering(first.standing()).with(ofAnotherCommit), NOW.plusSeconds(60));

        assertThat(first.standing()).hasSize(1);
        assertThat(between.standing()).isEqualTo(first.standing());
        assertThat(between.resolved()).isEmpty();
    }

    @Test
    void pinThatGitDeclaresIsNotLiftedByAPersonsCommand() {
        TargetRecords declared = TargetRecords.pinnedInGit();
        Plan plan = declared.warned(problem(Reason.PINNED));
        assertThat(attentions(declared.with(plan), NOW).standing())
                .extracting(Attention::command)
                .containsExactly("keelstream explain production/shop");
    }

    @Test
    void holdThatEndsBeforeItWasSaidIsResolvedInSilence() {
        // Given
        Known held = records.held(new TrialHold(TrialHold.Cause.PODS, NOW, "it is so"));
        List<Attention> unsaid = attentions(held, NOW).standing();

        // When
        Attentions after = attentions(records.remembering(unsaid).planned(State.UNCHANGED), NOW);

        // Then
        assertThat(unsaid).hasSize(1);
        assertThat(after).isEqualTo(new Attentions(List.of(), List.of(), List.of(), null));
    }

    @ParameterizedTest
    @EnumSource
    void holdIsSaidAtOnceOrLaterOrNever(TrialHold.Cause cause) {
        // Given
        Known held = records.held(new TrialHold(cause, NOW, "it is so"));
        boolean meant = cause == TrialHold.Cause.PAUSED;
        Instant soon = NOW.plus(meant ? Duration.ofHours(24) : Duration.ofMinutes(15));

        // Then
        boolean atOnce = cause.forPeople() && !meant;
        boolean never = List.of(TrialHold.Cause.WINDOW, TrialHold.Cause.CHECKS, TrialHold.Cause.UNKNOWN)
                .contains(cause);
        assertThat(look(held, NOW).isEmpty()).isEqualTo(!atOnce);
        assertThat(look(held, soon.minusSeconds(1)).isEmpty()).isEqualTo(!atOnce);
        assertThat(look(held, soon).isEmpty()).isEqualTo(never);
        assertThat(look(held, soon)).allSatisfy(each -> {
            assertThat(each.cause()).isEqualTo(Cause.HOLD);
            assertThat(each.since()).isEqualTo(NOW);
            assertThat(each.message()).contains("it is so", each.command());
        });
    }

    @Test
    void nothingChangesWhileARecordCannotBeRead() {
        // Given
        Known waiting = records.planned(State.AWAITING_APPROVAL, problem(Reason.APPROVAL_MISSING));
        List<Attention> standing = attentions(waiting, NOW).standing();

        // When
        Known unreadable = records.remembering(standing).unreadable();

        // Then
        assertThat(attentions(unreadable, NOW.plus(Duration.ofDays(1))))
                .isEqualTo(new Attentions(standing, List.of(), List.of(), null));
    }

    @Test
    void longSilenceIsFollowedByOneReminder() {
        // Given
        Known waiting = records.planned(State.AWAITING_APPROVAL, problem(Reason.APPROVAL_MISSING));
        List<Attention> standing = attentions(waiting, NOW).standing();

        // When
        Instant later = NOW.plus(Duration.ofDays(3));
        Attentions after = attentions(
                records.remembering(standing).planned(State.AWAITING_APPROVAL, problem(Reason.APPROVAL_MISSING)),
                later);

        // Then
        assertThat(after.said())
                .singleElement()
                .satisfies(each -> assertThat(each.said()).isEqualTo(new Attention.Said(later, 1)));
        assertThat(after.again()).isEqualTo(later.plus(Duration.ofHours(1)));
    }

    @Test
    void whateverHappensEachThingIsSaidBeforeItIsResolvedAndResolvedOnce() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Attention> standing = List.of();
            List<Attention> open = new ArrayList<>();
            Instant now = NOW;
            for (int step = 0; step < 60; step++) {
                now = now.plus(Duration.ofMinutes(random.nextInt(90)));
                Attentions found = attentions(anything(random, standing), now);
                for (Attention said : found.said()) {
                    boolean reminder = open.stream().anyMatch(said::same);
                    assertThat(said.said().reminders() > 0).as("seed %s", seed).isEqualTo(reminder);
                    open.removeIf(said::same);
                    open.add(said);
                }
                for (Attention resolved : found.resolved()) {
                    assertThat(open.removeIf(resolved::same))
                            .as("seed %s", seed)
                            .isTrue();
                }
                assertThat(found.standing().stream().filter(each -> each.said() != null))
                        .as("seed %s", seed)
                        .hasSameSizeAs(open);
                standing = found.standing();
            }
        }
    }

    private Known anything(Random random, List<Attention> standing) {
        TargetRecords.After after = records.remembering(standing);
        return switch (random.nextInt(7)) {
            case 0, 1 -> after.planned(State.AWAITING_APPROVAL, problem(Reason.APPROVAL_MISSING));
            case 2 -> after.planned(State.BLOCKED, problem(Reason.RELEASE_FAILED));
            case 3 -> after.with(records.warned(problem(Reason.PINNED)));
            case 4 -> after.with(records.warned(problem(Reason.ROLLED_BACK)));
            case 5 -> after.unreadable();
            default -> after.planned(State.UNCHANGED);
        };
    }

    private static List<Attention> look(Known known, Instant now) {
        return attentions(known, now).said();
    }

    private static Attentions attentions(Known known, Instant now) {
        return Attentions.of(SHOP, known, null, now);
    }

    private static Problem held(String commit) {
        return Reason.PINNED.problem(commit + " is held by a pin", null);
    }

    private static Problem problem(Reason reason) {
        return reason.problem("it is so: " + reason.label(), null);
    }
}
