package io.keelstream.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * One service's image as a container, held as the chart holds its pods: the image's own user, a read-only root, no capabilities,
 * no new privileges, a memory limit. Used by one thread.
 */
final class ServiceContainer implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(5);
    private static final String PROBES = "8081";

    /** As the chart's values say. */
    private static final String MEMORY = "1g";

    /** The chart's, and the compiler that costs least in the minutes that a container lives here. */
    private static final String JAVA_OPTIONS =
            "-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError -XX:TieredStopAtLevel=1";

    private final TestEngine engine;
    private final String service;
    private final String id;
    private final String port;
    private final HttpClient http = HttpClient.newHttpClient();

    private ServiceContainer(TestEngine engine, String service, String id) {
        this.engine = engine;
        this.service = service;
        this.id = id;
        String published = engine.docker("port", id, PROBES).lines().findFirst().orElseThrow();
        this.port = published.substring(published.lastIndexOf(':') + 1);
    }

    /**
     * Starts it; {@link #awaitReady} waits for it.
     *
     * @param temporary options of the mount of its temporary folder
     * @param files of this machine by where the container finds them; it cannot write them
     */
    static ServiceContainer start(
            TestEngine engine, String service, String image, String temporary, Map<String, Path> files) {
        List<String> arguments = new ArrayList<>(List.of("run", "--detach", "--read-only", "--cap-drop=ALL"));
        arguments.addAll(List.of("--security-opt=no-new-privileges", "--memory=" + MEMORY, "--publish=" + PROBES));
        arguments.addAll(List.of("--tmpfs=/tmp:" + temporary, "--tmpfs=/var/lib/keelstream:mode=1777"));
        arguments.add("--env=JDK_JAVA_OPTIONS=" + JAVA_OPTIONS);
        files.forEach((place, file) -> arguments.add("--volume=" + file + ":" + place + ":ro"));
        arguments.addAll(List.of(image, "--spring.config.location=file:/etc/keelstream/application.properties"));
        return new ServiceContainer(engine, service, engine.docker(arguments));
    }

    /** Waits until it says that it works. */
    void awaitReady() {
        Awaitility.await(service + " is ready")
                .atMost(READY)
                .pollInterval(Duration.ofMillis(500))
                .failFast(() -> {
                    assertThat(state("Running")).as(this::printed).isEqualTo("true");
                })
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get("/readyz").statusCode() == 200);
    }

    /** What its probes' port answers. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + engine.address() + ":" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The sum of the samples of its metrics that begin so. */
    double metric(String start) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(value -> value > 0)
                .sum();
    }

    /** Waits for its end by itself; its exit code. */
    String end() {
        return engine.docker("wait", id);
    }

    /** SIGTERM; how long it took to end. */
    Duration stop() {
        long start = System.nanoTime();
        engine.docker("stop", "--time=60", id);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** SIGKILL. */
    void kill() {
        engine.run("kill", id);
    }

    /** A field of its state, e.g. {@code ExitCode} or {@code OOMKilled}. */
    String state(String field) {
        return engine.docker("inspect", "--format={{.State." + field + "}}", id);
    }

    /** A line of what the kernel says of its process, e.g. {@code CapEff}. */
    String process(String field) {
        return engine.inside("grep", "^" + field + ":", "/proc/" + state("Pid") + "/status")
                .split(":", 2)[1]
                .strip();
    }

    /** The mount options of its root. */
    String root() {
        return engine.inside("awk", "$2 == \"/\" { print $4 }", "/proc/" + state("Pid") + "/mounts");
    }

    String service() {
        return service;
    }

    /** What it logged. */
    String printed() {
        Ended ended = engine.run("logs", id);
        return service + ": " + ended.text() + "\n";
    }

    @Override
    public void close() {
        engine.run("rm", "--force", id);
    }
}
