package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.FailedBundle;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.contracts.window.Window;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Commits that go back to what was healthy here. */
class RevertPlanTests extends SandboxedPlanner {

    private static final TargetPolicy HOLD = TargetPolicy.DEFAULT.withOnFailure(OnFailure.HOLD);

    private static final Window CLOSED = Window.pause(Instant.parse("2999-01-01T00:00:00Z"));

    /** Changes and deletions ask for approval, and the windows are closed. */
    private static final TargetPolicy STRICT = HOLD.withDeletion(
                    new Prune(Prune.Mode.CONFIRM, 10, 25), HOLD.onRemoval())
            .withGating(new Gating(Sync.MANUAL, Approval.DEFAULT, List.of(CLOSED)));

    /** The windows are closed, and nothing else. */
    private static final TargetPolicy QUICK = HOLD.withGating(new Gating(Sync.AUTO, Approval.DEFAULT, List.of(CLOSED)));

    @Test
    void revertToWhatWasHealthyLastWaitsForNobody() throws Exception {
        // Given
        Desired good = Samples.bundle("last", STRICT, config("a", "1"));
        healthy("t/last", good);
        broken("t/last", Samples.bundle("last", STRICT, config("a", "2"), config("b", "1")));

        // When
        world.desire("t/last", good);
        Plan plan = world.plan("t/last");

        // Then
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trigger()).isEqualTo(Trigger.REVISION);
        assertThat(plan.origin().revert()).isEqualTo(Revert.LAST_HEALTHY);
        assertThat(summary(plan)).containsExactly("UPDATE ConfigMap/last/a");
        assertThat(plan.warnings())
                .anyMatch(each -> each.reason().equals("LeftInPlace") && "ConfigMap/last/b".equals(each.where()));
        assertThat(plan.windows()).as("the applier does not wait either").isEmpty();
        assertThat(plan.movesForward()).isFalse();
    }

    @Test
    void whatARevertLeftAsksForApprovalOnceItIsApplied() throws Exception {
        // Given
        Desired good = Samples.bundle("left", STRICT, config("a", "1"));
        healthy("t/left", good);
        broken("t/left", Samples.bundle("left", STRICT, config("a", "2"), config("b", "1")));

        // When
        world.desire("t/left", good);
        put("t/left", inventory("t/left").withApplied(applied(good)));
        Plan plan = world.plan("t/left");

        // Then
        assertThat(plan.origin().revert()).isNull();
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(reasons(plan)).contains("PruneConfirm");
    }

    @Test
    void revertFurtherBackWaitsForNoWindowButForPeople() throws Exception {
        // Given
        Desired quick = Samples.bundle("quick", QUICK, config("a", "1"));
        Desired strict = Samples.bundle("strict", STRICT, config("a", "1"));
        healthy("t/quick", quick);
        healthy("t/quick", Samples.bundle("quick", QUICK, config("a", "2"), config("b", "1")));
        healthy("t/strict", strict);
        healthy("t/strict", Samples.bundle("strict", STRICT, config("a", "2"), config("b", "1")));

        // When
        world.desire("t/quick", quick);
        world.desire("t/strict", strict);
        Plan ready = world.plan("t/quick");
        Plan asked = world.plan("t/strict");

        // Then
        assertThat(ready.origin().revert()).isEqualTo(Revert.EARLIER_HEALTHY);
        assertThat(ready.state()).as("%s", ready.problems()).isEqualTo(State.READY);
        assertThat(summary(ready)).containsExactly("UPDATE ConfigMap/quick/a", "PRUNE ConfigMap/quick/b");
        assertThat(asked.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(reasons(asked)).containsExactly("SyncManual", "PruneConfirm", "ApprovalMissing");
    }

    @Test
    void commitThatWasNotHealthyHereWaits() throws Exception {
        // Given
        healthy("t/new", Samples.bundle("new", QUICK, config("a", "1")));
        broken("t/new", Samples.bundle("new", QUICK, config("a", "2")));

        // When
        world.desire("t/new", Samples.bundle("new", QUICK, config("a", "3")));
        Plan plan = world.plan("t/new");

        // Then
        assertThat(plan.origin().spared()).isNull();
        assertThat(plan.state()).isEqualTo(State.AWAITING_WINDOW);
    }

    @Test
    void nothingWasHealthyOnAClusterThatWasRebuilt() throws Exception {
        // Given
        Desired good = Samples.bundle("rebuilt", STRICT, config("a", "1"));
        healthy("t/rebuilt", good);
        broken("t/rebuilt", Samples.bundle("rebuilt", STRICT, config("a", "2")));

        // When
        put("t/rebuilt", inventory("t/rebuilt").withPlacement(new Placement("default", "uid-of-before", "rebuilt")));
        world.desire("t/rebuilt", good);
        Plan plan = world.plan("t/rebuilt");

        // Then
        assertThat(plan.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(plan.origin().spared()).isNull();
    }

    /** The bundle is applied, whoever would have to be asked, and is healthy. */
    private static void healthy(String target, Desired bundle) throws Exception {
        History before = release(target, bundle);
        put(
                target,
                inventory(target)
                        .withHistory(before.knownGood(
                                new KnownGood(bundle.bundleDigest(), bundle.revision(), Instant.EPOCH))));
    }

    /** The bundle is applied, whoever would have to be asked, and does not become healthy. */
    private static void broken(String target, Desired bundle) throws Exception {
        History before = release(target, bundle);
        put(
                target,
                inventory(target)
                        .withApplied(new Inventory.Applied(null, bundle.revision(), bundle.revision()))
                        .withHistory(before.withFailed(new FailedBundle(
                                "d", "c0ffee", bundle.bundleDigest(), "crashes", Instant.EPOCH, null, null))));
    }

    /** What was known of the target before. */
    private static History release(String target, Desired bundle) throws Exception {
        Inventory before = world.partition.read(Topic.INVENTORY, Inventory.class, target);
        world.desire(target, bundle);
        world.apply(target, world.plan(target));
        return before == null ? History.NONE : before.history();
    }

    private static Inventory.Applied applied(Desired bundle) {
        return new Inventory.Applied(bundle.bundleDigest(), bundle.revision(), bundle.revision());
    }

    private static void put(String target, Inventory inventory) {
        world.partition.put(Topic.INVENTORY, target, inventory.next(null));
    }

    private static Inventory inventory(String target) {
        return Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
    }

    private static String config(String name, String value) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}, data: {value: \"" + value + "\"}}";
    }
}
