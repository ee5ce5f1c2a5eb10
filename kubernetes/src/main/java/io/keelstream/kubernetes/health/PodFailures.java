package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of one workload did since a moment at which they served, as far as it may be their version's fault. Pods that
 * end, were evicted or preempted, or were never ready say nothing of it, nor does a node that is away. Pure.
 *
 * @param pods how many there are
 * @param exits of their containers: the last one of each pod, and one more where Kubernetes backs off restarting it
 * @param unready pods whose containers run and have failed their readiness probe for {@link #UNREADY}
 * @param example one exit, e.g. {@code container app: exit code 137, OOMKilled}; empty without one
 */
public record PodFailures(int pods, int exits, int unready, String example) {

    /** A pod that is ready again sooner may have been busy. */
    public static final Duration UNREADY = Duration.ofSeconds(60);

    /** What a pod that started later than the moment does in its first minute belongs to its start. */
    private static final Duration START = Duration.ofSeconds(60);

    /** Times in a pod's status are cut to seconds, and its first status may take one. */
    private static final Duration COARSE = Duration.ofSeconds(1);

    /** Reasons of the container runtime and of the kubelet for a container that was lost with its node. */
    private static final Set<String> LOST = Set.of("Unknown", "ContainerStatusUnknown");

    /** What the pods did between {@code since} and now. */
    public static PodFailures of(List<Manifest> pods, Instant since, Instant now) {
        List<Manifest> live = pods.stream().filter(PodFailures::counts).toList();
        List<Manifest> served = live.stream().filter(PodFailures::servedOnce).toList();
        return new PodFailures(
                live.size(),
                served.stream().mapToInt(pod -> exits(pod, since)).sum(),
                (int) served.stream().filter(pod -> unready(pod, since, now)).count(),
                served.stream()
                        .flatMap(pod -> PodRules.containers(pod).stream()
                                .filter(container -> exited(container, from(pod, since))))
                        .map(container -> "container " + container.get("name") + ": "
                                + PodRules.exit(Objects.requireNonNull(ended(container))))
                        .findFirst()
                        .orElse(""));
    }

    /** A pod that ends, or that the kubelet or a preemption ended, is not its version's fault. */
    private static boolean counts(Manifest pod) {
        return pod.metadata().get("deletionTimestamp") == null
                && !"Failed".equals(pod.status().get("phase"));
    }

    /** The condition is False from a pod's first status on, and changes its time when it becomes True. */
    private static boolean servedOnce(Manifest pod) {
        Condition ready = Condition.find(pod, "Ready");
        Instant started = Times.of(pod.status().get("startTime"));
        return ready != null && (ready.isTrue() || (started != null && isAfter(ready.since(), started.plus(COARSE))));
    }

    /** Containers of one pod that end together are one exit. */
    private static int exits(Manifest pod, Instant since) {
        Instant from = from(pod, since);
        return PodRules.containers(pod).stream()
                .filter(container -> exited(container, from))
                .mapToInt(container -> backsOff(container) ? 2 : 1)
                .max()
                .orElse(0);
    }

    private static Instant from(Manifest pod, Instant since) {
        Instant created = Times.of(pod.metadata().get("creationTimestamp"));
        return created == null || !created.isAfter(since) ? since : created.plus(START);
    }

    private static boolean exited(Map<String, @Nullable Object> container, Instant from) {
        Map<String, @Nullable Object> ended = ended(container);
        return ended != null
                && !LOST.contains(String.valueOf(ended.get("reason")))
                && isAfter(ended.get("finishedAt"), from);
    }

    /** How the container ended last; null where it never did. */
    private static @Nullable Map<String, @Nullable Object> ended(Map<String, @Nullable Object> container) {
        return Stream.of("state", "lastState")
                .map(state -> Manifest.map(Manifest.map(container.get(state)).get("terminated")))
                .filter(terminated -> !terminated.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static boolean backsOff(Map<String, @Nullable Object> container) {
        return "CrashLoopBackOff"
                .equals(Manifest.map(Manifest.map(container.get("state")).get("waiting"))
                        .get("reason"));
    }

    private static boolean unready(Manifest pod, Instant since, Instant now) {
        Condition ready = Condition.find(pod, "Ready");
        return ready != null
                && ready.isFalse()
                && isAfter(ready.since(), since)
                && !isAfter(ready.since(), now.minus(UNREADY))
                && PodRules.containers(pod).stream()
                        .anyMatch(container -> Boolean.FALSE.equals(container.get("ready"))
                                && Manifest.map(container.get("state")).containsKey("running"));
    }

    private static boolean isAfter(@Nullable Object time, Instant other) {
        Instant instant = Times.of(time);
        return instant != null && instant.isAfter(other);
    }
}
