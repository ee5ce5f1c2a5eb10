package io.keelstream.e2e.kafka;

import static org.awaitility.Awaitility.await;

import io.keelstream.messaging.broker.BrokerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A Kafka of its own, which can be killed and comes back with its data at the same place. Used by one thread. */
public final class BrokerProcess implements AutoCloseable {

    private static final String LINE = "bootstrap ";

    private final Path folder;
    private final String servers;
    private Process process;

    /** Starts it below the folder and returns when it serves. */
    public BrokerProcess(Path folder) throws IOException {
        this.folder = folder;
        Path output = Files.createTempFile("broker", ".log");
        this.process = start("0", output);
        this.servers = awaitServers(output);
    }

    /** {@code host:port}. */
    public String servers() {
        return servers;
    }

    /** Ends it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Brings it back. */
    public void restart() throws IOException {
        Path output = Files.createTempFile("broker", ".log");
        process = start(servers.substring(servers.indexOf(':') + 1), output);
        awaitServers(output);
    }

    @Override
    public void close() {
        kill();
    }

    private Process start(String port, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        folder.toString(),
                        port)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String awaitServers(Path output) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(output).lines().anyMatch(line -> line.startsWith(LINE)));
        try {
            return Files.readString(output)
                    .lines()
                    .filter(line -> line.startsWith(LINE))
                    .findFirst()
                    .orElseThrow()
                    .substring(LINE.length());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
