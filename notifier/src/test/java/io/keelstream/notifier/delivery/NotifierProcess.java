package io.keelstream.notifier.delivery;

import io.keelstream.messaging.service.KafkaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A notifier in a process of its own, which tests kill. */
final class NotifierProcess {

    private NotifierProcess() {}

    /**
     * Delivers until it is killed.
     *
     * @param arguments the brokers, the name of a sink, and its address
     */
    public static void main(String... arguments) throws InterruptedException {
        Notifier notifier = new Notifier(
                List.of(NotifierTests.sink(arguments[1], URI.create(arguments[2]), Duration.ofHours(1))),
                KafkaSettings.at(arguments[0]),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        notifier.start();
        Thread.currentThread().join();
    }
}
