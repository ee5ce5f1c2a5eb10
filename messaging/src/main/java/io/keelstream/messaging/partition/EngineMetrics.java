package io.keelstream.messaging.partition;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The engine's figures, by service. Thread-safe. */
final class EngineMetrics {

    private final Timer load;
    private final Timer commit;
    private final DistributionSummary factsPerCommit;
    private final Counter fenced;
    private final Counter deadLetters;
    private final Counter workerFailures;
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicLong lag = new AtomicLong();

    EngineMetrics(MeterRegistry meters, String service) {
        Tags tags = Tags.of("service", service);
        load = Timer.builder("keelstream.partition.load")
                .description("from fencing a partition to its tables being complete")
                .tags(tags)
                .register(meters);
        commit = Timer.builder("keelstream.writer.commit")
                .description("one transaction, from its begin to its commit")
                .tags(tags)
                .register(meters);
        factsPerCommit = DistributionSummary.builder("keelstream.writer.facts")
                .description("facts that share a commit")
                .tags(tags)
                .register(meters);
        fenced = Counter.builder("keelstream.writer.fenced")
                .description("writers that lost their partition to another owner")
                .tags(tags)
                .register(meters);
        deadLetters = Counter.builder("keelstream.dead.letters")
                .description("records that could not be read")
                .tags(tags)
                .register(meters);
        workerFailures = Counter.builder("keelstream.worker.failures")
                .description("starts and changes on which a worker threw")
                .tags(tags)
                .register(meters);
        Gauge.builder("keelstream.partitions.working", working, AtomicInteger::get)
                .description("partitions that are owned, loaded and worked on")
                .tags(tags)
                .register(meters);
        Gauge.builder("keelstream.consumer.lag", lag, AtomicLong::get)
                .description("records that are committed and not read yet")
                .tags(tags)
                .register(meters);
    }

    void loaded(Duration took) {
        load.record(took);
    }

    void committed(int facts, int letters, long nanos) {
        commit.record(Duration.ofNanos(nanos));
        factsPerCommit.record(facts);
        deadLetters.increment(letters);
    }

    void fenced() {
        fenced.increment();
    }

    void workerFailed() {
        workerFailures.increment();
    }

    void working(int partitions) {
        working.set(partitions);
    }

    void lag(long records) {
        lag.set(records);
    }
}
