package io.keelstream.service;

import io.keelstream.messaging.service.Service;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the service after everything else of the process, the probes included, and stops it first. */
final class ServiceLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceLifecycle.class);

    /** Leaves five seconds of a pod's usual thirty to the rest of the process. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Service service;
    private volatile boolean running;

    ServiceLifecycle(Service service) {
        this.service = service;
    }

    @Override
    public void start() {
        service.start();
        running = true;
        LOG.atInfo().log("Service started");
    }

    @Override
    public void stop() {
        running = false;
        service.stop(STOP_LIMIT);
        LOG.atInfo().log("Service stopped");
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
