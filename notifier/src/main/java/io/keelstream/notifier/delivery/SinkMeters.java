package io.keelstream.notifier.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One sink in numbers. Thread-safe.
 *
 * <ul>
 *   <li>{@code keelstream.notifier.deliveries}: events by {@code sink} and {@code result} (delivered, refused, given-up), from the
 *       event to its result
 *   <li>{@code keelstream.notifier.failures}: attempts that failed and are repeated, by {@code sink}
 *   <li>{@code keelstream.notifier.waiting.seconds}: age of the oldest event that is being repeated, by {@code sink}; 0 without one
 * </ul>
 */
final class SinkMeters {

    private final MeterRegistry meters;
    private final String sink;
    private final Clock clock;

    /** When each event that waits happened, by its id. */
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

    SinkMeters(MeterRegistry meters, String sink, Clock clock) {
        this.meters = meters;
        this.sink = sink;
        this.clock = clock;
        Gauge.builder("keelstream.notifier.waiting.seconds", this, SinkMeters::waitingSeconds)
                .description("Age of the event that a sink does not take")
                .tag("sink", sink)
                .register(meters);
    }

    void ended(String result, Duration age) {
        Timer.builder("keelstream.notifier.deliveries")
                .description("Events from their time to their end at a sink")
                .tag("sink", sink)
                .tag("result", result)
                .register(meters)
                .record(age.isNegative() ? Duration.ZERO : age);
    }

    /** An event waits for its next attempt. */
    void failed(String id, Instant time) {
        waiting.put(id, time);
        meters.counter("keelstream.notifier.failures", "sink", sink).increment();
    }

    /** An event waits no more. */
    void passed(String id) {
        waiting.remove(id);
    }

    /** What still waits fails again soon. */
    void nothingWaits() {
        waiting.clear();
    }

    private double waitingSeconds() {
        return waiting.values().stream()
                .mapToLong(time ->
                        Math.max(1, Duration.between(time, clock.instant()).toSeconds()))
                .max()
                .orElse(0);
    }
}
