package io.keelstream.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.cli.connect.Endpoint;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code keelstream up} as its own process, so that it can be killed. Used by one thread. */
public final class RunningKeelstream implements AutoCloseable {

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
     * Starts it and returns when it is ready.
     *
     * @param state its state folder; one that was used before continues
     */
    public static RunningKeelstream up(Path state, String repository, Path kubeconfig) throws IOException {
        Path output = Files.createTempFile(Files.createDirectories(state), "up", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.keelstream.standalone.Main",
                "up",
                "--http",
                "0",
                "--kafka-port",
                "0"));
        command.addAll(List.of("--state", state.toString(), "--repository", repository, "--ref", "main"));
        command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().alias("up is ready; see " + output).atMost(READY).until(() -> {
            assertThat(process.isAlive()).as(() -> text(output)).isTrue();
            return text(output).contains("ready: ");
        });
        Endpoint endpoint = Endpoint.read(state);
        assertThat(endpoint).isNotNull();
        return new RunningKeelstream(process, output, endpoint);
    }

    /** Every event that is kept on the public streams, in order per target. */
    public List<ReadEvent> events() {
        KafkaSettings kafka = KafkaSettings.at(endpoint.kafka());
        try (EventReader reader = new EventReader(kafka, List.of(Topic.DEPLOYMENT, Topic.REVISION))) {
            return reader.readAll(Duration.ofSeconds(30));
        }
    }

    /** How to reach its Kafka. */
    public KafkaSettings kafka() {
        return KafkaSettings.at(endpoint.kafka());
    }

    /** What it printed. */
    public String printed() {
        return text(output);
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        join();
    }

    /** Ends it in order. */
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
