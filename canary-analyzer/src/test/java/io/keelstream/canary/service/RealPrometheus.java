package io.keelstream.canary.service;

import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The program {@code prometheus}, scraping pods once per second. */
final class RealPrometheus implements AutoCloseable {

    private final ChildProcess process;
    private final URI url;

    private RealPrometheus(ChildProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    static boolean installed() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "prometheus")));
    }

    /** Starts it and returns when it answers. */
    static RealPrometheus start(Path folder, Pods pods) throws IOException {
        return start(folder, configuration(pods));
    }

    /** Starts it with a configuration and returns when it answers. */
    static RealPrometheus start(Path folder, String settings) throws IOException {
        int port = Ports.free();
        Path configuration = Files.writeString(Files.createDirectories(folder).resolve("prometheus.yml"), settings);
        ChildProcess process = ChildProcess.start(
                "prometheus",
                folder,
                List.of(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port));
        RealPrometheus prometheus = new RealPrometheus(process, URI.create("http://127.0.0.1:" + port));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ready =
                    HttpRequest.newBuilder(prometheus.url.resolve("/-/ready")).build();
            process.await(
                    "is ready",
                    Duration.ofSeconds(60),
                    () -> http.send(ready, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
        }
        return prometheus;
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }

    private static String configuration(Pods pods) {
        StringBuilder text = new StringBuilder("""
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: pods
                    static_configs:
                """);
        for (String pod : pods.names()) {
            text.append(
                    "      - {targets: ['127.0.0.1:%d'], labels: {namespace: shop, pod: %s, __metrics_path__: /%s}}\n"
                            .formatted(pods.port(), pod, pod));
        }
        return text.toString();
    }
}
