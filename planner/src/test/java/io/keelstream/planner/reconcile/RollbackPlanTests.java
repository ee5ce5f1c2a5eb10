package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.FailedBundle;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A bundle that did not become healthy gives way to one that was. */
class RollbackPlanTests extends SandboxedPlanner {

    private static final TargetPolicy POLICY = TargetPolicy.DEFAULT.withOnFailure(OnFailure.ROLLBACK);

    @Test
    void bundleIsKeptWhenItsPlanIsReady() throws Exception {
        Desired bundle = Samples.bundle("kept", POLICY, config("a", "1"));

        world.desire("t/kept", bundle);
        world.ready("t/kept");

        assertThat(kept("t/kept", bundle)).isEqualTo(bundle);
    }

    @Test
    void bundleOfAnotherPolicyAloneIsKeptAlsoWhereAnotherOneIsWantedBeforeItIsAcknowledged() throws Exception {
        // Given
        Desired first = Samples.bundle("policies", POLICY, config("a", "1"));
        Desired second = Samples.bundle("policies", POLICY.withOnFailure(OnFailure.HOLD), config("a", "1"));
        world.release("t/policies", first);
        world.evaluate("t/policies");

        // When
        world.desire("t/policies", second);
        Plan unchanged = world.plan("t/policies");

        // Then
        assertThat(unchanged.state()).isEqualTo(State.UNCHANGED);
        assertThat(kept("t/policies", second)).isEqualTo(second);
    }

    @Test
    void bundleThatIsTooLargeToBeKeptIsTriedOnceAndAFailureAfterItHolds() throws Exception {
        // Given
        Desired large = Samples.bundle("large", POLICY, config("a", "1"));
        Desired bad = Samples.bundle("large", POLICY, config("a", "2"));
        AtomicInteger tries = new AtomicInteger();
        world.partition.refuse(fact -> {
            boolean tooLarge = fact.topic() == Topic.KNOWN_GOOD && fact.key().endsWith(large.bundleDigest());
            tries.addAndGet(tooLarge ? 1 : 0);
            return tooLarge;
        });

        // When
        Plan plan = failed("t/large", large, bad);
        world.partition.refuse(_ -> false);

        // Then
        assertThat(kept("t/large", large)).isNull();
        assertThat(tries).hasValue(1);
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(plan.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("not rolled back, because the bundle of "
                                + large.revision().shortCommit() + " is not kept"));
    }

    @Test
    void objectThatCameAfterTheHealthyBundleAndMovedSinceIsReleasedToItsNewTarget() throws Exception {
        // Given
        Desired good = Samples.bundle("since", POLICY, config("a", "1"));
        Desired next = Samples.bundle("since", POLICY, config("a", "2"), config("moves", "1"));
        failed("t/since", good, next);

        // When
        Desired given = Samples.bundle("since", POLICY, config("a", "3"));
        Inventory applied = inventory("t/since");
        world.partition.put(
                Topic.INVENTORY,
                "t/since",
                applied.withHistory(applied.history()
                        .withFailed(new FailedBundle(
                                "deployment",
                                given.revision().commit(),
                                given.bundleDigest(),
                                "crashes",
                                Instant.EPOCH,
                                null,
                                null))));
        world.desire(
                "t/since",
                new Desired(
                        false,
                        given.revision(),
                        given.settings(),
                        given.bundleDigest(),
                        given.objects(),
                        List.of(new Desired.Moved("ConfigMap/since/moves", "t/taker")),
                        List.of()));
        world.evaluate("t/since");

        // Then
        assertThat(world.current("t/since").trigger()).isEqualTo(Trigger.ROLLBACK);
        assertThat(summary(world.current("t/since")))
                .containsExactly("UPDATE ConfigMap/since/a", "RELEASE ConfigMap/since/moves");
    }

    @Test
    void bundlesThatNobodyCanReturnToAreDropped() throws Exception {
        // Given
        Desired first = Samples.bundle("dropped", POLICY, config("a", "1"));
        Desired second = Samples.bundle("dropped", POLICY, config("a", "2"));
        Desired third = Samples.bundle("dropped", POLICY, config("a", "3"));
        world.release("t/dropped", first);
        world.release("t/dropped", second);

        // When
        world.desire("t/dropped", third);
        world.ready("t/dropped");

        // Then
        assertThat(kept("t/dropped", first)).isNull();
        assertThat(kept("t/dropped", second)).as("what is applied").isEqualTo(second);
        assertThat(kept("t/dropped", third)).isEqualTo(third);
    }

