package io.keelstream.notifier.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One sink in numbers. Thread-safe.
 *
 * <ul>
 *   <li>{@code keelstream.notifier.deliveries}: events by {@code sink} and {@code result} (delivered, refused, given-up), from the
 *       event to its result
 *   <li>{@code keelstream.notifier.failures}: attempts that failed and are repeated, by {@code sink}
 *   <li>{@code keelstream.notifier.waiting.seconds}: age of the event that is being repeated, by {@code sink}; 0 without one
 * </ul>
 */
final class SinkMeters {

    private final MeterRegistry meters;
    private final String sink;
    private final AtomicLong waiting = new AtomicLong();

    SinkMeters(MeterRegistry meters, String sink) {
        this.meters = meters;
        this.sink = sink;
        Gauge.builder("keelstream.notifier.waiting.seconds", waiting, AtomicLong::get)
                .description("Age of the event that a sink does not take")
                .tag("sink", sink)
                .register(meters);
    }

    void ended(String result, Duration age) {
        waiting.set(0);
        Timer.builder("keelstream.notifier.deliveries")
                .description("Events from their time to their end at a sink")
                .tag("sink", sink)
                .tag("result", result)
                .register(meters)
                .record(age.isNegative() ? Duration.ZERO : age);
    }

    void failed(Duration age) {
        waiting.set(Math.max(1, age.toSeconds()));
        meters.counter("keelstream.notifier.failures", "sink", sink).increment();
    }
}
