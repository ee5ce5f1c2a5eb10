package io.keelstream.planner.dependency;

import static io.keelstream.planner.dependency.Published.commit;
import static io.keelstream.planner.dependency.Published.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Requirement;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.Revert;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.Mode;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.planner.gate.Objection;
import io.keelstream.planner.gate.PlanDraft;
import io.keelstream.planner.gate.Unrecorded;
import io.keelstream.planner.reconcile.PublishedTargets;
import io.keelstream.testing.partition.MemoryPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DependenciesTests {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private static final SortedMap<String, List<String>> NO_MOVES = Collections.emptySortedMap();

    private final MemoryPartition records = new MemoryPartition();
    private final List<String> woken = new ArrayList<>();
    private boolean current = true;
    private final OtherTargets others =
            new OtherTargets(new PublishedTargets(() -> records.table(Topic.TARGET, TargetState.class), () -> current));
    private final Dependencies dependencies = new Dependencies(others, woken::add, Duration.ofMinutes(1));

    @ParameterizedTest
    @EnumSource(
            value = Trigger.class,
            names = {"DRIFT", "ROLLBACK", "REHEARSAL"})
    void whatGitDoesNotAskForWaitsForNobody(Trigger trigger) {
        assertThat(check(trigger, false)).isEmpty();
    }

    @Test
    void whatGitAsksForWaits() {
        assertThat(check(Trigger.REVISION, false))
                .singleElement()
                .satisfies(each -> assertThat(each.others()).isTrue());
    }

    @Test
    void planThatDoesNothingWaitsForNobody() {
        assertThat(check(Trigger.REVISION, true)).isEmpty();
    }

    @Test
    void planOfWhichTheClusterRefusesEverythingWaits() {
        assertThat(dependencies.check("t/shop", draft(Trigger.REVISION, true), NO_MOVES, true))
                .hasSize(1);
    }

    @Test
    void nothingBeginsWhileTheStateOfOthersMayBeOld() {
        // Given
        publish(healthy("t/database", 7));
        current = false;
        // When
        List<Objection> objections = check(Trigger.REVISION, false);
        // Then
        assertThat(objections).singleElement().satisfies(each -> {
            assertThat(each.others()).isTrue();
            assertThat(each.again(NOW)).isEqualTo(NOW.plusSeconds(1));
        });
    }

    @Test
    void nothingIsRemovedWhileTheStateOfOthersMayBeOld() {
        // Given
        current = false;
        // When
        List<Objection> objections = dependencies.check("t/shop", removal(), NO_MOVES, false);
        // Then
        assertThat(objections).singleElement().satisfies(each -> {
            assertThat(each.others()).isTrue();
            assertThat(each.again(NOW)).isEqualTo(NOW.plusSeconds(1));
        });
        current = true;
        assertThat(dependencies.check("t/shop", removal(), NO_MOVES, false)).isEmpty();
    }

    /** What was healthy before may have had objects that a pinned target has now. */
    @Test
    void commitThatGoesBackTakesNothingFromAPinnedTarget() {
        // Given
        publish(healthy("t/other", 6).pinnedTo(commit(6)));
        PlanDraft forward = draft(Trigger.REVISION, false);
        Plan.Origin asked = forward.origin();
        PlanDraft back = new PlanDraft(
                new Plan.Origin(
                        Mode.APPLY,
                        Trigger.REVISION,
                        asked.forDesired(),
                        1,
                        0,
                        List.of(),
                        Plan.Spared.of(Revert.LAST_HEALTHY, null)),
                forward.desired(),
                1,
                false,
                List.of(),
                forward.unrecorded(),
                NOW);
        SortedMap<String, List<String>> moves = new TreeMap<>(Map.of("t/other", List.of("ConfigMap/shop/settings")));
        // When
        List<Objection> objections = dependencies.check("t/shop", back, moves, false);
        // Then
        assertThat(objections).singleElement().satisfies(each -> {
            assertThat(each.reason()).isEqualTo(Reason.MOVE_WAITS);
            assertThat(each.others()).isTrue();
        });
        assertThat(dependencies.check("t/shop", draft(Trigger.DRIFT, false), moves, false))
                .isEmpty();
    }

    @Test
    void partitionThatIsLostWakesNobody() {
        // Given
        assertThat(check(Trigger.REVISION, false)).isNotEmpty();
        // When
        dependencies.close();
        publish(healthy("t/database", 7));
        // Then
        assertThat(woken).isEmpty();
    }

    @Test
    void planThatWaitsNoLongerIsNotWoken() {
        // Given
        assertThat(check(Trigger.REVISION, false)).isNotEmpty();
        // When
        assertThat(check(Trigger.ROLLBACK, false)).isEmpty();
        publish(healthy("t/database", 7));
        // Then
        assertThat(woken).isEmpty();
    }

    private List<Objection> check(Trigger trigger, boolean idle) {
        return dependencies.check("t/shop", draft(trigger, idle), NO_MOVES, false);
    }

    private void publish(Published published) {
        records.put(Topic.TARGET, published.target(), published.state());
        others.changed(published.target());
    }

    private static PlanDraft removal() {
        Desired gone = new Desired(
                true,
                Published.revision(9),
                new Desired.Settings("default", "shop", TargetPolicy.DEFAULT, "policy", Map.of()),
                "digest",
                List.of(),
                List.of(),
                List.of());
        InventoryObject left = new InventoryObject(
                "/ConfigMap/shop/settings", "v1", 0, null, InventoryObject.ApplyState.UNCERTAIN, null);
        Plan.Origin origin = new Plan.Origin(Mode.REMOVE, Trigger.REVISION, gone.identity(), 1, 0);
        return new PlanDraft(origin, gone, 1, false, List.of(left), Unrecorded.NONE, NOW);
    }

    private static PlanDraft draft(Trigger trigger, boolean idle) {
        Desired desired = new Desired(
                false,
                Published.revision(9),
                new Desired.Settings("default", "shop", TargetPolicy.DEFAULT, "policy", Map.of()),
                "digest",
                List.of(),
                List.of(),
                new Desired.Notes(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Requirement("t/database", new NumberedCommit(7, commit(7))))));
        return new PlanDraft(
                new Plan.Origin(Mode.APPLY, trigger, desired.identity(), 1, 0),
                desired,
                1,
                idle,
                List.of(),
                Unrecorded.NONE,
                NOW);
    }
}
