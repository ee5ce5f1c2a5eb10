package io.keelstream.planner.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.ownership.Hold.Reading;
import io.keelstream.planner.sample.Samples;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HoldTests {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void anObjectIsHeldUntilTheTimeAndNotAfterwards() {
        assertThat(Hold.of(held("2026-01-02T08:00:00+02:00"), NOW))
                .isEqualTo(new Reading.Held(new Hold(Instant.parse("2026-01-02T06:00:00Z"), "ada")));
        assertThat(Hold.of(held("2026-01-01T23:59:59Z"), NOW)).isEqualTo(new Reading.None());
        assertThat(Hold.of(Samples.manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"), NOW))
                .isEqualTo(new Reading.None());
    }

    @Test
    void aHoldCountsForADayFromWhenItWasWritten() {
        // Given
        Manifest object = Samples.withEntry(
                held("2026-02-01T00:00:00Z"),
                Samples.entry(
                        "kubectl-annotate",
                        "Update",
                        "",
                        "2026-01-01T12:00:00Z",
                        "metadata|annotations|keelstream.io/hold-until"));

        // When
        Reading reading = Hold.of(object, NOW);

        // Then
        assertThat(reading).isEqualTo(new Reading.Held(new Hold(Instant.parse("2026-01-02T12:00:00Z"), "ada")));
        assertThat(Hold.of(object, Instant.parse("2026-01-02T12:00:00Z"))).isEqualTo(new Reading.None());
    }

    @Test
    void aHoldThatCannotBeHonouredSaysWhy() {
        assertThat(Hold.of(held("tomorrow"), NOW)).isInstanceOf(Reading.Ignored.class);
        assertThat(Hold.of(held("2026-02-01T00:00:00Z"), NOW)).isInstanceOf(Reading.Ignored.class);
    }

    private static Manifest held(String until) {
        return Samples.manifest("""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: a
              annotations: {keelstream.io/hold-until: "%s", keelstream.io/hold-by: ada}
            """.formatted(until));
    }
}
