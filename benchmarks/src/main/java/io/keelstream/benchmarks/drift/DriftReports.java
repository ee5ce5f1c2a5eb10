package io.keelstream.benchmarks.drift;

import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.drift.DriftDetected;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the drift events and to the starts of corrections from now on, as a subscriber does. All times are those of
 * {@link System#nanoTime}. Thread-safe.
 */
final class DriftReports implements AutoCloseable {

    private final EventReader reader;
    private final Map<String, First> detected = new LinkedHashMap<>();
    private final Map<String, TreeSet<Long>> corrections = new HashMap<>();
    private int reports;

    /**
     * The first report of an object.
     *
     * @param target its target
     * @param judged when the detector found it
     * @param received when it was received here
     */
    private record First(String target, long judged, long received) {}

    DriftReports(KafkaSettings kafka) {
        reader = new EventReader(kafka, List.of(Topic.DRIFT, Topic.DEPLOYMENT));
        reader.read(EventReader.Start.NOW, event -> {
            Received<?> received = event.received();
            if (received.payload() instanceof DriftDetected drift) {
                take(drift, received);
            }
            if (received.payload() instanceof DeploymentStarted start
                    && start.deployment().trigger() == Trigger.DRIFT) {
                take(received);
            }
        });
    }

    /** Forgets earlier reports. */
    synchronized void clear() {
        detected.clear();
        corrections.clear();
        reports = 0;
    }

    /** When the first report of the object was received. */
    long await(String reference, Duration limit) throws InterruptedException, TimeoutException {
        return first(reference, limit).received();
    }

    /** When the detector found the drift of the first report of the object. */
    long awaitJudged(String reference, Duration limit) throws InterruptedException, TimeoutException {
        return first(reference, limit).judged();
    }

    /** When the correction of it began: the first one of its target after it was found. */
    synchronized long awaitCorrection(String reference, Duration limit) throws InterruptedException, TimeoutException {
        First first = first(reference, limit);
        return await(
                "a correction of " + reference,
                limit,
                () -> corrections.getOrDefault(first.target(), new TreeSet<>()).ceiling(first.judged()));
    }

    /** How many objects were reported, each counted once. */
    synchronized int objects() {
        return detected.size();
    }

    /** How many reports of objects there were. */
    synchronized int reports() {
        return reports;
    }

    @Override
    public void close() {
        reader.close();
    }

    private synchronized First first(String reference, Duration limit) throws InterruptedException, TimeoutException {
        return await(reference, limit, () -> detected.get(reference));
    }

    private synchronized <T> T await(String what, Duration limit, Supplier<@Nullable T> look)
            throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        T found = look.get();
        while (found == null) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new TimeoutException("no report of " + what + "; reports of " + detected.size());
            }
            wait(left);
            found = look.get();
        }
        return found;
    }

    private synchronized void take(DriftDetected drift, Received<?> received) {
        First first = new First(received.key(), nanoTime(received.time()), System.nanoTime());
        drift.objects().forEach(object -> detected.putIfAbsent(object.reference(), first));
        reports += drift.objects().size();
        notifyAll();
    }

    private synchronized void take(Received<?> correction) {
        corrections.computeIfAbsent(correction.key(), same -> new TreeSet<>()).add(nanoTime(correction.time()));
        notifyAll();
    }

    private static long nanoTime(Instant time) {
        return System.nanoTime() - Duration.between(time, Instant.now()).toNanos();
    }
}
