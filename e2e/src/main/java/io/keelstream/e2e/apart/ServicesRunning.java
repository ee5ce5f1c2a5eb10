package io.keelstream.e2e.apart;

import io.keelstream.e2e.system.Keelstream;
import io.keelstream.messaging.service.KafkaSettings;
import java.util.List;
import java.util.stream.Collectors;

/** One instance of each service. Its Kafka goes on when they end. */
record ServicesRunning(KafkaSettings kafka, List<ServiceProcess> processes) implements Keelstream {

    @Override
    public String printed() {
        return processes.stream().map(ServiceProcess::printed).collect(Collectors.joining());
    }

    @Override
    public void kill() {
        processes.forEach(ServiceProcess::kill);
    }

    @Override
    public void close() {
        try {
            for (ServiceProcess each : processes) {
                each.stop();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
