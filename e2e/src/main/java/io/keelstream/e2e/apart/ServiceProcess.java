package io.keelstream.e2e.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.kafka.Ports;
import io.keelstream.e2e.system.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One service's executable jar as a process. Used by one thread. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(3);

    private final String name;
    private final Process process;
    private final Path output;
    private final int management;
    private final HttpClient http = HttpClient.newHttpClient();

    private ServiceProcess(String name, Process process, Path output, int management) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.management = management;
    }

    /** Starts the service with these properties, given as its configuration file. */
    public static ServiceProcess start(String name, Path folder, Map<String, String> properties) throws IOException {
        int management = Ports.free();
        Path configuration = Files.createTempFile(Files.createDirectories(folder), name, ".properties");
        List<String> lines = new ArrayList<>(List.of("management.server.port=" + management));
        properties.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(configuration, lines);
        Path output = Files.createTempFile(folder, name, ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar(name).toString(),
                        "--spring.config.location=file:" + configuration)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ServiceProcess(name, process, output, management);
    }

    /** Waits until it says that it works. */
    public void awaitReady() {
        Awaitility.await(name + " is ready; see " + output)
                .atMost(READY)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    assertThat(process.isAlive()).as(this::printed).isTrue();
                    assertThat(get("/readyz").statusCode()).as(this::printed).isEqualTo(200);
                });
    }

    /** What its probes' port answers. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Tells it to stop (SIGTERM) and waits. */
    public Duration stop() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(40, TimeUnit.SECONDS))
                .as(() -> name + " ends: " + printed())
                .isTrue();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Halts it (SIGSTOP): to everybody else it is alive and says nothing. */
    public void pause() {
        Signal.STOP.send(process);
    }

    /** Lets it go on (SIGCONT) as if no time had passed. */
    public void resume() {
        Signal.CONT.send(process);
    }

    /** The service's name. */
    public String name() {
        return name;
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        assertThat(process.waitFor(90, TimeUnit.SECONDS))
                .as(() -> name + " ends: " + printed())
                .isTrue();
        return process.exitValue();
    }

    /** What it logged. */
    public String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static Path jar(String name) throws IOException {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path target = folder.resolve(name).resolve("target");
            if (Files.isDirectory(target)) {
                try (Stream<Path> files = Files.list(target)) {
                    return files.filter(file -> file.toString().endsWith("-exec.jar"))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException(
                                    target + " holds no executable jar; run: mvn package -DskipTests -pl " + name));
                }
            }
        }
        throw new IllegalStateException("there is no module " + name + " above " + start);
    }
}
