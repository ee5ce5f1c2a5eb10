package io.keelstream.sandbox;

import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain requests to a sandbox. Thread-safe. */
public final class SandboxClient implements AutoCloseable {

    /** The path of the ConfigMaps that the tests use. */
    public static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Sandbox sandbox;

    public SandboxClient(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** One answer, whose body is a Status or an object. */
    public record Answer(int code, HttpResponse<?> response, Map<String, @Nullable Object> body) {}

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .header("Authorization", "Bearer " + sandbox.token());
    }

    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response, Json.readObject(response.body()));
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    public Answer post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public Answer createConfigMap(String name) throws IOException, InterruptedException {
        return post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }

    /** The body of an answer that does not end. */
    public InputStream open(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
