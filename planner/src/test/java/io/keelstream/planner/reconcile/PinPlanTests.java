package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.audit.Evidence.Skipped;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.contracts.window.Window;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people decide about the commit of a target. */
class PinPlanTests extends SandboxedPlanner {

    @Test
    void rollbackPlansTheCommitThatAPersonNamed() throws Exception {
        // Given
        Desired first = healthy("t/back", bundle("back", "1"));
        released("t/back", bundle("back", "2"));

        // When
        Decision made = decide("t/back", Kind.ROLLBACK, first);

        // Then
        DecisionAnswer answer = answer("t/back", made);
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.HONOURED);
        assertThat(answer.message())
                .isEqualTo("t/back returns to " + first.revision().shortCommit()
                        + " until keelstream unpin t/back, as decided by ada (incident 7)");
        Plan plan = world.current("t/back");
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trigger()).isEqualTo(Trigger.ROLLBACK);
        assertThat(plan.bundleDigest()).isEqualTo(first.bundleDigest());
    }

    @Test
    void rollbackDoesNotWaitForTheNextTryOfACommitThatIsRefused() throws Exception {
        // Given
        Desired first = healthy("t/refusal", bundle("refusal", "1"));
        released("t/refusal", bundle("refusal", "2"));
        world.desire(
                "t/refusal",
                Samples.bundle(
                        "refusal",
                        TargetPolicy.DEFAULT,
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, dada: {value: wrong}}"));
        world.evaluate("t/refusal");
        assertThat(world.current("t/refusal").state()).isEqualTo(State.FAILED);

        // When
        decide("t/refusal", Kind.ROLLBACK, first);

        // Then
        assertThat(world.current("t/refusal").state()).isEqualTo(State.READY);
        assertThat(world.current("t/refusal").bundleDigest()).isEqualTo(first.bundleDigest());
    }

    @Test
    void rollbackPassesABarrierOnlyWithTheFlag() throws Exception {
        // Given
        Desired first = healthy("t/barrier", bundle("barrier", "1"));
        released("t/barrier", bundle("barrier", "2"));
        Inventory now = inventory("t/barrier");
        Inventory.Barrier contract =
                new Inventory.Barrier("Job.batch/barrier/contract", "c0ffee".repeat(6), Instant.EPOCH.plusSeconds(1));
        world.partition.put(
                Topic.INVENTORY, "t/barrier", now.withHistory(now.history().withBarrier(contract)));

        // When
        Decision barred = decide("t/barrier", Kind.ROLLBACK, first);

        // Then
        DecisionAnswer refused = answer("t/barrier", barred);
        assertThat(refused.reason()).isEqualTo("RollbackBarred");
        assertThat(refused.message())
                .isEqualTo("the hook Job.batch/barrier/contract of commit c0ffeec0ffee, which ran since then, is a"
                        + " barrier for rollbacks; keelstream rollback t/barrier --to "
                        + first.revision().shortCommit() + " --past-barrier passes it");
        assertThat(world.current("t/barrier").trigger()).isEqualTo(Trigger.REVISION);

        // When
        Decision passes = decided(
                "t/barrier",
                Kind.ROLLBACK,
                Named.commit(first.revision().commit()).pastBarriers());

        // Then
        assertThat(answer("t/barrier", passes).outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(world.current("t/barrier").evidence().decisions())
                .containsExactly(new Decided(passes.id(), Kind.ROLLBACK, "ada", "incident 7", null));
        assertThat(world.current("t/barrier").evidence().skipped())
                .containsExactly(new Skipped(
                        "RollbackBarred",
                        "the hook Job.batch/barrier/contract of commit c0ffeec0ffee is a barrier for rollbacks, and was"
                                + " passed by --past-barrier"));
        assertThat(world.current("t/barrier").bundleDigest()).isEqualTo(first.bundleDigest());
        assertThat(world.current("t/barrier").state()).isEqualTo(State.READY);
    }

    @Test
    void rollbackSaysWhatItDidNotWaitFor() throws Exception {
        // Given
        Desired first = healthy("t/passed", bundle("passed", "1"));
        released("t/passed", bundle("passed", "2"));
        world.desire("t/passed", bundle("passed", "3", closedAndManual()));
        world.evaluate("t/passed");

        // When
        decide("t/passed", Kind.ROLLBACK, first);

        // Then
        Plan plan = world.current("t/passed");
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(plan.evidence().skipped())
                .containsExactly(
                        new Skipped("SyncManual", "policy.sync is manual, and what goes back waits for nobody"),
                        new Skipped("WindowClosed", "policy.windows are closed, and what goes back waits for nobody"));
    }

    @Test
    void rollbackToWhatTenantsMayNotHaveAnyMoreIsRefused() throws Exception {
        // Given
        Desired first = healthy("t/limits", bundle("limits", "1"));
        released("t/limits", bundle("limits", "2"));
        TenantLimits narrow =
                new TenantLimits("blue", List.of("other"), List.of("*"), List.of(), List.of(), List.of("*"));
        Desired wanted = Objects.requireNonNull(world.partition.read(Topic.DESIRED, Desired.class, "t/limits"));
        world.partition.put(Topic.LIMITS, "t/limits", new NewerLimits(wanted.identity(), List.of(narrow)));

        // When
        Decision made = decide("t/limits", Kind.ROLLBACK, first);

        // Then
        DecisionAnswer refused = answer("t/limits", made);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason()).isEqualTo("TenantLimit");
        assertThat(refused.message()).contains("which tenant 'blue' may not have (namespaces: other)");
    }

    @Test
    void newCommitsAreHeldUntilThePinEnds() throws Exception {
        // Given
        Desired first = healthy("t/held", bundle("held", "1"));
        decide("t/held", Kind.PIN, first);

        // When
        Desired second = bundle("held", "2");
        world.desire("t/held", second);
        world.evaluate("t/held");

        // Then
        Plan held = world.current("t/held");
        assertThat(held.state()).isEqualTo(State.UNCHANGED);
        assertThat(held.answers(second)).isTrue();
        assertThat(held.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message())
                        .contains("is held by the pin of ada (incident 7) since")
                        .endsWith("keelstream unpin t/held ends the pin"));

        // When
        Decision unpin = decide("t/held", Kind.UNPIN, null);

        // Then
        assertThat(answer("t/held", unpin).outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(world.current("t/held").state()).isEqualTo(State.READY);
        assertThat(world.current("t/held").bundleDigest()).isEqualTo(second.bundleDigest());
    }

    @Test
    void decisionIsAnsweredOnceAndAudited() throws Exception {
        // Given
        Desired first = healthy("t/once", bundle("once", "1"));

        // When
        Decision made = decide("t/once", Kind.PIN, first);
        world.evaluate("t/once");

        // Then
        assertThat(world.partition.written())
                .filteredOn(fact -> fact.type() == EventType.DECISION_HONOURED
                        && fact.payload() instanceof DecisionAnswer given
                        && given.decision().equals(made))
                .hasSize(1);
    }

    @Test
    void pinThatIsRefusedDoesNotEndTheOneThatStands() throws Exception {
        // Given
        Desired first = healthy("t/refused", bundle("refused", "1"));
        decide("t/refused", Kind.PIN, first);

        // When
        Decision wrong = decideOn("t/refused", Kind.PIN, "0123456789abcdef");
        Desired second = bundle("refused", "2");
        world.desire("t/refused", second);
        world.evaluate("t/refused");

        // Then
        DecisionAnswer answer = answer("t/refused", wrong);
        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.message())
                .isEqualTo("t/refused was not healthy at 0123456789abcdef lately; it was at "
                        + first.revision().shortCommit() + ". For any other commit, revert in Git");
        assertThat(world.current("t/refused").bundleDigest()).isEqualTo(first.bundleDigest());
    }

    @Test
    void rollbackToWhatGitWantsAndUnpinWithoutAPinAreRefused() throws Exception {
        Desired first = healthy("t/nothing", bundle("nothing", "1"));

        assertThat(answer("t/nothing", decide("t/nothing", Kind.ROLLBACK, first))
                        .message())
                .endsWith("is what Git wants; keelstream pin stays at it");
        assertThat(answer("t/nothing", decide("t/nothing", Kind.UNPIN, null)).message())
                .isEqualTo("t/nothing is not pinned");
    }

    @Test
    void pinInGitHoldsUntilGitEndsItAndAPersonsTakesPrecedence() throws Exception {
        // Given
        Desired first = healthy("t/declared", bundle("declared", "1"));
        Desired second = healthy("t/declared", at("beef".repeat(10), bundle("declared", "2")));

        // When
        Desired third = declaring("declared", "3", first);
        world.desire("t/declared", third);
        world.evaluate("t/declared");

        // Then
        Plan back = world.current("t/declared");
        assertThat(back.state()).isEqualTo(State.READY);
        assertThat(back.trigger()).isEqualTo(Trigger.ROLLBACK);
        assertThat(back.bundleDigest()).isEqualTo(first.bundleDigest());
        assertThat(answer("t/declared", decide("t/declared", Kind.UNPIN, null)).message())
                .isEqualTo("t/declared is pinned in Git alone: take policy.pin out of keelstream.yaml");

        // When
        decide("t/declared", Kind.PIN, second);

        // Then
        assertThat(world.current("t/declared").bundleDigest()).isEqualTo(second.bundleDigest());

        // When
        decide("t/declared", Kind.UNPIN, null);

        // Then
        assertThat(world.current("t/declared").bundleDigest()).isEqualTo(first.bundleDigest());

        // When
        Desired fourth = bundle("declared", "3");
        world.desire("t/declared", fourth);
        world.evaluate("t/declared");

        // Then
        assertThat(world.current("t/declared").bundleDigest()).isEqualTo(fourth.bundleDigest());
    }

    @Test
    void runningReleaseOfAnotherBundleIsToldToEnd() throws Exception {
        // Given
        Desired first = healthy("t/running", bundle("running", "1"));
        Desired second = bundle("running", "2");
        world.desire("t/running", second);
        Plan plan = world.ready("t/running");
        Inventory inventory = inventory("t/running");
        world.partition.put(
                Topic.INVENTORY,
                "t/running",
                inventory.next(
                        new Inventory.RunningRelease("deployment", plan.id(), second.bundleDigest(), List.of())));

        // When
        decide("t/running", Kind.ROLLBACK, first);

        // Then
        Plan overruled = world.current("t/running");
        assertThat(overruled.trigger()).isEqualTo(Trigger.ROLLBACK);
        assertThat(overruled.state()).isEqualTo(State.BLOCKED);
        assertThat(overruled.answers(second)).isTrue();
        assertThat(overruled.bundleDigest()).isEqualTo(first.bundleDigest());
        assertThat(overruled.inventorySequence()).isGreaterThan(plan.inventorySequence());
    }

    @Test
    void releaseThatAPinWasToEndGoesOnWhereThePinEndsBefore() throws Exception {
        // Given
        Desired first = healthy("t/spared", bundle("spared", "1"));
        Desired second = bundle("spared", "2");
        world.desire("t/spared", second);
        Plan plan = world.ready("t/spared");
        world.partition.put(
                Topic.INVENTORY,
                "t/spared",
                inventory("t/spared")
                        .next(new Inventory.RunningRelease("deployment", plan.id(), second.bundleDigest(), List.of())));
        decide("t/spared", Kind.ROLLBACK, first);
        assertThat(world.current("t/spared").trigger()).isEqualTo(Trigger.ROLLBACK);
        Inventory progress = inventory("t/spared");
        world.partition.put(Topic.INVENTORY, "t/spared", progress.next(Objects.requireNonNull(progress.release())));

        // When
        decide("t/spared", Kind.UNPIN, null);

        // Then
        Plan spared = world.current("t/spared");
        assertThat(spared.trigger()).as("it orders no end").isEqualTo(Trigger.REVISION);
        assertThat(spared.state()).isEqualTo(State.UNCHANGED);
        assertThat(spared.bundle().pinned()).isNull();
        assertThat(spared.answers(second)).isTrue();
    }

    @Test
    void pinAndItsEndArePublishedAlsoWhereNothingElseIsNew() throws Exception {
        // Given
        healthy("t/else", bundle("else", "1"));
        Desired second = bundle("else", "2");
        world.desire("t/else", second);
        Plan plan = world.ready("t/else");
        world.partition.put(
                Topic.INVENTORY,
                "t/else",
                inventory("t/else")
                        .withHistory(inventory("t/else")
                                .history()
                                .knownGood(new KnownGood(
                                        second.bundleDigest(), second.revision(), Instant.EPOCH.plusSeconds(1))))
                        .next(new Inventory.RunningRelease("deployment", plan.id(), second.bundleDigest(), List.of())));

        // When
        decide("t/else", Kind.PIN, second);
        Plan pinned = world.current("t/else");
        decide("t/else", Kind.UNPIN, null);

        // Then
        assertThat(pinned.id()).as("a release runs").isEqualTo(plan.id());
        assertThat(pinned.bundle().pinned()).isEqualTo(second.revision().commit());
        assertThat(world.current("t/else").id()).isEqualTo(plan.id());
        assertThat(world.current("t/else").bundle().pinned()).isNull();
    }

    @Test
    void anotherPinToTheSameCommitIsAnotherPlanAndSaysByWhom() throws Exception {
        // Given
        Desired first = healthy("t/whom", at("1".repeat(40), bundle("whom", "1")));
        healthy("t/whom", at("2".repeat(40), bundle("whom", "2")));
        decide("t/whom", Kind.ROLLBACK, first);
        Plan one = world.current("t/whom");

        // When
        Decision made = decide("t/whom", Kind.PIN, first);
        Plan other = world.current("t/whom");

        // Then
        assertThat(one.state()).isEqualTo(State.READY);
        assertThat(other.bundleDigest()).isEqualTo(one.bundleDigest());
        assertThat(other.id()).isNotEqualTo(one.id());
        assertThat(other.evidence().decisions())
                .singleElement()
                .satisfies(each -> assertThat(each.id()).isEqualTo(made.id()));
    }

    @Test
    void pinIsPublishedAlsoWhereItHoldsNothingBack() throws Exception {
        // Given
        Desired first = healthy("t/says", bundle("says", "1"));
        assertThat(world.current("t/says").bundle().pinned()).isNull();

        // When
        decide("t/says", Kind.PIN, first);

        // Then
        assertThat(world.current("t/says").state()).isEqualTo(State.UNCHANGED);
        assertThat(world.current("t/says").bundle().pinned())
                .isEqualTo(first.revision().commit());

        // When
        decide("t/says", Kind.UNPIN, null);

        // Then
        assertThat(world.current("t/says").bundle().pinned()).isNull();
    }

    @Test
    void pinHoldsWhereTheInventoryIsLostOrThePinCannotBeRead() throws Exception {
        // Given
        Desired first = healthy("t/lost", bundle("lost", "1"));
        decide("t/lost", Kind.PIN, first);
        world.desire("t/lost", bundle("lost", "2"));

        // When
        world.partition.put(Topic.INVENTORY, "t/lost", null);
        world.evaluate("t/lost");

        // Then
        assertHeld("t/lost", "is held by the pin of ada (incident 7)", "it is not known what was healthy here");

        // When
        world.partition.poison(Topic.PLANNER_ANSWER, "t/lost#pinned");
        world.evaluate("t/lost");

        // Then
        assertHeld("t/lost", "is held by a pin whose record cannot be read", "keelstream unpin t/lost ends the pin");

        // When
        decide("t/lost", Kind.UNPIN, null);

        // Then
        assertThat(world.current("t/lost").state()).isEqualTo(State.READY);
    }

    @Test
    void decisionThatCannotBeReadHoldsWhereNoPinStandsUntilThePinEnds() throws Exception {
        // Given
        healthy("t/unread", bundle("unread", "1"));

        // When
        world.partition.poison(Topic.DECISION, Kind.PIN.key("t/unread"));
        world.desire("t/unread", bundle("unread", "2"));
        world.evaluate("t/unread");

        // Then
        assertHeld(
                "t/unread",
                "is held by a pin whose record cannot be read (t/unread#pin: not JSON)",
                "keelstream unpin t/unread ends the pin, and another pin or rollback takes its place");
        assertThat(unreadable("t/unread")).containsExactly("t/unread#pin");

        // When
        Decision unpin = decide("t/unread", Kind.UNPIN, null);

        // Then
        assertThat(answer("t/unread", unpin).outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(world.current("t/unread").state()).isEqualTo(State.READY);
        assertThat(unreadable("t/unread")).isEmpty();
        assertThat(answer("t/unread", decide("t/unread", Kind.UNPIN, null)).outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void decisionThatCannotBeReadGivesWayToAnotherPin() throws Exception {
        // Given
        Desired first = healthy("t/again", bundle("again", "1"));
        released("t/again", bundle("again", "2"));
        world.partition.poison(Topic.DECISION, Kind.PIN.key("t/again"));
        world.evaluate("t/again");
        assertHeld("t/again", "is held by a pin whose record cannot be read");

        // When
        decide("t/again", Kind.ROLLBACK, first);

        // Then
        assertThat(world.current("t/again").state()).isEqualTo(State.READY);
        assertThat(world.current("t/again").bundleDigest()).isEqualTo(first.bundleDigest());
    }

    @Test
    void decisionThatCannotBeReadDoesNotEndThePinThatStandsAndIsSaid() throws Exception {
        // Given
        Desired first = healthy("t/stands", bundle("stands", "1"));
        decide("t/stands", Kind.PIN, first);
        world.desire("t/stands", bundle("stands", "2"));

        // When
        world.partition.poison(Topic.DECISION, Kind.PIN.key("t/stands"));
        world.evaluate("t/stands");

        // Then
        assertThat(world.current("t/stands").state()).isEqualTo(State.UNCHANGED);
        assertThat(world.current("t/stands").bundle().pinned())
                .isEqualTo(first.revision().commit());
        assertThat(unreadable("t/stands")).containsExactly("t/stands#pin");
    }

    @Test
    void pinWhoseAnswerIsLostTogetherWithTheInventoryHolds() throws Exception {
        // Given
        Desired first = healthy("t/both", bundle("both", "1"));
        Decision made = decide("t/both", Kind.PIN, first);
        world.desire("t/both", bundle("both", "2"));

        // When
        world.partition.put(Topic.INVENTORY, "t/both", null);
        world.partition.put(Topic.PLANNER_ANSWER, Kind.PIN.key("t/both"), null);
        world.partition.put(Topic.PLANNER_ANSWER, "t/both#pinned", null);
        world.evaluate("t/both");

        // Then
        assertThat(answer("t/both", made).message())
                .isEqualTo(
                        "t/both stays as it is until keelstream unpin t/both, since it is not known what was healthy here,"
                                + " as decided by ada (incident 7)");
        assertHeld("t/both", "is held by the pin of ada (incident 7)");
    }

    @Test
    void pinEndsWithTheTargetAndNotBefore() throws Exception {
        // Given
        Desired first = healthy("t/ended", Samples.addedAt(bundle("ended", "1"), 1));
        decide("t/ended", Kind.PIN, first);
        Desired removed = Removals.removed(first, OnRemoval.PRUNE, List.of());

        // When
        world.desire("t/ended", removed);
        assertThat(world.ready("t/ended").removal()).isTrue();
        world.desire("t/ended", Samples.addedAt(bundle("ended", "2"), 3));
        world.evaluate("t/ended");

        // Then
        assertThat(world.current("t/ended").bundleDigest())
                .as("Git took the removal back")
                .isEqualTo(first.bundleDigest());

        // When
        world.desire("t/ended", removed);
        world.ready("t/ended");
        world.client
                .delete(ObjectReference.parse("ConfigMap/ended/a"), null, false, false)
                .orThrow();
        world.partition.put(Topic.INVENTORY, "t/ended", null);
        world.evaluate("t/ended");
        Desired back = Samples.addedAt(bundle("ended", "2"), 5);
        world.desire("t/ended", back);

        // Then
        assertThat(world.ready("t/ended").bundleDigest()).isEqualTo(back.bundleDigest());
        assertThat(world.current("t/ended").bundle().pinned()).isNull();
        world.apply("t/ended", world.current("t/ended"));
        Desired next = bundle("ended", "3");
        world.desire("t/ended", next);
        assertThat(world.ready("t/ended").bundleDigest()).isEqualTo(next.bundleDigest());
    }

    @Test
    void pinEndsWithTheTargetAlsoWhereThePlannerWasAwayMeanwhile() throws Exception {
        // Given
        Desired first = healthy("t/away", Samples.addedAt(bundle("away", "1"), 1));
        decide("t/away", Kind.PIN, first);
        assertThat(world.current("t/away").bundle().pinned()).isNotNull();

        // When
        world.client
                .delete(ObjectReference.parse("ConfigMap/away/a"), null, false, false)
                .orThrow();
        world.partition.put(Topic.INVENTORY, "t/away", null);
        Desired back = Samples.addedAt(bundle("away", "2"), 3);
        world.desire("t/away", back);

        // Then
        assertThat(world.ready("t/away").bundleDigest()).isEqualTo(back.bundleDigest());
        assertThat(world.partition.read(Topic.PLANNER_ANSWER, DecisionAnswer.class, "t/away#pinned"))
                .isNull();
        assertThat(world.current("t/away").bundle().pinned()).isNull();
    }

    /** Keys of the decisions of which the plan says that they cannot be read. */
    private static List<@Nullable String> unreadable(String target) {
        return world.current(target).warnings().stream()
                .filter(Reason.POISON_EVENT::is)
                .map(Problem::where)
                .toList();
    }

    private static void assertHeld(String target, String... why) {
        Plan plan = world.current(target);
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.BLOCKED);
        assertThat(plan.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains(why));
    }

    /** Releases a bundle that ends healthy. */
    private static Desired healthy(String target, Desired bundle) throws Exception {
        released(target, bundle);
        Inventory applied = inventory(target);
        History history =
                applied.history().knownGood(new KnownGood(bundle.bundleDigest(), bundle.revision(), Instant.EPOCH));
        world.partition.put(Topic.INVENTORY, target, applied.withHistory(history));
        world.evaluate(target);
        return bundle;
    }

    private static void released(String target, Desired bundle) throws Exception {
        Inventory before = world.partition.read(Topic.INVENTORY, Inventory.class, target);
        world.release(target, bundle);
        if (before != null) {
            world.partition.put(Topic.INVENTORY, target, inventory(target).withHistory(before.history()));
        }
        world.evaluate(target);
    }

    private static Decision decide(String target, Kind kind, @Nullable Desired to) throws Exception {
        return decideOn(target, kind, to == null ? null : to.revision().commit());
    }

    private static Decision decideOn(String target, Kind kind, @Nullable String commit) throws Exception {
        return decided(target, kind, commit == null ? Named.NOTHING : Named.commit(commit));
    }

    private static Decision decided(String target, Kind kind, Named named) throws Exception {
        Decision made = new Decision(UUID.randomUUID().toString(), kind, "ada", "incident 7", named, null, null);
        world.partition.put(Topic.DECISION, kind.key(target), made);
        world.evaluate(target);
        return made;
    }

    private static DecisionAnswer answer(String target, Decision made) {
        DecisionAnswer answer = Objects.requireNonNull(world.partition.read(
                Topic.PLANNER_ANSWER, DecisionAnswer.class, made.kind().key(target)));
        assertThat(answer.decision()).isEqualTo(made);
        return answer;
    }

    private static Inventory inventory(String target) {
        return Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
    }

    private static Desired bundle(String namespace, String value) {
        return bundle(namespace, value, TargetPolicy.DEFAULT);
    }

    /** Under this policy a commit waits for an approval, and for windows that open in two days. */
    private static TargetPolicy closedAndManual() {
        String later =
                LocalDate.now(ZoneOffset.UTC).plusDays(2).getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT);
        return TargetPolicy.DEFAULT.withGating(new Gating(
                Gating.Sync.MANUAL,
                Gating.Approval.DEFAULT,
                List.of(new Window(Window.Effect.ALLOW, later + " 09:00-16:00", "UTC"))));
    }

    private static Desired at(String commit, Desired bundle) {
        Revision revision = new Revision("infra", "refs/heads/main", commit, "A", "Change", Instant.EPOCH);
        return new Desired(
                false,
                revision,
                bundle.settings(),
                bundle.bundleDigest(),
                bundle.objects(),
                bundle.hooks(),
                bundle.notes());
    }

    private static Desired declaring(String namespace, String value, Desired pinned) {
        Gating gating = Gating.DEFAULT.pinnedTo(pinned.revision().commit());
        return bundle(namespace, value, TargetPolicy.DEFAULT.withGating(gating));
    }

    private static Desired bundle(String namespace, String value, TargetPolicy policy) {
        return Samples.bundle(
                namespace,
                policy,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {value: \"" + value + "\"}}");
    }
}
