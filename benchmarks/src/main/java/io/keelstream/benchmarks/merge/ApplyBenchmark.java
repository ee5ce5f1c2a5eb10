package io.keelstream.benchmarks.merge;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.schema.BuiltInSchemas;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** One apply of a Deployment of 5 kB in the merge engine. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ApplyBenchmark {

    private static final FieldWriter WRITER = new FieldWriter("keelstream", Instant.parse("2026-01-01T00:00:00Z"));

    private final ServerSideApply engine = new ServerSideApply(
            BuiltInSchemas.instance().findOrDeduced("apps/v1", "Deployment"), FieldSet.of(FieldPath.of("status")));
    private final Manifest first = AppliedDeployment.withImage("web:1");
    private final Manifest second = AppliedDeployment.withImage("web:2");
    private final Manifest live = applied(engine.apply(null, first, WRITER, true));

    /** The object does not exist yet. */
    @Benchmark
    public ApplyResult create() {
        return engine.apply(null, first, WRITER, true);
    }

    /** Nothing changes. */
    @Benchmark
    public ApplyResult unchanged() {
        return engine.apply(live, first, WRITER, true);
    }

    /** Another image. */
    @Benchmark
    public ApplyResult changed() {
        return engine.apply(live, second, WRITER, true);
    }

    private static Manifest applied(ApplyResult result) {
        if (result instanceof ApplyResult.Applied applied) {
            return applied.object();
        }
        throw new IllegalStateException("the configuration is not accepted: " + result);
    }

    /**
     * Runs with the profiler of allocations.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws RunnerException {
        System.out.println(Json.write(AppliedDeployment.withImage("web:1").tree()).length + " bytes");
        new Runner(new OptionsBuilder()
                        .include(ApplyBenchmark.class.getSimpleName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
