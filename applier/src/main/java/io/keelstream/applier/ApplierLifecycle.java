package io.keelstream.applier;

import io.keelstream.kubernetes.client.ClusterClient;
import java.time.Duration;
import java.util.Collection;
import org.springframework.context.SmartLifecycle;

/** Starts the applier with the application and stops it, and then its clients, with it. */
final class ApplierLifecycle implements SmartLifecycle {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Applier applier;
    private final Collection<ClusterClient> clients;
    private volatile boolean running;

    ApplierLifecycle(Applier applier, Collection<ClusterClient> clients) {
        this.applier = applier;
        this.clients = clients;
    }

    @Override
    public void start() {
        applier.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        applier.stop(STOP_LIMIT);
        clients.forEach(ClusterClient::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
