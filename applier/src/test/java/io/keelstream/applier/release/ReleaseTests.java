package io.keelstream.applier.release;

import static io.keelstream.applier.release.Releases.action;
import static io.keelstream.applier.release.Releases.plan;
import static io.keelstream.applier.release.Releases.reference;
import static io.keelstream.applier.release.Releases.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.plan.PlannedAction.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseTests {

    @Test
    void deletionsGoStepByStepBackwardsThroughTheWaves() {
        // Given
        Release release = release(plan(
                action(Action.UPDATE, "kept", 0),
                action(Action.RELEASE, "elsewhere", 0),
                action(Action.PRUNE, "top", 2),
                action(Action.PRUNE, "middle-a", 1),
                action(Action.PRUNE, "middle-b", 1),
                action(Action.PRUNE, "base", 0)));

        // When
        List<List<PlannedAction>> steps = release.deletionSteps();

        // Then
        assertThat(steps.stream()
                        .map(step -> step.stream().map(PlannedAction::reference).toList())
                        .toList())
                .containsExactly(
                        List.of(reference("elsewhere")),
                        List.of(reference("top")),
                        List.of(reference("middle-a"), reference("middle-b")),
                        List.of(reference("base")));
    }
}
