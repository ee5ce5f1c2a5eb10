package io.keelstream.messaging.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances come, go, die and pause while records flow, all of them real processes on a real broker process. The system
 * property {@code keelstream.scenarios.full=true} runs more rounds with longer pauses.
 */
class TakeoverTests {

    private static final boolean FULL = Boolean.getBoolean("keelstream.scenarios.full");
    private static final int ROUNDS = FULL ? 5 : 1;
    private static final int TARGETS = FULL ? 60 : 12;

    /** Longer than the session timeout of three seconds, so that the group gives the partitions away. */
    private static final Duration PAUSE = Duration.ofSeconds(FULL ? 12 : 5);

    @TempDir
    static Path folder;

    static World world;

    /** An instance that stays through all tests. */
    static ChildProcess survivor;

    private final List<ChildProcess> instances = new ArrayList<>();

    @BeforeAll
    static void startBrokerAndSurvivor() {
        world = new World(folder);
        survivor = ChildProcess.java(ToyMain.class, world.servers());
        survivor.awaitLine("loaded 2");
    }

    @AfterAll
    static void stopAll() {
        survivor.close();
        world.close();
    }

    @AfterEach
    void stopInstances() {
        instances.forEach(ChildProcess::close);
    }

    @Test
    void noFactIsLostOrDoubledWhileInstancesAreAddedAndStopped() {
        try (Flow flow = new Flow(world, World.targets("added", TARGETS))) {
            flow.awaitProgress();
            for (int round = 0; round < ROUNDS; round++) {
                // When
                ChildProcess second = instance();
                ChildProcess third = instance();
                second.awaitLine("loaded ");
                third.awaitLine("loaded ");
                flow.awaitProgress();
                second.signal("TERM");
                second.awaitEnd();
                third.signal("TERM");
                third.awaitEnd();
                flow.awaitProgress();
            }
            // Then
            flow.settle();
            nothingWasWorkedOnBeforeItWasLoaded();
        }
    }

    @Test
    void noFactIsLostOrDoubledWhenAnInstanceIsKilled() {
        try (Flow flow = new Flow(world, World.targets("killed", TARGETS))) {
            for (int round = 0; round < ROUNDS; round++) {
                // Given
                ChildProcess victim = instance();
                victim.awaitLine("loaded ");
                flow.awaitProgress();
                // When
                victim.signal("KILL");
                victim.awaitEnd();
                flow.awaitProgress();
            }
            // Then
            flow.settle();
            nothingWasWorkedOnBeforeItWasLoaded();
        }
    }

    @Test
    void pausedOwnerThatWakesUpStopsAndNothingOfItIsSeen() {
        try (Flow flow = new Flow(world, World.targets("paused", TARGETS))) {
            // Given
            ChildProcess sleeper = instance();
            sleeper.awaitLine("loaded ");
            flow.awaitProgress();
            for (int round = 0; round < ROUNDS; round++) {
                long closedBefore = sleeper.count("closed ");
                // When
                sleeper.signal("STOP");
                awaitTakeOver();
                flow.awaitProgress();
                sleeper.signal("CONT");
                // Then
                await("the sleeper to give up its partitions")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> sleeper.count("closed ") > closedBefore);
                flow.awaitProgress();
            }
            flow.settle();
            nothingWasWorkedOnBeforeItWasLoaded();
        }
    }

    /** Until the survivor has loaded what the sleeper held, and no shorter than the pause. */
    private void awaitTakeOver() {
        long end = System.nanoTime() + PAUSE.toNanos();
        await("the survivor to own every partition")
                .atMost(Duration.ofSeconds(60))
                .until(() -> System.nanoTime() > end
                        && survivor.count("loaded ") - survivor.count("closed ") == World.PARTITIONS);
    }

    /** Every target had a plan before any instance started, so a partition without plans at its loading was not loaded. */
    private void nothingWasWorkedOnBeforeItWasLoaded() {
        for (ChildProcess instance : instances) {
            assertThat(instance.lines())
                    .noneMatch(line -> line.startsWith("violation"))
                    .noneMatch(line -> line.startsWith("loaded ") && line.endsWith(" 0"));
        }
        assertThat(survivor.lines()).noneMatch(line -> line.startsWith("violation"));
    }

    private ChildProcess instance() {
        ChildProcess instance = ChildProcess.java(ToyMain.class, world.servers());
        instances.add(instance);
        return instance;
    }
}
