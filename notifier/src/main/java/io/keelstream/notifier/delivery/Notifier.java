package io.keelstream.notifier.delivery;

import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs all sinks; without any it does nothing. Thread-safe. */
public final class Notifier implements Service {

    /** The service's name; the groups of its sinks begin with it. */
    public static final String SERVICE = "notifier";

    private final List<SinkRunner> sinks;
    private volatile boolean started;

    /** @param sinks each with another name */
    public Notifier(List<SinkSettings> sinks, KafkaSettings kafka, MeterRegistry meters, Clock clock) {
        this.sinks = sinks.stream()
                .map(sink -> new SinkRunner(sink, kafka, meters, clock))
                .toList();
    }

    @Override
    public String name() {
        return SERVICE;
    }

    @Override
    public void start() {
        sinks.forEach(SinkRunner::start);
        started = true;
    }

    @Override
    public void stop(Duration limit) {
        started = false;
        Thread[] ends = sinks.stream()
                .map(sink -> Thread.ofVirtual().start(() -> sink.stop(limit)))
                .toArray(Thread[]::new);
        try {
            for (Thread end : ends) {
                end.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean ready() {
        return problems().isEmpty();
    }

    @Override
    public boolean ownsAll() {
        return ready() && sinks.stream().allMatch(SinkRunner::assigned);
    }

    @Override
    public boolean live() {
        return sinks.stream().allMatch(sink -> sink.problem().isEmpty());
    }

    @Override
    public List<String> problems() {
        return started
                ? sinks.stream()
                        .map(SinkRunner::problem)
                        .flatMap(Optional::stream)
                        .toList()
                : List.of(SERVICE + " is not started");
    }
}
