package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.messaging.event.Fact;
import io.keelstream.planner.sample.Samples;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What approvals and rejections of people do to plans. */
class ApprovalPlanTests extends SandboxedPlanner {

    private static final TargetPolicy MANUAL =
            TargetPolicy.DEFAULT.withGating(new Gating(Sync.MANUAL, new Approval(1, 86_400_000), List.of()));

    @Test
    void changeUnderManualSyncIsAppliedOnceItIsApproved() throws Exception {
        // Given
        String target = target("manual");
        world.desire(target, bundle("manual", MANUAL, "blue"));
        Plan waits = world.plan(target);

        // When
        Decision made = decide(target, Kind.APPROVE, "ada", waits.changeDigest());
        world.evaluate(target);
        world.evaluate(target);

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(PlanningSandbox.reasons(waits)).containsExactly("SyncManual", "ApprovalMissing");
        assertThat(waits.problems().getLast().message())
                .contains("keelstream approve t/manual " + Plan.shortDigest(waits.changeDigest()))
                .endsWith("it has 0 of 1 approval");
        assertThat(world.current(target).state()).isEqualTo(State.READY);
        assertThat(world.current(target).id()).isNotEqualTo(waits.id());
        assertThat(waits.evidence()).isEqualTo(Evidence.NONE);
        assertThat(world.current(target).evidence().decisions())
                .containsExactly(new Decided(made.id(), Kind.APPROVE, "ada", made.reason(), null));
        assertThat(answer(target, "ada").outcome()).isEqualTo(Outcome.HONOURED);
    }

    @Test
    void decisionIsAnsweredAndAuditedOnceInOneTransaction() throws Exception {
        // Given
        String target = target("once");
        world.desire(target, bundle("once", MANUAL, "blue"));
        String digest = world.plan(target).changeDigest();

        // When
        Decision made = decide(target, Kind.APPROVE, "ada", digest);
        for (int i = 0; i < 3; i++) {
            world.evaluate(target);
        }

        // Then
        List<List<Fact>> answers = world.partition.transitions().stream()
                .filter(transition -> transition.stream()
                        .anyMatch(fact -> fact.payload() instanceof DecisionAnswer given
                                && given.decision().equals(made)))
                .toList();
        assertThat(answers)
                .singleElement()
                .satisfies(facts ->
                        assertThat(facts).extracting(Fact::topic).containsExactly(Topic.PLANNER_ANSWER, Topic.AUDIT));
    }

