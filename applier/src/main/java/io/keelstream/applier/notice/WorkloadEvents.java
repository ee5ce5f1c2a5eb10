package io.keelstream.applier.notice;

import io.keelstream.applier.release.Release;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.messaging.event.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes notices as Kubernetes Events of the workload, on threads of their own: a release never waits for them, and what cannot
 * be written is lost. The name of an Event follows from what it says, so that a repetition only raises its count. Thread-safe.
 *
 * <p>The form is that of the core API (<a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>), which {@code kubectl
 * describe} looks for by the uid of the object.
 */
public final class WorkloadEvents {

    private static final Logger LOG = LoggerFactory.getLogger(WorkloadEvents.class);

    private static final String COMPONENT = "keelstream-applier";
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int LONGEST_MESSAGE = 1_024;
    private static final int LONGEST_PREFIX = 200;

    /** What a slow cluster is asked at a time; more is not written. */
    private static final int MOST = 32;

    private final Clock clock;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    public WorkloadEvents(Clock clock) {
        this.clock = clock;
    }

    /** Writes them in their order, some time after this has returned. */
    public void write(ClusterClient client, Release release, List<Notice> notices) {
        if (notices.isEmpty() || !places.tryAcquire()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Thread.ofVirtual().name("workload-events").start(() -> {
            try {
                notices.forEach(notice -> write(client, release, notice, now));
            } catch (RuntimeException e) {
                LOG.atDebug().setCause(e).log("A Kubernetes Event was not written");
            } finally {
                places.release();
            }
        });
    }

    private void write(ClusterClient client, Release release, Notice notice, Instant now) {
        ClusterClient brief = client.until(clock.instant().plus(LONGEST));
        Manifest event = new Manifest(body(release, notice, now));
        ApiError error = error(brief.create(event, FieldManagers.KEELSTREAM, false));
        if (error != null && error.kind() == ApiError.Kind.ALREADY_EXISTS) {
            error = repeated(brief, event.reference(), now);
        }
        if (error != null && error.kind() == ApiError.Kind.FORBIDDEN && refused.add(client.name())) {
            LOG.atWarn()
                    .addKeyValue("cluster", client.name())
                    .addKeyValue("cause", error.message())
                    .log(
                            "Kubernetes Events of canaries are not written; let the applier's account create and patch events");
        }
    }

    private static @Nullable ApiError repeated(ClusterClient client, ObjectReference reference, Instant now) {
        long count = client.get(reference) instanceof ApiResult.Ok<Manifest>(Manifest found)
                        && found.tree().get("count") instanceof Number number
                ? number.longValue()
                : 1;
        return error(client.patch(
                reference,
                "application/merge-patch+json",
                Map.of("count", count + 1, "lastTimestamp", now.toString()),
                FieldManagers.KEELSTREAM));
    }

    private static @Nullable ApiError error(ApiResult<Manifest> result) {
        return result instanceof ApiResult.Failed<Manifest>(ApiError error) ? error : null;
    }

    private static Map<String, @Nullable Object> body(Release release, Notice notice, Instant now) {
        Trial.Body workload = release.trial().stable().restore();
        ObjectReference reference = ObjectReference.parse(workload.reference());
        String message = cut(notice.message(), LONGEST_MESSAGE);
        String id = Ids.nameBased(release.deploymentId(), notice.reason(), message.replace('\n', ' '))
                .toString();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("apiVersion", "v1");
        body.put("kind", "Event");
        body.put("metadata", map("name", prefix(reference.name()) + "." + id, "namespace", reference.namespace()));
        body.put(
                "involvedObject",
                map(
                        "apiVersion",
                        workload.apiVersion(),
                        "kind",
                        reference.kind(),
                        "namespace",
                        reference.namespace(),
                        "name",
                        reference.name(),
                        "uid",
                        workload.uid()));
        body.put("type", notice.warning() ? "Warning" : "Normal");
        body.put("reason", notice.reason());
        body.put("message", message);
        body.put("source", map("component", COMPONENT));
        body.put("reportingComponent", COMPONENT);
        body.put("reportingInstance", "");
        body.put("firstTimestamp", now.toString());
        body.put("lastTimestamp", now.toString());
        body.put("count", 1L);
        return body;
    }

    private static Map<String, @Nullable Object> map(@Nullable String... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                map.put(String.valueOf(pairs[i]), pairs[i + 1]);
            }
        }
        return map;
    }

    /** A name is as long as that of its object may be. */
    private static String prefix(String name) {
        int end = Math.min(name.length(), LONGEST_PREFIX);
        while (!Character.isLetterOrDigit(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
