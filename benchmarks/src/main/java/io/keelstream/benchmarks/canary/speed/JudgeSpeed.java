package io.keelstream.benchmarks.canary.speed;

import io.keelstream.benchmarks.canary.method.SequentialMethod;
import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.simulation.Shape;
import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.persistence.StateJson;
import io.keelstream.canary.verdict.AnalysisState;
import io.keelstream.canary.verdict.Judge;
import io.keelstream.canary.verdict.Ruling;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Three hours of a simulated service with four metrics: two ratios, a histogram at three quantiles, a gauge. Each operation
 * of the first two is one metric in one tick, observed and ruled upon. Prints the size of the state at the end.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JudgeSpeed {

    private static final int TICKS = 1_080;
    private static final int METRICS = 4;

    private final Judge judge;
    private final List<Tick> ticks;
    private final AnalysisState middle;

    /** Simulates the ticks. */
    public JudgeSpeed() {
        Scenario plain = Scenario.all().getFirst().shape(new Shape(1, true));
        AnalysisConfig config = SequentialMethod.config(plain);
        var simulation = plain.run(1);
        this.judge = new Judge(config, NoiseBook.empty());
        this.ticks = IntStream.range(0, TICKS).mapToObj(simulation::next).toList();
        this.middle = through(ticks.subList(0, TICKS / 2));
    }

    /** Prints how large the state is. */
    @Setup
    public void printSize() {
        int early = bytes(middle);
        int late = bytes(through(ticks));
        System.out.printf("state as JSON: %d bytes after %d ticks, %d after %d%n", early, TICKS / 2, late, TICKS);
    }

    /** Observes and rules, tick by tick, for three hours. */
    @Benchmark
    @OperationsPerInvocation(TICKS * METRICS)
    public AnalysisState metricTicks() {
        return through(ticks);
    }

    /** One whole analysis of 1,080 ticks and four metrics. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public AnalysisState verdict() {
        return through(ticks);
    }

    /** The state to JSON and back, as it survives a restart. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public AnalysisState saveAndLoad() {
        return StateJson.read(StateJson.write(middle));
    }

    private AnalysisState through(List<Tick> observed) {
        AnalysisState state = judge.begin();
        int rulings = 0;
        for (Tick tick : observed) {
            state = judge.observe(state, tick);
            rulings += judge.rule(state) == Ruling.CONTINUE ? 0 : 1;
        }
        return rulings < 0 ? judge.begin() : state;
    }

    private static int bytes(AnalysisState state) {
        return StateJson.write(state).getBytes(StandardCharsets.UTF_8).length;
    }
}
