package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static io.keelstream.applier.behaviour.Yaml.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person pauses a target without a canary, and resumes it, and the process dies at any transition that follows, before it is
 * committed or after: each is honoured once, and what the pause held is released once.
 */
class ResumeCrashTests {

    @TestFactory
    @Passes({Step.Applying.class, Step.Finished.class})
    Stream<DynamicTest> resumeIsHonouredOnceAndWhatThePauseHeldIsReleased(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
                // Given
                world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
                Planned second = Planned.of(TARGET, "second")
                        .create(deployment("web", "web:1"))
                        .wave(1)
                        .create(configMap("b", "1"));
                deaths.begin(world);
                Decision pause = decide(world, Kind.PAUSE);
                await(world, deaths, () -> !answers(world, pause).isEmpty());
                world.push(second);
                await(world, deaths, () -> world.state().heldByPause() != null);

                // When
                Decision resume = decide(world, Kind.RESUME);
                deaths.await(world, () -> !world.finished(second).isEmpty());

                // Then
                assertHonoured(world, pause);
                assertGoesOn(world, resume, second);
            }
        });
    }

    @TestFactory
    @Passes({Step.Waiting.class, Step.Finished.class})
    Stream<DynamicTest> pauseAndResumeDuringAReleaseAreHonouredOnceAndThatGoesOn(TestInfo test, @TempDir Path folder) {
        return Deaths.everywhere(test, deaths -> {
            try (ApplyingSandbox world = new ApplyingSandbox(folder)) {
                // Given
                world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
                Planned second = Planned.of(TARGET, "second").create(deployment("web", "web:1", "stuck"));
                deaths.begin(world);
                world.push(second);
                await(world, deaths, () -> world.exists("Deployment.apps/shop/web"));

                // When
                Decision pause = decide(world, Kind.PAUSE);
                await(world, deaths, () -> !answers(world, pause).isEmpty());
                Decision resume = decide(world, Kind.RESUME);
                await(world, deaths, () -> !answers(world, resume).isEmpty());
                world.unstick("web");
                deaths.await(world, () -> !world.finished(second).isEmpty());

                // Then
                assertHonoured(world, pause);
                assertGoesOn(world, resume, second);
            }
        });
    }

    /** Waits; whenever the process has died, another one takes its place. */
    private static void await(ApplyingSandbox world, Deaths deaths, BooleanSupplier end) {
        world.await().until(() -> {
            deaths.replace(world);
            return end.getAsBoolean();
        });
    }

    /** What the pause held was released once, the resume was honoured once, and no pause stands. */
    private static void assertGoesOn(ApplyingSandbox world, Decision resume, Planned second) {
        assertHonoured(world, resume);
        assertThat(world.partition.read(Topic.APPLIER_ANSWER, DecisionAnswer.class, resume.key(TARGET)))
                .as("what whoever waits for the answer finds")
                .isEqualTo(answers(world, resume).getFirst());
        assertThat(world.partition.read(Topic.APPLIER_ANSWER, DecisionAnswer.class, Kind.PAUSE.inForceKey(TARGET)))
                .isNull();
        world.await().until(() -> world.state().conditions().stream().noneMatch(Reason.PAUSED::is));
        assertThat(world.finished(second))
                .extracting(DeploymentFinished::outcome)
                .containsExactly(Outcome.HEALTHY);
        assertThat(world.story().stream().filter(line -> line.startsWith("started ")))
                .containsExactly("started first", "started second");
    }

    private static void assertHonoured(ApplyingSandbox world, Decision made) {
        assertThat(answers(world, made))
                .extracting(DecisionAnswer::outcome)
                .containsExactly(DecisionAnswer.Outcome.HONOURED);
    }

    private static Decision decide(ApplyingSandbox world, Kind kind) {
        Decision made =
                new Decision(UUID.randomUUID().toString(), kind, "ada", "incident 7", Named.NOTHING, null, null);
        world.put(Topic.DECISION, kind.key(TARGET), made);
        return made;
    }

    private static List<DecisionAnswer> answers(ApplyingSandbox world, Decision made) {
        return world.partition.written().stream()
                .filter(fact -> fact.topic() == Topic.AUDIT)
                .map(Fact::payload)
                .filter(DecisionAnswer.class::isInstance)
                .map(DecisionAnswer.class::cast)
                .filter(answer -> answer.decision().equals(made))
                .toList();
    }
}
