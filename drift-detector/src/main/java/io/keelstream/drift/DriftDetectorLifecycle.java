package io.keelstream.drift;

import io.keelstream.kubernetes.client.ClusterClient;
import java.time.Duration;
import java.util.Collection;
import org.springframework.context.SmartLifecycle;

/** Starts the detector with the application and stops it, and then its clients, with it. */
final class DriftDetectorLifecycle implements SmartLifecycle {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final DriftDetector detector;
    private final Collection<ClusterClient> clients;
    private volatile boolean running;

    DriftDetectorLifecycle(DriftDetector detector, Collection<ClusterClient> clients) {
        this.detector = detector;
        this.clients = clients;
    }

    @Override
    public void start() {
        detector.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        detector.stop(STOP_LIMIT);
        clients.forEach(ClusterClient::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
