package io.keelstream.applier.release;

import static io.keelstream.applier.release.Releases.letGo;
import static io.keelstream.applier.release.Releases.plan;
import static io.keelstream.applier.release.Releases.pruned;
import static io.keelstream.applier.release.Releases.reference;
import static io.keelstream.applier.release.Releases.release;
import static io.keelstream.applier.release.Releases.updated;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.PlannedAction;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseTests {

    @Test
    void deletionsRunThroughTheWavesInReverseOrder() {
        // Given
        Release release = release(plan(
                updated("kept", 0),
                letGo("elsewhere"),
                pruned("top", 2),
                pruned("middle-a", 1),
                pruned("middle-b", 1),
                pruned("base", 0)));

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
