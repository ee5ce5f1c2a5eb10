package io.keelstream.e2e.conformance;

import static org.awaitility.Awaitility.await;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Goes through a case on one server. For one use by one thread. */
final class Run implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Map<String, String> FORMS = Map.of(
            "json", "application/json",
            "yaml", "application/yaml",
            "merge", "application/merge-patch+json",
            "patch", "application/json-patch+json",
            "strategic", "application/strategic-merge-patch+json",
            "apply", "application/apply-patch+yaml");

    private static final Map<String, String> ACCEPTS = Map.of(
            "json", "application/json",
            "table", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
            "metadata", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json",
            "metadata-list", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json",
            "discovery", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json");

    private final RawApi api;
    private final String namespace;
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, OpenWatch> watches = new HashMap<>();

    Run(RawApi api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The normalised answers, one for each step but those that open watches. */
    List<@Nullable Object> answers(List<Step> steps) throws InterruptedException {
        List<@Nullable Object> answers = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Call call -> answers.add(answer(call));
                case Step.Watch watch -> open(watch);
                case Step.Hear hear -> answers.add(heard(hear));
            }
        }
        return answers;
    }

    private record Answer(
            HttpResponse<byte[]> response, @Nullable Object body) {}

    private Object answer(Step.Call call) {
        Answer[] last = new Answer[1];
        try {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        last[0] = send(call);
                        return call.until().holds(last[0].response.statusCode(), last[0].body);
                    });
        } catch (ConditionTimeoutException e) {
            return Map.of("never", String.valueOf(call.until()), "last", String.valueOf(Normal.of(last[0].body)));
        }
        Object body = last[0].body;
        call.keep().forEach((name, place) -> kept.put(name, String.valueOf(Places.find(body, place))));
        boolean refused = last[0].response.statusCode() >= 400;
        Object part = Places.find(Normal.of(body), refused ? "" : call.of());
        call.without().keySet().forEach(place -> Places.remove(part, place));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("request", call.method() + " " + call.path());
        answer.put("code", (long) last[0].response.statusCode());
        List<String> warnings = last[0].response.headers().allValues("Warning");
        if (!warnings.isEmpty()) {
            answer.put("warnings", warnings);
        }
        answer.put("body", part);
        return answer;
    }

    private Answer send(Step.Call call) {
        HttpRequest.Builder request =
                api.request(filled(call.path())).header("Accept", ACCEPTS.getOrDefault(call.accept(), call.accept()));
        Object body = call.body();
        if (body == null) {
            request.method(call.method(), HttpRequest.BodyPublishers.noBody());
        } else {
            String text = filled(body instanceof String given ? given : Json.writeText(body));
            request.header("Content-Type", FORMS.getOrDefault(call.form(), call.form()))
                    .method(call.method(), HttpRequest.BodyPublishers.ofString(text));
        }
        HttpResponse<byte[]> response = api.send(request.timeout(PATIENCE).build());
        return new Answer(response, parsed(response.body()));
    }

    private static @Nullable Object parsed(byte[] body) {
        try {
            return Json.read(body);
        } catch (JsonException e) {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private void open(Step.Watch watch) {
        HttpRequest request = api.request(filled(watch.path()))
                .header("Accept", ACCEPTS.getOrDefault(watch.accept(), watch.accept()))
                .GET()
                .build();
        watches.put(watch.name(), new OpenWatch(api.open(request).body()));
    }

    private Object heard(Step.Hear hear) throws InterruptedException {
        OpenWatch watch = watches.get(hear.name());
        if (watch == null) {
            throw new IllegalArgumentException("no watch is called '" + hear.name() + "'");
        }
        List<@Nullable Object> events = new ArrayList<>();
        watch.next(hear.events()).forEach(event -> events.add(Normal.of(event)));
        return Map.of("watch", hear.name(), "events", events);
    }

    private String filled(String text) {
        String result = text.replace("~", namespace);
        for (Map.Entry<String, String> each : kept.entrySet()) {
            result = result.replace("${" + each.getKey() + "}", each.getValue());
        }
        return result;
    }

    @Override
    public void close() throws IOException {
        for (OpenWatch watch : watches.values()) {
            watch.close();
        }
    }
}
