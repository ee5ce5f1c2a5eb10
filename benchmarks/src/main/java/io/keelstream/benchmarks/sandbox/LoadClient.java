package io.keelstream.benchmarks.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests to a sandbox and does nothing else. Thread-safe. */
final class LoadClient implements AutoCloseable {

    private static final Pattern SERVER = Pattern.compile("server: \"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;

    private LoadClient(String server) {
        this.server = server;
    }

    static LoadClient of(Path kubeconfig) throws IOException {
        Matcher matcher = SERVER.matcher(Files.readString(kubeconfig));
        if (!matcher.find()) {
            throw new IOException(kubeconfig + " names no server");
        }
        return new LoadClient(matcher.group(1));
    }

    void create(String path, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    void apply(String path, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(server + path + "?fieldManager=load&force=true"))
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The body of an answer that does not end. */
    InputStream open(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(server + path)).build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    /** The version from which a watch hears of what is to come. */
    String version(String collection) throws IOException, InterruptedException {
        String list = client.send(
                        HttpRequest.newBuilder(URI.create(server + collection + "?limit=1"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher matcher = Pattern.compile("\"resourceVersion\":\"(\\d+)\"").matcher(list);
        if (!matcher.find()) {
            throw new IOException("a list without a version");
        }
        return matcher.group(1);
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
