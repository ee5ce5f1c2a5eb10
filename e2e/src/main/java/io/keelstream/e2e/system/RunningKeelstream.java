package io.keelstream.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.cli.connect.Endpoint;
import io.keelstream.messaging.service.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@code keelstream up} as its own process, so that it can be killed. Used by one thread. */
public final class RunningKeelstream implements Keelstream {

    private static final Duration READY = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;
    private final Endpoint endpoint;

    private RunningKeelstream(Process process, Path output, Endpoint endpoint) {
        this.process = process;
        this.output = output;
        this.endpoint = endpoint;
    }

    /**
     * Starts it on one repository's {@code main} and one cluster and returns when it is ready.
     *
     * @param state its state folder; one that was used before continues
     * @param access how it reaches the cluster: a kubeconfig, or a folder with one per service
     * @param more further options of {@code up}
     */
    public static RunningKeelstream up(Path state, String repository, Path access, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--repository", repository, "--ref", "main"));
        options.addAll(List.of("--kubeconfig", access.toString()));
        options.addAll(List.of(more));
        return up(state, options);
    }

    /** Starts it with these options of {@code up} (beside {@code --state} and its ports) and returns when it is ready. */
    public static RunningKeelstream up(Path state, List<String> options) throws IOException {
        return up(state, Map.of(), options);
    }

    /** The same with further variables in its environment. */
    public static RunningKeelstream up(Path state, Map<String, String> environment, List<String> options)
            throws IOException {
        Path output = Files.createTempFile(Files.createDirectories(state), "up", ".log");
        Process process = start(state, environment, options, output);
        await().alias("up is ready; see " + output)
                .atMost(READY)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(process.isAlive()).as(() -> text(output)).isTrue();
                    return text(output).contains("ready: ");
                });
        Endpoint endpoint = Objects.requireNonNull(Endpoint.read(state), "up is ready and wrote no endpoint");
        return new RunningKeelstream(process, output, endpoint);
    }

    private static Process start(Path state, Map<String, String> environment, List<String> options, Path output)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("--state", state.toString()));
        all.addAll(options);
        ProcessBuilder process = new ProcessBuilder(UpProgram.command(all))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        process.environment().putAll(environment);
        return process.start();
    }

    @Override
    public KafkaSettings kafka() {
        return KafkaSettings.at(endpoint.kafka());
    }

    @Override
    public String printed() {
        return text(output);
    }

    /** Where it answers {@code /livez}, {@code /readyz} and {@code /metrics}. */
    public String http() {
        return endpoint.http();
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        join();
    }

    @Override
    public void close() {
        process.destroy();
        join();
    }

    private void join() {
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
