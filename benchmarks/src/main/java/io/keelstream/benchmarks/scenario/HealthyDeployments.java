package io.keelstream.benchmarks.scenario;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** Listens to the deployment events of a running system, as a subscriber does. Thread-safe. */
public final class HealthyDeployments implements AutoCloseable {

    private static final String HEALTHY_AT = " healthy at ";

    private final EventReader reader;
    private final Map<String, Long> healthy = new ConcurrentHashMap<>();

    public HealthyDeployments(RunningKeelstream system) {
        this(system.kafka());
    }

    /** The same of services on a Kafka. */
    public HealthyDeployments(KafkaSettings kafka) {
        reader = new EventReader(kafka, List.of(Topic.DEPLOYMENT));
        reader.read(EventReader.Start.BEGINNING, this::take);
    }

    /**
     * Waits until every target is healthy at the commit.
     *
     * @return when the last event arrived, as {@link System#nanoTime}
     * @throws TimeoutException when one is missing at the limit
     */
    public long awaitHealthy(List<String> targets, String commit, Duration limit)
            throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        long last = Long.MIN_VALUE;
        for (String target : targets) {
            last = Math.max(last, await(target + HEALTHY_AT + commit, end));
        }
        return last;
    }

    @Override
    public void close() {
        reader.close();
    }

    private synchronized long await(String what, long end) throws InterruptedException, TimeoutException {
        Long at = healthy.get(what);
        while (at == null) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new TimeoutException("no event of: " + what + "; events of " + healthy.size());
            }
            wait(left);
            at = healthy.get(what);
        }
        return at;
    }

    private synchronized void take(ReadEvent event) {
        if (event.received().payload() instanceof DeploymentFinished end && end.outcome() == Outcome.HEALTHY) {
            String what = event.received().key()
                    + HEALTHY_AT
                    + end.deployment().revision().commit();
            healthy.put(what, System.nanoTime());
            notifyAll();
        }
    }
}
