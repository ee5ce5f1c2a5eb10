package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long pods took to serve: from the start of the last of their containers, so without the time for a node and an image, until
 * their condition {@code Ready}. Of several pods the lower median counts: one that lost its readiness meanwhile and got it back says
 * a longer time, since a condition only knows its last change. Times in a pod's status are cut to seconds. Pure.
 */
public final class TimeToReady {

    private TimeToReady() {}

    /**
     * The time that the pods took.
     *
     * @param longest what took longer is no start
     * @return empty where no pod is ready, or none says when its containers started
     */
    public static Optional<Duration> of(List<Manifest> pods, Duration longest) {
        List<Duration> times = pods.stream()
                .map(TimeToReady::of)
                .filter(Objects::nonNull)
                .filter(time -> !time.isNegative() && time.compareTo(longest) <= 0)
                .sorted()
                .toList();
        return times.isEmpty() ? Optional.empty() : Optional.of(times.get((times.size() - 1) / 2));
    }

    private static @Nullable Duration of(Manifest pod) {
        Condition ready = Condition.find(pod, "Ready");
        Instant since = ready == null || !ready.isTrue() ? null : Times.of(ready.since());
        Instant started = PodRules.containers(pod).stream()
                .map(container -> Times.of(
                        Manifest.map(Manifest.map(container.get("state")).get("running"))
                                .get("startedAt")))
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
        return since == null || started == null ? null : Duration.between(started, since);
    }
}
