package io.keelstream.e2e.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * Kafka's own server as a process, with the settings of the service {@code kafka}: the image makes {@code server.properties} of
 * its environment, as here. Ports are free ones of 127.0.0.1. Used by one thread.
 */
final class ComposedKafka implements AutoCloseable {

    private static final String PREFIX = "KAFKA_";

    private final Path folder;
    private final Process process;

    private ComposedKafka(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Formats the data folder, starts the server and returns when it serves.
     *
     * @param ports the port in place of each of the file's
     */
    static ComposedKafka start(ComposedService service, Path folder, Map<String, Integer> ports) throws Exception {
        Map<String, String> settings = new TreeMap<>();
        service.environment().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                settings.put(property(name), onLoopback(value, ports));
            }
        });
        settings.put("log.dirs", Files.createDirectories(folder).resolve("data").toString());
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        Path file = Files.write(
                folder.resolve("server.properties"),
                settings.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
        List<String> format =
                List.of("kafka.tools.StorageTool", "format", "--cluster-id", "5L6g3nShT-eMCtK--X86sw", "--config");
        if (java(folder, format, file).waitFor() != 0) {
            throw new IllegalStateException("the broker's folder is not formatted; see " + log(folder));
        }
        ComposedKafka kafka = new ComposedKafka(folder, java(folder, List.of("kafka.Kafka"), file));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        Awaitility.await("the broker serves; see " + log(folder))
                .atMost(Duration.ofMinutes(2))
                .until(kafka::serves);
        return kafka;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean serves() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the broker ended: " + Files.readString(log(folder)));
        }
        return Files.readString(log(folder)).contains("Kafka Server started");
    }

    /** {@code KAFKA_NODE_ID} is {@code node.id}. */
    private static String property(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String onLoopback(String value, Map<String, Integer> ports) {
        String result = value;
        for (Map.Entry<String, Integer> each : ports.entrySet()) {
            result = result.replaceAll("(://|@)[a-z0-9.]*:" + each.getKey() + "\\b", "$1127.0.0.1:" + each.getValue());
        }
        return result;
    }

    private static Path log(Path folder) {
        return folder.resolve("broker.log");
    }

    private static Process java(Path folder, List<String> main, Path file) throws IOException {
        Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%level %msg%n%ex</pattern></encoder></appender>
                  <logger name="kafka.server.KafkaRaftServer" level="INFO"/>
                  <root level="WARN"><appender-ref ref="OUT"/></root>
                </configuration>
                """);
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dlogback.configurationFile=" + folder.resolve("logback.xml"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(main);
        command.add(file.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
                .start();
    }
}
