package io.keelstream.canary.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.analysis.ArmCount;
import io.keelstream.contracts.analysis.MetricFinding;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.testing.process.PrometheusServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The presets as Micrometer writes them and a real Prometheus reads them, two pods per arm. */
class RealPrometheusTests {

    @TempDir
    Path folder;

    @BeforeAll
    static void needPrometheus() {
        assumeTrue(
                PrometheusServer.installed(), "prometheus is not on the PATH; install the Debian package prometheus");
    }

    @Test
    void canaryWithErrorsFailsAndAnEqualOneDoesNot() throws Exception {
        // Given
        Map<String, Integer> errorEvery = Map.of(
                "stable-1",
                100,
                "stable-2",
                100,
                "good-canary-1",
                100,
                "good-canary-2",
                100,
                "bad-canary-1",
                4,
                "bad-canary-2",
                4);
        try (World world = new World(folder.resolve("broker"));
                Pods pods = new Pods(errorEvery);
                PrometheusServer prometheus =
                        PrometheusServer.start(folder.resolve("prometheus"), pods.scrapeConfiguration())) {
            world.analyze(prometheus.url(), Duration.ofSeconds(20), new SimpleMeterRegistry());
            Instant asked = Instant.now();

            // When
            world.ask("production/bad", Gates.of("bad", "bad-canary", asked, asked.plusSeconds(300), BLOCK), asked);
            world.ask("production/good", Gates.of("good", "good-canary", asked, asked.plusSeconds(15), BLOCK), asked);

            // Then
            VerdictIssued bad = world.await("bad", VerdictIssued.class);
            assertThat(bad.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(bad.reason()).startsWith("errors on the canary are ");
            VerdictIssued good = world.await("good", VerdictIssued.class);
            assertThat(good.verdict()).as(good.reason()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(good.problems()).isEmpty();
            assertThat(good.findings().metrics())
                    .hasSize(4)
                    .noneSatisfy(metric -> assertThat(metric.pending()).startsWith("no data"));
            assertThat(canary(metric(good, "errors")).exposures()).isPositive();
            assertThat(canary(metric(good, "latency")).exposures()).isPositive();
            assertThat(canary(metric(good, "success")).exposures()).isPositive();
            assertThat(metric(good, "heap").comparisons().getFirst().ratio().estimate())
                    .isPositive();
        }
    }

    private static final Map<String, Object> BLOCK = Gates.block(
            Gates.ERRORS,
            Map.of("name", "latency", "kind", "histogram", "preset", "spring-boot-http"),
            Map.of("name", "success", "kind", "slo", "preset", "spring-boot-http", "objective", 0.5),
            Map.of("name", "heap", "kind", "gauge", "preset", "jvm-heap"));

    private static MetricFinding metric(VerdictIssued issued, String name) {
        return issued.findings().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ArmCount canary(MetricFinding metric) {
        return metric.comparisons().getFirst().canary();
    }
}
