package io.keelstream.planner;

import io.keelstream.kubernetes.client.ClusterClient;
import java.time.Duration;
import java.util.Collection;
import org.springframework.context.SmartLifecycle;

/** Starts the planner with the application and stops it, and then its clients, with it. */
final class PlannerLifecycle implements SmartLifecycle {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Planner planner;
    private final Collection<ClusterClient> clients;
    private volatile boolean running;

    PlannerLifecycle(Planner planner, Collection<ClusterClient> clients) {
        this.planner = planner;
        this.clients = clients;
    }

    @Override
    public void start() {
        planner.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        planner.stop(STOP_LIMIT);
        clients.forEach(ClusterClient::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
