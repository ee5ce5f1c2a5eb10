package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentSkipped;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.messaging.event.Fact;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Every commit that changed a target has an end: its deployment's, or that it gets none. */
class SkippedDeploymentTests extends SandboxedApplier {

    private static final Problem MANUAL = Reason.SYNC_MANUAL.problem("policy.sync is manual", null);

    @Test
    void commitWhoseDeploymentBeganIsNotSkipped() {
        // When
        world.release(deployed("first"));
        world.release(deployed("second"));

        // Then
        assertThat(skipped(world)).isEmpty();
        assertThat(world.state().revisions().begun()).isTrue();
    }

    @Test
    void commitThatIsOvertakenBeforeItBeginsIsSkipped() {
        // Given
        world.push(waiting("first"));
        world.await().until(() -> known(world, "first"));

        // When
        world.release(deployed("second"));

        // Then
        assertThat(skipped(world)).containsExactly("OVERTAKEN first");
        assertThat(world.events(DeploymentSkipped.class))
                .allSatisfy(each -> assertThat(each.revision().commit()).isEqualTo("second"));
        assertThat(world.partition.transitions().stream()
                        .map(facts -> facts.stream().map(Fact::type).toList())
                        .filter(types -> types.contains(EventType.DEPLOYMENT_SKIPPED)))
                .allSatisfy(types -> assertThat(types).contains(EventType.TARGET_CHANGED));
    }

    @Test
    void commitThatGitTakesAwayAgainIsSkippedWithItsTarget() {
        // Given
        world.push(waiting("first"));
        world.await().until(() -> known(world, "first"));

        // When
        world.push(Planned.of(TARGET, "second").removed());

        // Then
        world.await().until(() -> !world.published());
        assertThat(skipped(world)).containsExactly("OVERTAKEN first");
    }

    @Test
    void commitThatNeedsNothingAppliedIsSkippedAsUnchanged() {
        // Given
        world.release(deployed("first"));

        // When
        world.push(Planned.of(TARGET, "second").waiting(State.UNCHANGED));

        // Then
        world.await().until(() -> !skipped(world).isEmpty());
        assertThat(skipped(world)).containsExactly("UNCHANGED second");
    }

    @TestFactory
    @Passes({Step.Applying.class, Step.Finished.class})
    Stream<DynamicTest> saidOnceWhereverTheProcessDies(TestInfo test, @TempDir Path base) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox other = new ApplyingSandbox(base)) {
                deaths.begin(other);
                other.push(waiting("first"));
                deaths.await(other, () -> known(other, "first"));
                other.push(waiting("second"));
                deaths.await(other, () -> skipped(other).size() == 1);
                Planned third = deployed("third");
                other.push(third);
                deaths.await(other, () -> !other.finished(third).isEmpty());
                other.push(Planned.of(TARGET, "fourth").waiting(State.UNCHANGED));
                deaths.await(other, () -> skipped(other).size() == 3);

                assertThat(skipped(other)).containsExactly("OVERTAKEN first", "OVERTAKEN second", "UNCHANGED fourth");
            }
        });
    }

    private static Planned deployed(String commit) {
        return Planned.of(TARGET, commit).create(configMap("a", commit));
    }

    private static Planned waiting(String commit) {
        return deployed(commit).waiting(State.AWAITING_APPROVAL, MANUAL);
    }

    private static boolean known(ApplyingSandbox world, String commit) {
        return world.published()
                && world.state().desired() != null
                && world.state().desired().commit().equals(commit);
    }

    private static List<String> skipped(ApplyingSandbox world) {
        return world.events(DeploymentSkipped.class)
                .map(each -> each.reason() + " " + each.commit())
                .toList();
    }
}
