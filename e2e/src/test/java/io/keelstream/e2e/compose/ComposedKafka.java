package io.keelstream.e2e.compose;

import io.keelstream.e2e.kafka.KafkaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Kafka with the settings of the service {@code kafka}: the image makes {@code server.properties} of its environment, as here.
 * Ports are free ones of 127.0.0.1. Pure but for starting it.
 */
final class ComposedKafka {

    private static final String PREFIX = "KAFKA_";

    private ComposedKafka() {}

    /**
     * Starts it and returns when it serves.
     *
     * @param ports the port in place of each of the file's
     */
    static KafkaProcess start(ComposedService service, Path folder, Map<String, Integer> ports) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        service.environment().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                settings.put(property(name), onLoopback(value, ports));
            }
        });
        settings.remove("log.dirs");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        KafkaProcess kafka = KafkaProcess.prepare(folder, settings, List.of()).start();
        kafka.awaitStarted();
        return kafka;
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
}
