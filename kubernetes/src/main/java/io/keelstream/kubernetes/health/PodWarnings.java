package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the warning events about a pod add to its state: which probe failed and how, or what its node could not do. Pure. */
final class PodWarnings {

    /**
     * Reasons of the kubelet and of the scheduler whose messages say a cause (kubelet's {@code events/event.go}). {@code BackOff} is
     * not among them: it says what the pod's state says.
     */
    private static final Set<String> CAUSES = Set.of(
            "Unhealthy",
            "Failed",
            "FailedMount",
            "FailedAttachVolume",
            "FailedMapVolume",
            "FailedCreatePodSandBox",
            "FailedPostStartHook",
            "FailedScheduling",
            "ErrImageNeverPull",
            "InspectFailed",
            "Evicted");

    /** Whose message is the state's own, e.g. {@code Error: ErrImagePull}. */
    private static final Pattern EMPTY = Pattern.compile("Error: \\w+");

    private static final Pattern CONTAINER = Pattern.compile("spec\\.(?:initContainers|containers)\\{([^}]+)}");

    private static final int LONGEST = 300;

    private PodWarnings() {}

    /** The newest cause for the state; null where no event says one. */
    static @Nullable String why(HealthStatus state, List<Manifest> warnings) {
        return warnings.stream()
                .filter(event -> CAUSES.contains(String.valueOf(event.at("reason"))))
                .sorted(Comparator.comparing(PodWarnings::last).reversed())
                .filter(event -> explains(message(event), state))
                .map(event -> container(event) + message(event))
                .findFirst()
                .orElse(null);
    }

    /** The events that say why the controller of a workload could not create a pod, newest first: each says it of another pod. */
    static List<Manifest> uncreated(List<Manifest> warnings) {
        return warnings.stream()
                .filter(event -> "FailedCreate".equals(event.at("reason")))
                .sorted(Comparator.comparing(PodWarnings::last).reversed())
                .filter(event -> !message(event).isEmpty())
                .toList();
    }

    /** A container that does not run fails its readiness probe for that reason, and not the other way round. */
    private static boolean explains(String message, HealthStatus state) {
        return !message.isEmpty()
                && !EMPTY.matcher(message).matches()
                && !state.message().contains(message)
                && !(state.health() == Health.DEGRADED && message.startsWith("Readiness probe"));
    }

    /** What it says, on one line. */
    static String message(Manifest event) {
        String text =
                event.at("message") instanceof String message ? message.strip().replaceAll("\\s+", " ") : "";
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static String container(Manifest event) {
        Matcher found = CONTAINER.matcher(String.valueOf(event.at("involvedObject", "fieldPath")));
        return found.matches() ? "container " + found.group(1) + ": " : "";
    }

    /** When the first of some events was seen first; null where none says so. */
    static @Nullable Instant first(List<Manifest> events) {
        return events.stream()
                .map(PodWarnings::first)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** When it was seen first, which stays the same however often it is seen again; null where it does not say so. */
    private static @Nullable Instant first(Manifest event) {
        return Stream.of(
                        event.at("firstTimestamp"),
                        event.at("eventTime"),
                        event.metadata().get("creationTimestamp"))
                .map(Times::of)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** When it was seen last. Newer clients of the API write the second or the third. */
    private static Instant last(Manifest event) {
        return Stream.of(
                        event.at("lastTimestamp"),
                        event.at("series", "lastObservedTime"),
                        event.at("eventTime"),
                        event.metadata().get("creationTimestamp"))
                .map(Times::of)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
