package io.keelstream.e2e.kafka;

import io.keelstream.e2e.system.ControlGroup;
import io.keelstream.e2e.system.UpProgram;
import io.keelstream.testing.process.ChildProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kafka.tools.StorageTool;
import org.jspecify.annotations.Nullable;

/**
 * One node of Apache Kafka as a process, started as its distribution starts it: from {@code server.properties}, on a data
 * folder that Kafka's own tool formatted. Whatever happens to the process, the data stay. Used by one thread.
 */
public final class KafkaProcess implements AutoCloseable {

    private static final String CLUSTER_ID = "5L6g3nShT-eMCtK--X86sw";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String LOGGING = """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%d{HH:mm:ss.SSS} %level %msg%n%ex</pattern></encoder></appender>
              <logger name="kafka.server.KafkaRaftServer" level="INFO"/>
              <root level="WARN"><appender-ref ref="OUT"/></root>
            </configuration>
            """;

    private final Path folder;
    private @Nullable ChildProcess process;

    private KafkaProcess(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the settings below the folder and formats the node's storage; {@link #start} starts it.
     *
     * @param settings of {@code server.properties}; {@code log.dirs} is added
     * @param format further arguments of {@code kafka-storage.sh format}
     */
    public static KafkaProcess prepare(Path folder, Map<String, String> settings, List<String> format)
            throws IOException {
        KafkaProcess node = new KafkaProcess(Files.createDirectories(folder));
        List<String> lines = new ArrayList<>(List.of("log.dirs=" + folder.resolve("data")));
        settings.forEach((name, value) -> lines.add(name + "=" + value));
        Files.write(node.settings(), lines);
        Files.writeString(folder.resolve("logback.xml"), LOGGING);
        node.format(format);
        return node;
    }

    /** Starts it; {@link #awaitStarted} waits until it serves. */
    public KafkaProcess start() throws IOException {
        process = ChildProcess.start(
                "kafka",
                folder,
                UpProgram.broker(
                        List.of("-Dlogback.configurationFile=" + folder.resolve("logback.xml")),
                        "kafka.Kafka",
                        List.of(settings().toString())));
        return this;
    }

    /** Waits until it serves; of several nodes that elect their controller, most must have been started. */
    public void awaitStarted() {
        running().awaitPrinted("Kafka Server started", START_LIMIT);
    }

    /** SIGKILL. */
    public void kill() {
        ChildProcess running = process;
        process = null;
        if (running != null) {
            running.kill();
        }
    }

    /** SIGSTOP: it holds its connections and does nothing until {@link #resume}. */
    public void pause() {
        running().pause();
    }

    /** SIGCONT. */
    public void resume() {
        running().resume();
    }

    /** Its disk does only so many writes in a second, until the group is closed. */
    public ControlGroup slowDisk(int writes) throws IOException {
        return ControlGroup.disk(running().handle(), folder, writes);
    }

    /** Whether it has been started and not killed. */
    public boolean started() {
        return process != null;
    }

    @Override
    public void close() {
        kill();
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private void format(List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("format", "--cluster-id", CLUSTER_ID));
        arguments.addAll(List.of("--config", settings().toString()));
        arguments.addAll(more);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            if (StorageTool.execute(arguments.toArray(String[]::new), out) != 0) {
                throw new IllegalStateException(
                        "the node's folder is not formatted: " + printed.toString(StandardCharsets.UTF_8));
            }
        }
    }

    private ChildProcess running() {
        ChildProcess running = process;
        if (running == null) {
            throw new IllegalStateException("the node in " + folder + " does not run");
        }
        return running;
    }
}
