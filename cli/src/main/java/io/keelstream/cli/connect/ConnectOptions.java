package io.keelstream.cli.connect;

import io.keelstream.cli.CommandFailure;
import io.keelstream.messaging.service.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a verb finds the Kafka of a running Keelstream. */
public final class ConnectOptions {

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "State folder of the running `up` (default: ${DEFAULT-VALUE}).",
            defaultValue = ".keelstream")
    private Path state = Path.of(".keelstream");

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Ask this Kafka instead.")
    private @Nullable String kafka;

    /** The Kafka to ask; ends the verb with exit code 3 and one line when there is none. */
    public KafkaSettings kafka() {
        String servers = kafka;
        if (servers == null) {
            servers = endpoint().kafka();
        }
        KafkaReach.check(servers);
        return KafkaSettings.at(servers);
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
        throw CommandFailure.unreachable("nothing runs on the state folder " + state
                + "; start it with `keelstream up`, or name another with --state or a broker with --kafka");
    }
}
