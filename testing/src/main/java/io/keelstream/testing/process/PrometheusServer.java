package io.keelstream.testing.process;

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

/** The program {@code prometheus} on a free port, with its data in one folder; it may go away and come back. Used by one thread. */
public final class PrometheusServer implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);

    private final Path folder;
    private final Path configuration;
    private final int port = Ports.free();
    private ChildProcess process;

    private PrometheusServer(Path folder, String settings) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.configuration = Files.writeString(folder.resolve("prometheus.yml"), settings);
        this.process = run();
    }

    /** Whether the program is on the PATH; Debian's package {@code prometheus} brings it. */
    public static boolean installed() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "prometheus")));
    }

    /**
     * Starts it and returns when it answers.
     *
     * @param folder for its configuration, data and output
     * @param settings its configuration file
     */
    public static PrometheusServer start(Path folder, String settings) throws IOException {
        return new PrometheusServer(folder, settings);
    }

    /** The base of its API, without {@code /api/v1}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** SIGKILL; its data stays. */
    public void kill() {
        process.kill();
    }

    /** Starts it where it was killed; returns when it answers. */
    public void startAgain() throws IOException {
        process = run();
    }

    @Override
    public void close() {
        process.close();
    }

    private ChildProcess run() throws IOException {
        ChildProcess started = ChildProcess.start(
                "prometheus",
                folder,
                List.of(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ready =
                    HttpRequest.newBuilder(url().resolve("/-/ready")).build();
            started.await(
                    "is ready",
                    READY,
                    () -> http.send(ready, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
        }
        return started;
    }
}
