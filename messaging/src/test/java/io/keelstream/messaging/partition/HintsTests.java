package io.keelstream.messaging.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HintsTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> given = new ArrayList<>();
    private String failsOn = "";
    private final Hints hints = new Hints(new Worker(), "planner", new EngineMetrics(meters, "planner"));

    @Test
    void hintOnWhichTheWorkerThrowsIsRepeated() {
        // Given
        failsOn = "production/broken";

        // When
        hints.give(Topic.DESIRED, "production/broken");
        hints.give(Topic.DESIRED, "production/sound");
        failsOn = "";

        // Then
        assertThat(given).containsExactly("production/sound");
        assertThat(meters.get("keelstream.worker.failures").counter().count()).isEqualTo(1);
        await().untilAsserted(() -> {
            hints.repeat();
            assertThat(given).containsExactly("production/sound", "production/broken");
        });
    }

    @Test
    void hintThatTheWorkerTookIsNotRepeated() {
        // When
        hints.give(Topic.DESIRED, "production/sound");
        hints.repeat();

        // Then
        assertThat(given).containsExactly("production/sound");
    }

    @Test
    void recordOfAPartOfATargetWakesTheTarget() {
        // When
        hints.give(Topic.DECISION, "production/sound#approval/ada");

        // Then
        assertThat(given).containsExactly("production/sound");
    }

    private final class Worker implements PartitionWorker {

        @Override
        public void loaded() {}

        @Override
        public void changed(Topic topic, String key) {
            if (key.equals(failsOn)) {
                throw new StackOverflowError("a bug in a worker");
            }
            given.add(key);
        }

        @Override
        public void close() {}
    }
}
