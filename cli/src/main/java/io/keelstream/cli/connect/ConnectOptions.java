package io.keelstream.cli.connect;

import io.keelstream.cli.CommandFailure;
import io.keelstream.messaging.service.KafkaSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command finds the Kafka of a running Keelstream. */
public final class ConnectOptions {

    /** A broker that accepts connections and does not answer ends a verb within ten seconds. In milliseconds. */
    private static final Map<String, Object> LIMITS = Map.of(
            "request.timeout.ms", "4000",
            "default.api.timeout.ms", "5000",
            "max.block.ms", "4000",
            "delivery.timeout.ms", "5000");

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "State folder of the running `up` (default: ${DEFAULT-VALUE}).",
            defaultValue = ".keelstream")
    private Path state = Path.of(".keelstream");

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Use this Kafka instead.")
    private @Nullable String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Client properties for a Kafka with authentication, as --command-config of Kafka's own tools.")
    private @Nullable Path config;

    /** The Kafka to ask; ends the command with exit code 3 and one line when there is none. */
    public KafkaSettings kafka() {
        return kafka(LIMITS);
    }

    /** The same with the client's own limits, for changes of topics, which take a large cluster a while. */
    public KafkaSettings patientKafka() {
        return kafka(Map.of());
    }

    private KafkaSettings kafka(Map<String, Object> limits) {
        String servers = kafka;
        if (servers == null) {
            servers = endpoint().kafka();
        }
        KafkaReach.check(servers);
        Map<String, Object> all = new HashMap<>(limits);
        all.putAll(properties());
        return new KafkaSettings(servers, all, 1);
    }

    private Map<String, Object> properties() {
        Properties read = new Properties();
        if (config != null) {
            try (Reader reader = Files.newBufferedReader(config)) {
                read.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw CommandFailure.wrongUse("--kafka-config " + config + " cannot be read: " + e.getMessage());
            }
        }
        return read.stringPropertyNames().stream()
                .filter(name -> !name.equals("bootstrap.servers"))
                .collect(Collectors.toMap(name -> name, read::getProperty));
    }

    private Endpoint endpoint() {
        try {
            Endpoint endpoint = Endpoint.read(state);
            if (endpoint != null) {
                return endpoint;
            }
        } catch (IOException e) {
            throw CommandFailure.unreachable("cannot read " + state + ": " + e.getMessage());
        }
        throw CommandFailure.unreachable("no `keelstream up` runs on the state folder " + state
                + ". Start it, or name another folder with --state or a broker with --kafka");
    }
}
