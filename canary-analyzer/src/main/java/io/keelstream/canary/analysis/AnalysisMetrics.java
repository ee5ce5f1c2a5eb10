package io.keelstream.canary.analysis;

import io.keelstream.canary.course.Arrival;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The figures of all analyses of this process, each there from the start. Thread-safe. */
final class AnalysisMetrics {

    private final Map<Verdict, Counter> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Arrival.Reason, Counter> ignored = new EnumMap<>(Arrival.Reason.class);
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Set<String> holding = ConcurrentHashMap.newKeySet();

    AnalysisMetrics(MeterRegistry meters) {
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, issued(meters, verdict));
        }
        for (Arrival.Reason reason : Arrival.Reason.values()) {
            ignored.put(reason, ignored(meters, reason));
        }
        Gauge.builder("keelstream.analyses.running", running, Set::size)
                .description("analyses without a verdict")
                .register(meters);
        Gauge.builder("keelstream.analyses.holding", holding, Set::size)
                .description("running analyses that cannot measure something")
                .register(meters);
    }

    /** Where the analysis of a target stands now; null for none here. */
    void stands(String key, @Nullable Analysis analysis) {
        boolean runs = analysis != null && analysis.issued() == null;
        set(running, key, runs);
        set(holding, key, analysis != null && runs && !analysis.problems().isEmpty());
    }

    void issued(Verdict verdict) {
        Objects.requireNonNull(verdicts.get(verdict)).increment();
    }

    void ignored(Arrival.Reason reason) {
        Objects.requireNonNull(ignored.get(reason)).increment();
    }

    private static Counter issued(MeterRegistry meters, Verdict verdict) {
        return Counter.builder("keelstream.verdicts")
                .description("verdicts that were issued")
                .tag("verdict", verdict.name())
                .register(meters);
    }

    private static Counter ignored(MeterRegistry meters, Arrival.Reason reason) {
        return Counter.builder("keelstream.gates.ignored")
                .description("gates that were ignored")
                .tag("reason", reason.tag())
                .register(meters);
    }

    private static void set(Set<String> keys, String key, boolean in) {
        if (in) {
            keys.add(key);
        } else {
            keys.remove(key);
        }
    }
}
