package io.keelstream.kubernetes.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.hold.Hold.Reading;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HoldTests {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void objectIsHeldUntilTheTimeAndNotAfterwards() {
        assertThat(Hold.of(held("2026-01-02T08:00:00+02:00"), NOW))
                .isEqualTo(new Reading.Held(new Hold(Instant.parse("2026-01-02T06:00:00Z"), "ada")));
        assertThat(Hold.of(held("2026-01-01T23:59:59Z"), NOW)).isEqualTo(new Reading.None());
        assertThat(Hold.of(new Manifest(Json.readObject("{\"metadata\": {\"name\": \"a\"}}")), NOW))
                .isEqualTo(new Reading.None());
    }

    @Test
    void holdCountsForADayFromWhenItWasWritten() {
        // Given
        Manifest object = written("2026-02-01T00:00:00Z", "2026-01-01T12:00:00Z");

        // When
        Reading reading = Hold.of(object, NOW);

        // Then
        assertThat(reading).isEqualTo(new Reading.Held(new Hold(Instant.parse("2026-01-02T12:00:00Z"), "ada")));
        assertThat(Hold.of(object, Instant.parse("2026-01-02T12:00:00Z"))).isEqualTo(new Reading.None());
    }

    @Test
    void holdWhoseTimeCannotBeReadCountsForADayToo() {
        // Given
        Manifest object = written("tomorrow", "2026-01-01T12:00:00Z");

        // When
        Reading reading = Hold.of(object, NOW);

        // Then
        assertThat(reading).isEqualTo(new Reading.Held(new Hold(Instant.parse("2026-01-02T12:00:00Z"), "ada")));
        assertThat(Hold.of(object, NOW.plusSeconds(86_400))).isEqualTo(new Reading.None());
    }

    @Test
    void holdThatNothingBoundsIsIgnoredAndSaysWhy() {
        assertThat(Hold.of(held("tomorrow"), NOW)).isInstanceOf(Reading.Ignored.class);
        assertThat(Hold.of(held("2026-02-01T00:00:00Z"), NOW)).isInstanceOf(Reading.Ignored.class);
    }

    @Test
    void holdThatGitWroteHoldsNothing() {
        Manifest written = written("2026-01-02T06:00:00Z", "2026-01-01T20:00:00Z");
        Manifest fromGit = new Manifest(Json.readObject(Json.writeText(written.tree())
                .replace("kubectl-annotate", "keelstream")
                .replace("Update", "Apply")));

        assertThat(Hold.of(fromGit, NOW)).isInstanceOf(Reading.None.class);
        assertThat(Hold.of(written, NOW)).isInstanceOf(Reading.Held.class);
    }

    private static Manifest held(String until) {
        return object(until, "[]");
    }

    private static Manifest written(String until, String time) {
        return object(until, """
            [{"manager": "kubectl-annotate", "operation": "Update", "apiVersion": "v1", "time": "%s",
              "fieldsType": "FieldsV1",
              "fieldsV1": {"f:metadata": {"f:annotations": {"f:keelstream.io/hold-until": {}}}}}]
            """.formatted(time));
    }

    private static Manifest object(String until, String managedFields) {
        return new Manifest(Json.readObject("""
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a",
             "annotations": {"keelstream.io/hold-until": "%s", "keelstream.io/hold-by": "ada"},
             "managedFields": %s}}
            """.formatted(until, managedFields)));
    }
}
