package io.keelstream.canary.service;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;

/** The program {@code prometheus}, scraping pods once per second. */
final class RealPrometheus implements AutoCloseable {

    private final Process process;
    private final URI url;

    private RealPrometheus(Process process, URI url) {
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
        int port = freePort();
        Path output = Files.createDirectories(folder).resolve("prometheus.log");
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), settings);
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        RealPrometheus prometheus = new RealPrometheus(process, URI.create("http://127.0.0.1:" + port));
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await("prometheus is ready; see " + output)
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> http.send(
                                            HttpRequest.newBuilder(prometheus.url.resolve("/-/ready"))
                                                    .build(),
                                            HttpResponse.BodyHandlers.discarding())
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
        process.destroyForcibly();
        process.onExit().join();
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
