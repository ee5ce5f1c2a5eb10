package io.keelstream.e2e.conformance.workload;

import static org.awaitility.Awaitility.await;

import io.keelstream.e2e.conformance.Normal;
import io.keelstream.e2e.conformance.RawApi;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a story on a cluster and reports what was seen. For one use by one thread. */
final class StoryRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The end of a ReplicaSet's name is another one on each server. */
    private static final Pattern HASH = Pattern.compile("(ReplicaSet \"[a-z]+)-[0-9a-z]+");

    private final RawApi api;
    private final Scenario story;
    private final String collection;
    private final String podCollection;
    private final String podSelector;
    private final Events workload;
    private final Events pods;
    private final Instant start = Instant.now();

    StoryRun(RawApi api, Scenario story, String namespace) {
        this.api = api;
        this.story = story;
        this.collection = story.collection().replace("~", namespace);
        this.workload = new Events(api, collection, "fieldSelector=metadata.name%3D" + story.object());
        this.podCollection = "/api/v1/namespaces/" + namespace + "/pods";
        this.podSelector = "labelSelector=app%3D" + story.object();
        this.pods = new Events(api, podCollection, podSelector);
    }

    /** The healths that the workload went through, how it and its pods ended, and the order of the pods. */
    Map<String, @Nullable Object> play() {
        for (Scenario.Step step : story.steps()) {
            long generation = apply(step.body());
            await().alias(story.name() + " becomes " + step.until())
                    .atMost(PATIENCE)
                    .until(() -> healths(generation).contains(step.until()));
        }
        await().alias("the watch of the pods of " + story.name() + " shows what the server has")
                .atMost(PATIENCE)
                .until(this::podsAreSeen);
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("story", story.name());
        seen.put("walk", walk());
        seen.put("end", text(health(workload.all().getLast().object())));
        seen.put("pods", podsAtTheEnd());
        if (story.inOrder()) {
            seen.put("order", order());
        }
        return seen;
    }

    private long apply(Map<String, @Nullable Object> body) {
        HttpRequest request = api.request(collection + "/" + story.object() + "?fieldManager=story&force=true")
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(Json.write(body)))
                .build();
        HttpResponse<byte[]> answer = api.send(request);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
        }
        Object generation =
                new Manifest(Json.readObject(answer.body())).metadata().get("generation");
        return generation instanceof Long number ? number : 0;
    }

    /** Whether the watch of the pods, which runs beside that of the workload, is not behind the server. */
    private boolean podsAreSeen() {
        HttpResponse<byte[]> answer =
                api.send(api.request(podCollection + "?" + podSelector).GET().build());
        Map<String, String> live = Manifest.list(Json.readObject(answer.body()).get("items")).stream()
                .map(each -> new Manifest(Manifest.map(each)))
                .collect(Collectors.toMap(Manifest::name, Manifest::resourceVersion));
        Map<String, String> seen = new HashMap<>();
        for (Events.Event event : pods.all()) {
            if (event.type().equals("DELETED")) {
                seen.remove(event.object().name());
            } else {
                seen.put(event.object().name(), event.object().resourceVersion());
            }
        }
        return seen.equals(live);
    }

    /** The healths that were seen since a generation. */
    private Set<String> healths(long generation) {
        Set<String> healths = new HashSet<>();
        for (Events.Event event : workload.all()) {
            if (event.object().metadata().get("generation") instanceof Long number && number >= generation) {
                healths.add(health(event.object()).health().toString());
            }
        }
        return healths;
    }

    private List<String> walk() {
        List<String> walk = new ArrayList<>();
        for (Events.Event event : workload.all()) {
            String next = health(event.object()).health().toString();
            if (walk.isEmpty() || !walk.getLast().equals(next)) {
                walk.add(next);
            }
        }
        return walk;
    }

    /** What the pods that are left say of themselves, each kind of answer with its number. */
    private Map<String, @Nullable Object> podsAtTheEnd() {
        Map<String, Manifest> left = new LinkedHashMap<>();
        for (Events.Event event : pods.all()) {
            String name = event.object().name();
            if (event.type().equals("DELETED") || event.object().metadata().get("deletionTimestamp") != null) {
                left.remove(name);
            } else {
                left.put(name, event.object());
            }
        }
        Map<String, @Nullable Object> answers = new TreeMap<>();
        left.values()
                .forEach(pod -> answers.merge(
                        text(health(pod)),
                        1L,
                        (a, b) -> a instanceof Long n && b instanceof Long m ? (Long) (n + m) : a));
        return answers;
    }

    /**
     * The pods in the order in which they came, became ready and went. One that went before it was ready does not count: a
     * real controller makes such a pod of the old revision now and then, when its cache is behind.
     */
    private List<String> order() {
        List<String> order = new ArrayList<>();
        Set<String> ready = new HashSet<>();
        for (Events.Event event : pods.all()) {
            String name = event.object().name();
            switch (event.type()) {
                case "ADDED" -> order.add(name + " comes");
                case "DELETED" -> {
                    if (ready.remove(name)) {
                        order.add(name + " goes");
                    } else {
                        order.remove(order.lastIndexOf(name + " comes"));
                    }
                }
                default -> {
                    boolean isReady = health(event.object()).health().toString().equals("Healthy");
                    if (isReady && ready.add(name)) {
                        order.add(name + " is ready");
                    }
                }
            }
        }
        return order;
    }

    private HealthStatus health(Manifest object) {
        return HealthAssessment.of(object, HealthContext.waiting(Instant.now(), start));
    }

    private static String text(HealthStatus status) {
        String text = status.health() + (status.message().isEmpty() ? "" : ": " + status.message());
        return HASH.matcher(Normal.text(text)).replaceAll("$1-<hash>");
    }

    @Override
    public void close() throws IOException {
        workload.close();
        pods.close();
    }
}
