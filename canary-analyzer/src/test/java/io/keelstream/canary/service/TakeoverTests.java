package io.keelstream.canary.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.course.Course;
import io.keelstream.canary.course.Progress;
import io.keelstream.canary.course.Trial;
import io.keelstream.canary.prometheus.Prometheus;
import io.keelstream.canary.prometheus.PrometheusReader;
import io.keelstream.canary.prometheus.PrometheusSettings;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Analysis.Evidence;
import io.keelstream.contracts.analysis.AnalysisMeasured;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStarted;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.messaging.table.ReadEvent;
import io.keelstream.testing.process.ChildProcess;
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
                FakePrometheus prometheus = new FakePrometheus();
                ChildProcess first = AnalyzerProcess.start(world, prometheus);
                ChildProcess second = AnalyzerProcess.start(world, prometheus)) {
            // Given: trials that go from one step to the next
            Instant asked = Instant.now();
            Instant until = asked.plusSeconds(25);
            List<String> trials =
                    IntStream.range(0, TARGETS).mapToObj(i -> "analysis-" + i).toList();
            trials.forEach(trial -> world.ask("production/" + trial, request(trial, 0, asked, until), asked));
            trials.forEach(trial -> world.await(trial, AnalysisMeasured.class));
            Instant stepped = Instant.now();
            trials.forEach(trial -> world.ask("production/" + trial, request(trial, 1, asked, until), stepped));
            List<String> ids = trials.stream().map(trial -> trial + "/1").toList();
            // When
            first.kill();
            awaitMoved(world, ids);
            second.kill();
            try (ChildProcess _ = AnalyzerProcess.start(world, prometheus)) {
                ids.forEach(id -> world.await(id, VerdictIssued.class));
            }
            // Then
            for (String id : ids) {
                List<Record> published = world.published(id);
                assertThat(published.stream().filter(AnalysisStarted.class::isInstance))
                        .hasSize(1);
                assertThat(published.stream().filter(VerdictIssued.class::isInstance))
                        .singleElement()
                        .satisfies(issued ->
                                assertThat(((VerdictIssued) issued).verdict()).isEqualTo(Verdict.INCONCLUSIVE));
                noGapInTheSequence(world, target(id));
            }
            List<Evidence> evidence = ids.stream()
                    .map(id -> Objects.requireNonNull(world.kept(target(id))))
                    .map(Analysis::evidence)
                    .distinct()
                    .toList();
            assertThat(evidence).as("all targets have the same pods and ticks").hasSize(1);
            assertThat(evidence.getFirst()).isEqualTo(replayed(prometheus, asked, stepped, until));
        }
    }

    /** What one instance comes to that looks twice: when the step began, and when all is over. */
    private static Evidence replayed(FakePrometheus prometheus, Instant asked, Instant stepped, Instant until) {
        PrometheusSettings settings = PrometheusSettings.open(prometheus.url(), Duration.ofSeconds(30));
        AnalysisRequest begin = request("replay", 0, asked, until);
        AnalysisRequest step = request("replay", 1, asked, until);
        try (Prometheus client = new Prometheus(settings, new SimpleMeterRegistry())) {
            PrometheusReader reader = new PrometheusReader(client);
            Course earlier = new Course(Trial.of(begin), Analysis.begun(begin, asked, null, null));
            Analysis before =
                    earlier.after(reader.read(earlier.ask(stepped)), stepped).analysis();
            Trial trial = Trial.of(step);
            Analysis analysis = Analysis.begun(step, stepped, trial.carriedOver(before, stepped), null);
            Verdict verdict = null;
            while (verdict == null) {
                Course course = new Course(trial, analysis);
                Instant now = Instant.now();
                Progress progress = course.after(reader.read(course.ask(now)), now);
                analysis = progress.analysis();
                verdict = progress.verdict();
            }
            return Objects.requireNonNull(analysis.evidence());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String target(String id) {
        return "production/" + id.substring(0, id.indexOf('/'));
    }

    private static AnalysisRequest request(String trial, int round, Instant asked, Instant until) {
        // a soak longer than the analysis: it must see every tick
        Map<String, Object> block = new LinkedHashMap<>(Gates.block(Gates.ERRORS));
        block.put("interval", "1s");
        AnalysisStep position = new AnalysisStep(round, round, Need.PASS, 600_000, null, until);
        return Gates.of(trial, position, "good-canary", asked, block);
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
                        boolean over = !world.published(ids.get(i)).stream()
                                .filter(VerdictIssued.class::isInstance)
                                .toList()
                                .isEmpty();
                        assertThat(over || now.get(i).isAfter(before.get(i))).isTrue();
                    }
                });
    }

    private static List<Instant> ends(World world, List<String> ids) {
        return ids.stream()
                .map(id -> Objects.requireNonNull(world.kept(target(id))))
                .map(analysis -> analysis.evidence() == null
                        ? analysis.startedAt()
                        : analysis.evidence().to())
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
