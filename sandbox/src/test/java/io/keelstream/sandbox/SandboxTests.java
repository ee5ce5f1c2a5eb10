package io.keelstream.sandbox;

import static io.keelstream.sandbox.SandboxClient.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTests {

    @TempDir
    Path folder;

    @Test
    void whoHasNotTheTokenIsNotServed() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
                HttpClient client = HttpClient.newHttpClient()) {
            // When
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(sandbox.url() + CONFIG_MAPS))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            // Then
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("\"reason\":\"Unauthorized\"");
        }
    }

    @Test
    void podHasTheLogThatItsAnnotationSays() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
                SandboxClient client = new SandboxClient(sandbox)) {
            // Given
            String pods = "/api/v1/namespaces/default/pods";
            client.send(client.request(pods)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("""
                        {"apiVersion": "v1", "kind": "Pod",
                         "metadata": {"name": "p", "annotations": {"keelstream.io/pretend-log": "one\\ntwo\\nthree\\n"}},
                         "spec": {"containers": [{"name": "a", "image": "a"}, {"name": "b", "image": "b"}]}}
                        """))
                    .build());

            // Then
            assertThat(log(sandbox, pods + "/p/log?container=a&tailLines=2")).isEqualTo("200 two\nthree\n");
            assertThat(log(sandbox, pods + "/p/log?container=b&tailLines=2&limitBytes=5"))
                    .isEqualTo("200 two\nt");
            assertThat(log(sandbox, pods + "/p/log")).startsWith("400 ").contains("choose one of: [a b]");
            assertThat(log(sandbox, pods + "/p/log?container=c"))
                    .startsWith("400 ")
                    .contains("not valid for pod p");
        }
    }

    private static String log(Sandbox sandbox, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                            .header("Authorization", "Bearer " + sandbox.token())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    @Test
    void protocolBuffersAreRefusedWithARemedy() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
                SandboxClient client = new SandboxClient(sandbox)) {
            // When
            SandboxClient.Answer answer = client.send(client.request("/api/v1/namespaces")
                    .header("Content-Type", "application/vnd.kubernetes.protobuf")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'k', '8', 's', 0}))
                    .build());

            // Then
            assertThat(answer.code()).isEqualTo(415);
            assertThat(answer.body()).containsEntry("reason", "UnsupportedMediaType");
            assertThat(String.valueOf(answer.body().get("message"))).contains("kubectl apply -f -");
        }
    }

    @Test
    void whatIsNotServedSaysSo() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
                SandboxClient client = new SandboxClient(sandbox)) {
            // When
            SandboxClient.Answer unknown = client.post("/apis/apps/v1/gadgets", "{}");
            SandboxClient.Answer unable = client.post(CONFIG_MAPS + "/one", "{}");

            // Then
            assertThat(unknown.body()).containsEntry("kind", "Status").containsEntry("code", 404L);
            assertThat(unable.body()).containsEntry("kind", "Status").containsEntry("code", 405L);
        }
    }

    @Test
    void objectsOutliveTheProcessAndOldWatchesDoNot() throws Exception {
        // Given
        SandboxOptions options = SandboxOptions.defaults().withStateFile(folder.resolve("state"));
        String version;
        try (Sandbox sandbox = Sandbox.start(options);
                SandboxClient client = new SandboxClient(sandbox)) {
            Manifest made = new Manifest(client.createConfigMap("kept").body());
            version = made.resourceVersion();
            client.createConfigMap("newer");
        }

        // When
        try (Sandbox sandbox = Sandbox.start(options);
                SandboxClient client = new SandboxClient(sandbox)) {
            SandboxClient.Answer kept = client.get(CONFIG_MAPS + "/kept");
            String event = firstLine(client, CONFIG_MAPS + "?watch=1&resourceVersion=" + version);

            // Then
            assertThat(new Manifest(kept.body()).resourceVersion()).isEqualTo(version);
            assertThat(event).contains("\"ERROR\"").contains("\"code\":410");
        }
    }

    @Test
    void secondSandboxDoesNotTakeAStateFileThatIsInUse() {
        SandboxOptions options = SandboxOptions.defaults().withStateFile(folder.resolve("state"));
        try (Sandbox first = Sandbox.start(options)) {
            assertThat(first.token()).isNotEmpty();
            assertThatThrownBy(() -> Sandbox.start(options)).hasMessageContaining("another sandbox uses");
        }
    }

    @Test
    void objectThatSeveralApplyAtOnceIsRefusedToNoneOfThem() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withoutControllers());
                SandboxClient client = new SandboxClient(sandbox);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SandboxClient.Answer>> answers = new ArrayList<>();

            // When
            for (int i = 0; i < 400; i++) {
                String name = "object-" + i / 8;
                answers.add(threads.submit(
                        () -> client.send(client.request(CONFIG_MAPS + "/" + name + "?fieldManager=several&force=true")
                                .header("Content-Type", "application/apply-patch+yaml")
                                .method(
                                        "PATCH",
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                                                        + name + "\"}}"))
                                .build())));
            }

            // Then
            for (Future<SandboxClient.Answer> each : answers) {
                assertThat(each.get().code()).as("%s", each.get().body()).isIn(200, 201);
            }
        }
    }

    @Test
    void everyOneOfManyWatchersHearsItsOwnInOrder() throws Exception {
        int watchers = 200;
        int changes = 50;
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withoutControllers());
                SandboxClient client = new SandboxClient(sandbox);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given: half of them select what never happens until the end
            List<Future<List<Long>>> heard = new ArrayList<>();
            for (int i = 0; i < watchers; i++) {
                String selector = i % 2 == 0 ? "" : "&labelSelector=last";
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        client.open(CONFIG_MAPS + "?watch=1&resourceVersion=0" + selector), StandardCharsets.UTF_8));
                int expected = i % 2 == 0 ? changes + 1 : 1;
                heard.add(threads.submit(() -> versions(lines, expected)));
            }

            // When
            for (int i = 0; i < changes; i++) {
                client.createConfigMap("object-" + i);
            }
            client.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"last\",\"labels\":{\"last\":\"\"}}}");

            // Then
            for (Future<List<Long>> each : heard) {
                assertThat(each.get()).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    private static List<Long> versions(BufferedReader lines, int count) throws Exception {
        try (lines) {
            List<Long> versions = new ArrayList<>();
            for (int i : IntStream.range(0, count).toArray()) {
                Manifest event = new Manifest(Json.readObject(lines.readLine()));
                assertThat(event.at("type")).as("event %d", i).isEqualTo("ADDED");
                versions.add(Long.parseLong(String.valueOf(event.at("object", "metadata", "resourceVersion"))));
            }
            return versions;
        }
    }

    private static String firstLine(SandboxClient client, String path) throws Exception {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.open(path), StandardCharsets.UTF_8))) {
            return lines.readLine();
        }
    }
}
