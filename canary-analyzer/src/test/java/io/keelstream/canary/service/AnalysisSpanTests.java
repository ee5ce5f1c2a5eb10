package io.keelstream.canary.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.service.FakePrometheus.Mood;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.messaging.event.Ids;
import io.keelstream.messaging.service.Service;
import io.keelstream.testing.process.ChildProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An analysis is one span below the release that asked for it, also where one process began and another one ended it. */
class AnalysisSpanTests {

    private static final String RELEASE = "00f067aa0ba902b7";

    @TempDir
    static Path folder;

    static World world;
    static FakePrometheus prometheus;

    private final Instant asked = Instant.now().minus(Duration.ofMinutes(30));
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    @BeforeAll
    static void start() {
        world = new World(folder);
        prometheus = new FakePrometheus();
    }

    @AfterAll
    static void stop() {
        prometheus.close();
        world.close();
    }

    @Test
    void itGoesFromTheRequestToTheVerdictAndSurvivesTheProcessThatBeganIt() {
        // Given
        prometheus.is(Mood.TROUBLED);
        try (ChildProcess first = AnalyzerProcess.start(world, prometheus)) {
            ask("killed", Gates.of("killed", "bad-canary", asked, later, Gates.block(Gates.ERRORS)));
            world.await("killed", AnalysisMeasured.class);
            first.kill();
        }
        prometheus.is(Mood.WELL);

        // When
        Service second = analyzer();
        try {
            world.await("killed", VerdictIssued.class);
            SpanData span = awaitSpan("killed");

            // Then
            assertThat(world.headers("killed"))
                    .containsExactly("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
            assertThat(span.getTraceId()).isEqualTo(trace());
            assertThat(span.getParentSpanId()).isEqualTo(RELEASE);
            assertThat(span.getStartEpochNanos() / 1_000_000).isEqualTo(asked.toEpochMilli());
            assertThat(Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos()))
                    .isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
            assertThat(text(span, "keelstream.commit")).isEqualTo("8c1f0e5b7a3d");
            assertThat(text(span, "keelstream.deployment")).isEqualTo("killed");
            assertThat(text(span, "keelstream.analysis")).isEqualTo(Ids.analysis("production/killed", "killed", 0, 0));
            assertThat(text(span, "keelstream.verdict")).isEqualTo("FAIL");
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        } finally {
            second.stop(Duration.ofSeconds(10));
        }
    }

    @Test
    void oneThatEndsWithoutAVerdictSaysWhyAndStaysBelowItsRelease() {
        // Given
        prometheus.is(Mood.TROUBLED);
        Service analyzer = analyzer();
        try {
            Map<String, Object> odd = Gates.block(Map.of("name", "e", "kind", "ratio", "preset", "haproxy"));
            ask("next", Gates.of("old", "good-canary", asked, later, Gates.block(Gates.ERRORS)));
            ask("gone", Gates.of("gone", "good-canary", asked, later, Gates.block(Gates.ERRORS)));
            world.await("old", AnalysisMeasured.class);
            world.await("gone", AnalysisMeasured.class);

            // When
            world.ask("production/next", Gates.of("new", "good-canary", asked, later, odd), asked, null);
            world.withdraw("production/gone");

            // Then
            SpanData withdrawn = awaitSpan("gone");
            assertThat(text(withdrawn, "keelstream.cancelled")).isEqualTo("WITHDRAWN");
            assertThat(withdrawn.getParentSpanId()).isEqualTo(RELEASE);
            List<SpanData> spans = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> RecordedSpans.of("analyze", "production/next"), both -> both.size() == 2);
            assertThat(spans)
                    .filteredOn(span -> text(span, "keelstream.deployment").equals("old"))
                    .singleElement()
                    .satisfies(old -> {
                        assertThat(text(old, "keelstream.cancelled")).isEqualTo("SUPERSEDED");
                        assertThat(old.getParentSpanId()).isEqualTo(RELEASE);
                    });
            assertThat(spans)
                    .filteredOn(span -> text(span, "keelstream.deployment").equals("new"))
                    .singleElement()
                    .satisfies(over -> {
                        assertThat(text(over, "keelstream.verdict")).isEqualTo("INCONCLUSIVE");
                        assertThat(text(over, "error.type")).isEqualTo("ConfigurationNotUsable");
                        assertThat(over.getTraceId()).isEqualTo(trace());
                        assertThat(over.getParentSpanContext().isValid()).isFalse();
                    });
        } finally {
            analyzer.stop(Duration.ofSeconds(10));
        }
    }

    private void ask(String application, AnalysisRequest request) {
        world.ask("production/" + application, request, asked, "00-" + trace() + "-" + RELEASE + "-01");
    }

    private static String trace() {
        return Ids.trace("test", "infra", "8c1f0e5b7a3d");
    }

    private static Service analyzer() {
        return world.analyze(
                prometheus.url(), Duration.ofSeconds(20), new SimpleMeterRegistry(), RecordedSpans.traces());
    }

    private static SpanData awaitSpan(String application) {
        List<SpanData> spans = Awaitility.await("span of " + application)
                .atMost(Duration.ofSeconds(30))
                .until(() -> RecordedSpans.of("analyze", "production/" + application), found -> !found.isEmpty());
        assertThat(spans).hasSize(1);
        return spans.getFirst();
    }

    private static String text(SpanData span, String attribute) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(attribute)));
    }
}
