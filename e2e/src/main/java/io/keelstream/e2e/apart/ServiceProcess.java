package io.keelstream.e2e.apart;

import io.keelstream.testing.process.ChildProcess;
import io.keelstream.testing.process.JavaCommand;
import io.keelstream.testing.process.Ports;
import java.io.IOException;
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

/** One service's executable jar as a process. Used by one thread. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(5);
    private static final Duration STOPPED = Duration.ofSeconds(40);
    private static final Duration ENDED = Duration.ofMinutes(3);

    private final String name;
    private final ChildProcess process;
    private final int management;
    private final HttpClient http = HttpClient.newHttpClient();

    private ServiceProcess(String name, ChildProcess process, int management) {
        this.name = name;
        this.process = process;
        this.management = management;
    }

    /** Starts the service, unpacked, with these properties, given as its configuration file. */
    public static ServiceProcess start(String name, Path folder, Map<String, String> properties) throws IOException {
        return start(name, ServiceJar.UNPACKED, folder, properties);
    }

    /** The same from its jar in this form. */
    static ServiceProcess start(String name, ServiceJar jar, Path folder, Map<String, String> properties)
            throws IOException {
        int management = Ports.free();
        Path configuration = Files.createTempFile(Files.createDirectories(folder), name, ".properties");
        List<String> lines = new ArrayList<>(List.of("management.server.port=" + management));
        properties.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(configuration, lines);
        List<String> command = new ArrayList<>(List.of(JavaCommand.java()));
        command.addAll(JavaCommand.SMALL);
        command.addAll(List.of("-jar", jar.of(name).toString(), "--spring.config.location=file:" + configuration));
        ChildProcess process = ChildProcess.start(name, folder, command);
        return new ServiceProcess(name, process, management);
    }

    /** Waits until it says that it works. */
    public void awaitReady() {
        process.await("is ready", READY, () -> get("/readyz").statusCode() == 200);
    }

    /** What its probes' port answers. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Stops it (SIGTERM) and waits. */
    public Duration stop() throws InterruptedException {
        long start = System.nanoTime();
        process.terminate();
        process.awaitEnd(STOPPED);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** Halts it (SIGSTOP): to everybody else it is alive and says nothing. */
    public void pause() {
        process.pause();
    }

    /** Lets it go on (SIGCONT) as if no time had passed. */
    public void resume() {
        process.resume();
    }

    /** The service's name. */
    public String name() {
        return name;
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.handle();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        return process.awaitEnd(ENDED);
    }

    /** What it logged. */
    public String printed() {
        return process.printed();
    }

    @Override
    public void close() {
        kill();
    }
}