    @Test
    void approvalDoesNotCountForAnotherChange() throws Exception {
        // Given
        String target = target("another");
        world.desire(target, bundle("another", MANUAL, "blue"));
        approve(target, "ada", world.plan(target).changeDigest());

        // When
        world.desire(target, bundle("another", MANUAL, "red"));
        Plan other = world.plan(target);
        approve(target, "bob", Plan.shortDigest(other.changeDigest()));

        // Then
        assertThat(other.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(answer(target, "bob").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer(target, "bob").reason()).isEqualTo(Reason.DECISION_OUTDATED.label());
        assertThat(answer(target, "bob").message()).contains("the change is another one now", "AWAITING_APPROVAL");
    }

    @Test
    void approvalLetsOneReleaseThrough() throws Exception {
        // Given
        String target = target("used");
        world.namespace("used");
        world.release(target, bundle("used", TargetPolicy.DEFAULT, "blue"));
        world.desire(target, bundle("used", MANUAL, "red"));
        Plan first = world.plan(target);
        approve(target, "ada", first.changeDigest());
        world.apply(target, world.ready(target));
        world.desire(target, bundle("used", TargetPolicy.DEFAULT, "blue"));
        world.apply(target, world.ready(target));

        // When
        world.desire(target, bundle("used", MANUAL, "red"));
        Plan again = world.plan(target);

        // Then
        assertThat(again.changeDigest()).isEqualTo(first.changeDigest());
        assertThat(again.state()).isEqualTo(State.AWAITING_APPROVAL);
    }

    @Test
    void approvalDoesNotCountForATargetThatIsRemovedAndAddedAgain() throws Exception {
        // Given
        String target = target("reborn");
        world.namespace("reborn");
        Desired added = Samples.addedAt(bundle("reborn", MANUAL, "blue"), 1);
        world.desire(target, added);
        Plan first = world.plan(target);
        approve(target, "ada", first.changeDigest());
        world.apply(target, world.ready(target));
        world.desire(target, Removals.removed(added, OnRemoval.PRUNE, List.of()));
        assertThat(world.ready(target).removal()).isTrue();

        // When
        world.client
                .delete(ObjectReference.parse("ConfigMap/reborn/settings"), null, false, false)
                .orThrow();
        world.partition.put(Topic.INVENTORY, target, null);
        world.desire(target, Samples.addedAt(added, 3));
        Plan again = world.plan(target);

        // Then
        assertThat(again.changeDigest()).isEqualTo(first.changeDigest());
        assertThat(again.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(again.id()).as("whatever is named by it runs again").isNotEqualTo(first.id());
    }

    @Test
    void withdrawnApprovalDoesNotCount() throws Exception {
        // Given
        String target = target("withdrawn");
        world.desire(target, bundle("withdrawn", MANUAL, "blue"));
        decide(target, Kind.APPROVE, "ada", world.plan(target).changeDigest());
        world.evaluate(target);
        DecisionAnswer answered = answer(target, "ada");

        // When
        world.partition.put(Topic.DECISION, Decision.approvalKey(target, "ada"), null);
        world.evaluate(target);

        // Then
        assertThat(answered.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(world.current(target).state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(world.current(target).problems().getLast().message()).endsWith("it has 0 of 1 approval");
    }

    @Test
    void rejectedChangeIsBlockedUntilTheRejectionIsTakenBack() throws Exception {
        // Given
        String target = target("rejected");
        world.desire(target, bundle("rejected", MANUAL, "blue"));
        String digest = world.plan(target).changeDigest();

        // When
        decide(target, Kind.REJECT, "bob", digest);
        world.evaluate(target);
        world.evaluate(target);
        Plan rejected = world.current(target);
        approve(target, "ada", digest);
        Plan approved = world.current(target);
        approve(target, "bob", digest);

        // Then
        assertThat(rejected.state()).isEqualTo(State.BLOCKED);
        assertThat(PlanningSandbox.reasons(rejected)).containsExactly("Rejected", "SyncManual");
        assertThat(rejected.problems().getFirst().message())
                .contains("keelstream withdraw t/rejected", "was rejected by bob: because");
        assertThat(answer(target, "ada").reason()).isEqualTo(Reason.DECISION_OVERRULED.label());
        assertThat(approved.state()).isEqualTo(State.BLOCKED);
        assertThat(world.current(target).state()).isEqualTo(State.READY);
    }

    @Test
    void driftIsPutBackWithoutApproval() throws Exception {
        // Given
        String target = target("drifting");
        world.namespace("drifting");
        world.desire(target, bundle("drifting", MANUAL, "blue"));
        approve(target, "ada", world.plan(target).changeDigest());
        world.apply(target, world.ready(target));

        // When
        drift(target, "ConfigMap/drifting/settings");
        world.evaluate(target);

        // Then
        assertThat(world.current(target).trigger()).isEqualTo(Trigger.DRIFT);
        assertThat(world.current(target).state()).isEqualTo(State.READY);
    }

    @Test
    void driftThatComesInBetweenTakesNoApprovalBack() throws Exception {
        // Given
        String target = target("noise");
        world.namespace("noise");
        String other = "{apiVersion: v1, kind: ConfigMap, metadata: {name: other}, data: {colour: green}}";
        world.release(target, Samples.bundle("noise", TargetPolicy.DEFAULT, settings("blue"), other));
        world.desire(target, Samples.bundle("noise", MANUAL, settings("red"), other));
        String digest = world.plan(target).changeDigest();

        // When
        drift(target, "ConfigMap/noise/other");
        approve(target, "ada", digest);

        // Then
        assertThat(world.current(target).changeDigest()).isEqualTo(digest);
        assertThat(world.current(target).state()).isEqualTo(State.READY);
        assertThat(PlanningSandbox.summary(world.current(target)))
                .containsExactlyInAnyOrder("UPDATE ConfigMap/noise/settings", "UPDATE ConfigMap/noise/other");
    }

    @Test
    void driftBesideAChangeThatWaitsWaitsWithIt() throws Exception {
        // Given
        String target = target("beside");
        world.namespace("beside");
        String other = "{apiVersion: v1, kind: ConfigMap, metadata: {name: other}, data: {colour: green}}";
        world.release(target, Samples.bundle("beside", TargetPolicy.DEFAULT, settings("blue"), other));
        world.desire(target, Samples.bundle("beside", MANUAL, settings("red"), other));
        world.plan(target);

        // When
        drift(target, "ConfigMap/beside/other");
        world.evaluate(target);

        // Then
        assertThat(world.current(target).state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(PlanningSandbox.summary(world.current(target)))
                .containsExactlyInAnyOrder("UPDATE ConfigMap/beside/settings", "UPDATE ConfigMap/beside/other");
    }

    @Test
    void approvalThatWasAnsweredBeforeAKillCountsAfterIt() throws Exception {
        // Given
        String target = target("killed");
        world.desire(target, bundle("killed", MANUAL, "blue"));
        String digest = world.plan(target).changeDigest();
        Decision made = decide(target, Kind.APPROVE, "ada", digest);
        world.evaluate(target);
        Plan before = world.current(target);

        // When
        TargetPlanner next = world.planner(world.partition, world.settings, Clock.systemUTC());
        next.evaluate(target);
        next.evaluate(target);

        // Then
        assertThat(before.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(world.current(target).state()).isEqualTo(State.READY);
        assertThat(world.partition.written())
                .filteredOn(fact -> fact.topic() == Topic.AUDIT
                        && fact.payload() instanceof DecisionAnswer given
                        && given.decision().equals(made))
                .hasSize(1);
    }

    @Test
    void approvalAndRejectionAtTheSameTimeAreBothAnsweredAndTheRejectionCounts() throws Exception {
        // Given
        String target = target("at-once");
        world.desire(target, bundle("at-once", MANUAL, "blue"));
        String digest = world.plan(target).changeDigest();

        // When
        decide(target, Kind.APPROVE, "ada", digest);
        decide(target, Kind.REJECT, "bob", digest);
        world.evaluate(target);
        world.evaluate(target);

        // Then
        assertThat(answer(target, "ada").outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(answer(target, "bob").outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(world.current(target).state()).isEqualTo(State.BLOCKED);
    }

    @Test
    void removalIsCarriedOutOnceItIsApproved() throws Exception {
        // Given
        String target = target("removal");
        world.namespace("removal");
        Desired base = bundle("removal", TargetPolicy.DEFAULT, "blue");
        world.release(target, base);
        world.desire(target, Removals.removed(base, OnRemoval.CONFIRM, List.of()));
        Plan waits = world.plan(target);

        // When
        approve(target, "ada", waits.changeDigest());

        // Then
        assertThat(PlanningSandbox.reasons(waits)).containsExactly("RemovalConfirm", "ApprovalMissing");
        assertThat(world.current(target).state()).isEqualTo(State.READY);
        assertThat(PlanningSandbox.summary(world.current(target))).containsExactly("PRUNE ConfigMap/removal/settings");
    }

    @Test
    void decisionDuringAReleaseIsAnswered() throws Exception {
        // Given
        String target = target("releasing");
        world.namespace("releasing");
        world.release(target, bundle("releasing", TargetPolicy.DEFAULT, "blue"));
        Inventory inventory = Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
        world.partition.put(
                Topic.INVENTORY,
                target,
                inventory.next(new Inventory.RunningRelease("deployment", "plan", "bundle", List.of())));

        // When
        approve(target, "ada", "sha256:abc");

        // Then
        assertThat(answer(target, "ada").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer(target, "ada").message()).startsWith("a release of t/releasing runs");
    }

    @Test
    void decisionAboutATargetThatGitDoesNotHaveIsAnswered() throws Exception {
        approve("t/nowhere", "ada", "sha256:abc");

        assertThat(answer("t/nowhere", "ada").message()).isEqualTo("Git has no target t/nowhere");
    }

    @Test
    void decisionThatCannotBeReadIsIgnoredAndSaid() throws Exception {
        // Given
        String target = target("poison");
        world.partition.poison(Topic.DECISION, Decision.approvalKey(target, "ada"));
        world.partition.poison(Topic.DECISION, Kind.REHEARSE.key(target));

        // When
        world.desire(target, bundle("poison", MANUAL, "blue"));
        Plan plan = world.plan(target);

        // Then
        assertThat(plan.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(plan.warnings())
                .extracting(each -> each.where() + ": " + each.message())
                .anyMatch(text -> text.startsWith("t/poison#approval/ada: the decision in"))
                .anyMatch(text -> text.startsWith("t/poison#rehearse: the decision in"))
                .allMatch(text -> !text.contains("cannot be read")
                        || text.endsWith("cannot be read (not JSON); it is ignored until it is made again"));
    }

    private static String target(String name) {
        return "t/" + name;
    }

    private static String settings(String colour) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {colour: " + colour + "}}";
    }

    private static Desired bundle(String namespace, TargetPolicy policy, String colour) {
        return Samples.bundle(namespace, policy, settings(colour));
    }

    private static Decision decide(String target, Kind kind, String actor, String digest) {
        Decision made =
                new Decision(UUID.randomUUID().toString(), kind, actor, "because", Named.change(digest), null, null);
        world.partition.put(Topic.DECISION, made.key(target), made);
        return made;
    }

    /** Approves, and lets the planner answer and plan anew. */
    private static void approve(String target, String actor, String digest) throws InterruptedException {
        decide(target, Kind.APPROVE, actor, digest);
        world.evaluate(target);
        world.evaluate(target);
    }

    private static DecisionAnswer answer(String target, String actor) {
        @Nullable
        DecisionAnswer answer =
                world.partition.read(Topic.PLANNER_ANSWER, DecisionAnswer.class, Decision.approvalKey(target, actor));
        return Objects.requireNonNull(answer);
    }

    private static void drift(String target, String reference) {
        world.client
                .patch(
                        ObjectReference.parse(reference),
                        "application/merge-patch+json",
                        Map.of("data", Map.of("colour", "grey")),
                        "kubectl-edit")
                .orThrow();
        long sequence = Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target))
                .sequence();
        Instant now = Instant.now();
        DriftedObject object = new DriftedObject(
                reference,
                DriftKind.MODIFIED,
                new DriftedObject.Difference(List.of(), 0, null, "fingerprint"),
                "digest",
                Drift.CORRECT,
                new DriftedObject.Times(now, now),
                new DriftedObject.Contest(false, null));
        world.partition.put(Topic.DRIFTED, target, new DriftState(sequence, List.of(object), List.of(), List.of()));
    }
}
