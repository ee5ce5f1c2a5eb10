package io.keelstream.planner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublicationTests {

    @Test
    void equalPlanIsNotPublishedAgainWhateverTheTime() {
        assertThat(Publication.needed(plan("1", State.READY, "b", 1, 5), plan("1", State.READY, "b", 1, 900), null))
                .isFalse();
        assertThat(Publication.needed(plan("1", State.READY, "b", 1, 5), plan("2", State.READY, "b", 2, 5), null))
                .isTrue();
        assertThat(Publication.needed(null, plan("1", State.READY, "b", 1, 5), null))
                .isTrue();
    }

    @Test
    void planWhoseObstacleIsGoneIsPublishedUnderTheSameId() {
        assertThat(Publication.needed(plan("1", State.BLOCKED, "b", 1, 5), plan("1", State.READY, "b", 1, 5), null))
                .isTrue();
    }

    @Test
    void emptyPlanIsNotPublishedWhereTheBundleIsApplied() {
        assertThat(needed(null, "b", "b")).isFalse();
        assertThat(needed(plan("1", State.READY, "b", 1, 5), "b", "b")).isFalse();
        assertThat(needed(plan("1", State.UNCHANGED, "b", 1, 5), "b", "b")).isFalse();
    }

    @Test
    void emptyPlanIsPublishedOnceWhereTheBundleIsNotYetRecordedAsApplied() {
        assertThat(needed(null, "b", "a")).isTrue();
        assertThat(needed(plan("1", State.READY, "a", 1, 5), "b", "a")).isTrue();
        assertThat(needed(plan("1", State.UNCHANGED, "b", 1, 5), "b", "a")).isFalse();
    }

    @Test
    void beginningAndEndOfAPinArePublishedOnce() {
        Plan free = plan("1", State.UNCHANGED, "b", 1, 5);
        Plan pinned = free.pinnedTo("c0ffee1");

        assertThat(Publication.needed(free, pinned, "b")).isTrue();
        assertThat(Publication.needed(null, pinned, "b")).isTrue();
        assertThat(Publication.needed(pinned, pinned, "b")).isFalse();
        assertThat(Publication.needed(pinned, free, "b")).isTrue();
    }

    @Test
    void emptyPlanOfAnotherBundleForTheSameRecordIsPublished() {
        Plan pinned = forRecord(plan("1", State.UNCHANGED, "pinned", 1, 5));
        Plan wanted = forRecord(plan("9", State.UNCHANGED, "wanted", 1, 5));
        Plan ready = forRecord(plan("1", State.READY, "wanted", 1, 5));

        assertThat(Publication.needed(pinned, wanted, "pinned")).as("unpin").isTrue();
        assertThat(Publication.needed(ready, pinned, "pinned"))
                .as("pin before the plan is begun")
                .isTrue();
        assertThat(Publication.needed(pinned, pinned, "pinned")).isFalse();
    }

    @Test
    void emptyPlanIsPublishedWhereThePublishedPlanHasProblems() {
        for (State state : List.of(State.AWAITING_APPROVAL, State.BLOCKED, State.FAILED)) {
            assertThat(needed(plan("1", state, "b", 1, 5), "b", "b"))
                    .as("%s", state)
                    .isTrue();
        }
    }

    private static Plan forRecord(Plan plan) {
        Plan.Origin origin = new Plan.Origin(plan.mode(), plan.trigger(), "record", plan.inventorySequence(), 0);
        return new Plan(
                plan.id(), origin, plan.bundle(), plan.placement(), plan.readiness(), plan.work(), plan.timing());
    }

    private static boolean needed(@Nullable Plan published, String bundle, @Nullable String applied) {
        return Publication.needed(published, plan("9", State.UNCHANGED, bundle, 3, 5), applied);
    }

    private static Plan plan(String id, State state, String bundle, long sequence, long millis) {
        List<Problem> problems = state == State.READY || state == State.UNCHANGED
                ? List.of()
                : List.of(new Problem("Stopped", "stopped", null));
        return new Plan(
                id,
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, bundle + "@c0ffee", sequence, 0),
                new Plan.Bundle(bundle, Samples.REVISION, TargetPolicy.DEFAULT, Map.of(), Map.of()),
                new Placement("default", "uid", "shop"),
                new Plan.Readiness(state, null, problems, List.of()),
                new Plan.Work("sha256:x", List.of(), 0, List.of(), null),
                new Plan.Timing(Instant.ofEpochMilli(millis), millis));
    }
}
