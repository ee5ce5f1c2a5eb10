package io.keelstream.kubernetes.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeToReadyTests {

    private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Test
    void nodeAndImageTakeNoPartOfIt() {
        assertThat(of(pod(110, 90))).hasValue(Duration.ofSeconds(20));
    }

    @Test
    void lastContainerCounts() {
        assertThat(of(pod(110, 10, 90))).hasValue(Duration.ofSeconds(20));
    }

    @Test
    void podThatLostItsReadinessDoesNotCount() {
        assertThat(of(pod(12, 2), pod(170, 2), pod(14, 2))).hasValue(Duration.ofSeconds(12));
        assertThat(of(pod(12, 2), pod(4_000, 2))).hasValue(Duration.ofSeconds(10));
    }

    @Test
    void podsThatSayNothingAreUnknown() {
        assertThat(of()).isEmpty();
        assertThat(of("{}")).isEmpty();
        assertThat(of(pod(5, 10))).isEmpty();
        assertThat(of(pod(12))).isEmpty();
        assertThat(of(pod(12, 2).replace("True", "False"))).isEmpty();
    }

    private static Optional<Duration> of(String... pods) {
        return TimeToReady.of(
                Stream.of(pods).map(pod -> new Manifest(Json.readObject(pod))).toList(), LONGEST);
    }

    /** One that is ready, and whose containers start, so many seconds after its creation. */
    private static String pod(long ready, long... started) {
        return """
            {"status": {
              "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "%s"}],
              "containerStatuses": [%s]}}
            """.formatted(
                        at(ready),
                        LongStream.of(started)
                                .mapToObj(each -> "{\"state\": {\"running\": {\"startedAt\": \"" + at(each) + "\"}}}")
                                .collect(Collectors.joining(",")));
    }

    private static Instant at(long seconds) {
        return CREATED.plusSeconds(seconds);
    }
}
