package io.keelstream.canary.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.course.Course;
import io.keelstream.canary.course.Trial;
import io.keelstream.canary.prometheus.Prometheus;
import io.keelstream.canary.prometheus.PrometheusReader;
import io.keelstream.canary.prometheus.PrometheusSettings;
import io.keelstream.canary.report.AnalysisFacts;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.messaging.table.ReadEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances are killed in the middle of analyses that run in the present. What the source says of a second never changes, so every
 * state must be, to the last bit, what one look at everything comes to.
 */
class TakeoverTests {

    private static final int TARGETS = 6;

    @TempDir
    Path folder;

    @Test
    void killedInstancesLoseNothingDoubleNothingAndTheEvidenceIsTheSameToTheLastBit() {
        try (World world = new World(folder);
                MadeUpPrometheus prometheus = new MadeUpPrometheus();
                AnalyzerProcess first = AnalyzerProcess.start(world, prometheus);
                AnalyzerProcess second = AnalyzerProcess.start(world, prometheus)) {
            // Given
            Instant asked = Instant.now();
            Instant until = asked.plusSeconds(20);
            List<String> ids =
                    IntStream.range(0, TARGETS).mapToObj(i -> "analysis-" + i).toList();
            ids.forEach(id -> world.ask("production/" + id, request(id, asked, until), asked));
            ids.forEach(id -> world.await(id, AnalysisMeasured.class));

            // When
            first.kill();
            awaitMoved(world, ids);
            second.kill();
            try (AnalyzerProcess _ = AnalyzerProcess.start(world, prometheus)) {
                ids.forEach(id -> world.await(id, VerdictIssued.class));
            }

            // Then
            for (String id : ids) {
                List<Record> told = world.told(id);
                assertThat(told.stream().filter(AnalysisStarted.class::isInstance))
                        .hasSize(1);
                assertThat(told.stream().filter(VerdictIssued.class::isInstance))
                        .singleElement()
                        .satisfies(issued ->
                                assertThat(((VerdictIssued) issued).verdict()).isEqualTo(Verdict.INCONCLUSIVE));
                noGapInTheSequence(world, "production/" + id);
            }
            List<Evidence> evidence = ids.stream()
                    .map(id -> Objects.requireNonNull(world.kept("production/" + id)))
                    .map(Analysis::evidence)
                    .distinct()
                    .toList();
            assertThat(evidence).as("all targets have the same pods and ticks").hasSize(1);
            assertThat(evidence.getFirst()).isEqualTo(replayed(prometheus, request("replay", asked, until), asked));
        }
    }

    /** What one instance comes to that looks when all is over. */
    private static Evidence replayed(MadeUpPrometheus prometheus, AnalysisRequest request, Instant asked) {
        PrometheusSettings settings = new PrometheusSettings(prometheus.url(), null, Duration.ofSeconds(30));
        try (Prometheus client = new Prometheus(settings, new SimpleMeterRegistry())) {
            Trial trial = Trial.of(request);
            Analysis analysis = new Analysis(
                    AnalysisFacts.subject("production/replay", request), asked, null, asked, List.of(), null, null);
            while (analysis.verdict() == null) {
                Course course = new Course(trial, analysis);
                Instant now = Instant.now();
                analysis = course.after(new PrometheusReader(client).read(course.ask(now)), now)
                        .analysis();
            }
            return Objects.requireNonNull(analysis.evidence());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AnalysisRequest request(String id, Instant asked, Instant until) {
        // a soak longer than the analysis: it must see every tick
        Map<String, Object> block = new LinkedHashMap<>(Gates.block(Gates.ERRORS));
        block.put("interval", "1s");
        block.put("soak", "10m");
        return Gates.of(id, "good-canary", asked, until, block);
    }

    /** Until every analysis has gone on by some ticks. */
    private static void awaitMoved(World world, List<String> ids) {
        List<Instant> before = ends(world, ids);
        Awaitility.await("analyses go on after an instance was killed")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    List<Instant> now = ends(world, ids);
                    for (int i = 0; i < ids.size(); i++) {
                        boolean over = !world.told(ids.get(i)).stream()
                                .filter(VerdictIssued.class::isInstance)
                                .toList()
                                .isEmpty();
                        assertThat(over || now.get(i).isAfter(before.get(i))).isTrue();
                    }
                });
    }

    private static List<Instant> ends(World world, List<String> ids) {
        return ids.stream()
                .map(id -> Objects.requireNonNull(world.kept("production/" + id)))
                .map(analysis -> Objects.requireNonNull(analysis.evidence()).to())
                .toList();
    }

    private static void noGapInTheSequence(World world, String target) {
        List<Long> sequence = world.events().stream()
                .map(ReadEvent::received)
                .filter(received -> received.key().equals(target))
                .map(received -> received.sequence())
                .toList();
        long first = sequence.getFirst();
        assertThat(sequence)
                .containsExactlyElementsOf(
                        LongStream.range(first, first + sequence.size()).boxed().toList());
    }
}