    @Test
    void lastHealthyBundleIsPlannedForTheRecordOfGit() throws Exception {
        // Given
        Desired good = Samples.bundle("back", POLICY, config("a", "1"));
        Desired bad = Samples.bundle("back", POLICY, config("a", "2"), config("b", "1"));

        // When
        Plan plan = failed("t/back", good, bad);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trigger()).isEqualTo(Trigger.ROLLBACK);
        assertThat(plan.bundleDigest()).isEqualTo(good.bundleDigest());
        assertThat(plan.answers(bad)).isTrue();
        assertThat(summary(plan)).containsExactly("UPDATE ConfigMap/back/a", "PRUNE ConfigMap/back/b");
        assertThat(plan.warnings()).extracting(each -> each.reason()).contains("RolledBack");
    }

    @Test
    void deletionThatAsksForApprovalIsLeftAndListed() throws Exception {
        // Given
        TargetPolicy careful = POLICY.withDeletion(new Prune(Prune.Mode.CONFIRM, 10, 25), POLICY.onRemoval());
        Desired good = Samples.bundle("left", careful, config("a", "1"));
        Desired bad = Samples.bundle("left", careful, config("a", "2"), config("b", "1"));

        // When
        Plan plan = failed("t/left", good, bad);

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(summary(plan)).containsExactly("UPDATE ConfigMap/left/a");
        assertThat(plan.warnings())
                .anyMatch(each -> each.reason().equals("LeftInPlace") && "ConfigMap/left/b".equals(each.where()));
    }

    @Test
    void newerCommitEndsTheRollback() throws Exception {
        // Given
        Desired good = Samples.bundle("newer", POLICY, config("a", "1"));
        Desired bad = Samples.bundle("newer", POLICY, config("a", "2"));
        failed("t/newer", good, bad);

        // When
        Desired fixed = Samples.bundle("newer", POLICY, config("a", "3"));
        world.desire("t/newer", fixed);
        Plan plan = world.ready("t/newer");

        // Then
        assertThat(plan.trigger()).isEqualTo(Trigger.REVISION);
        assertThat(plan.bundleDigest()).isEqualTo(fixed.bundleDigest());
    }

    @Test
    void heldBundleIsBlockedAndSaysWhatToDo() throws Exception {
        // Given
        TargetPolicy hold = POLICY.withOnFailure(OnFailure.HOLD);
        Desired good = Samples.bundle("hold", hold, config("a", "1"));
        Desired bad = Samples.bundle("hold", hold, config("a", "2"));

        // When
        Plan plan = failed("t/hold", good, bad);

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(plan.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("ReleaseFailed");
            assertThat(problem.message()).endsWith("push a change, revert, or run keelstream retry t/hold");
        });
    }

    @Test
    void settledRollbackPlansNothingMore() throws Exception {
        // Given
        Desired good = Samples.bundle("settled", POLICY, config("a", "1"));
        Desired bad = Samples.bundle("settled", POLICY, config("a", "2"));
        Plan rollback = failed("t/settled", good, bad);
        History history = inventory("t/settled").history();

        // When
        world.apply("t/settled", rollback);
        Inventory applied = inventory("t/settled");
        world.partition.put(
                Topic.INVENTORY,
                "t/settled",
                applied.withApplied(new Inventory.Applied(good.bundleDigest(), good.revision(), good.revision()))
                        .withHistory(history));
        world.evaluate("t/settled");

        // Then
        assertThat(world.current("t/settled")).isEqualTo(rollback);
    }

    @Test
    void whatWasNotSeenHealthyIsAppliedAgainWhereOnlyThePolicyDiffers() throws Exception {
        // Given
        Desired bad = Samples.bundle("policy", POLICY, config("a", "1"), config("b", "1"));
        world.release("t/policy", bad);
        Inventory superseded = inventory("t/policy");
        world.partition.put(
                Topic.INVENTORY,
                "t/policy",
                superseded.withObjects(List.of(
                        superseded.objects().getFirst(),
                        superseded.objects().getLast().asDirty())));

        // When
        world.desire(
                "t/policy",
                Samples.bundle("policy", POLICY.withOnFailure(OnFailure.HOLD), config("a", "1"), config("b", "1")));

        // Then
        assertThat(summary(world.ready("t/policy"))).containsExactly("UPDATE ConfigMap/policy/b");
    }

    /** The good bundle was healthy, the release of the bad one applied everything and failed. */
    static Plan failed(String target, Desired good, Desired bad) throws Exception {
        world.release(target, good);
        world.evaluate(target);
        History healthy = History.NONE.knownGood(
                new KnownGood(good.bundleDigest(), good.revision(), Instant.parse("2026-03-01T12:00:00Z")));
        world.partition.put(Topic.INVENTORY, target, inventory(target).withHistory(healthy));
        world.evaluate(target);
        world.release(target, bad);
        Inventory applied = inventory(target);
        world.partition.put(
                Topic.INVENTORY,
                target,
                applied.withApplied(new Inventory.Applied(null, bad.revision(), good.revision()))
                        .withObjects(new ArrayList<>(applied.objects()))
                        .withHistory(healthy.withFailed(new FailedBundle(
                                "deployment",
                                bad.revision().commit(),
                                bad.bundleDigest(),
                                "crashes",
                                Instant.EPOCH,
                                null,
                                null))));
        world.evaluate(target);
        return world.current(target);
    }

    private static Inventory inventory(String target) {
        return Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
    }

    private static Desired kept(String target, Desired bundle) {
        return world.partition.read(Topic.KNOWN_GOOD, Desired.class, target + "#" + bundle.bundleDigest());
    }

    private static String config(String name, String value) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {value: \"" + value + "\"}}";
    }
}
