package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.connect.ConnectOptions;
import io.keelstream.cli.output.DurationConverter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every verb that decides asks for, whatever it is about. */
public final class DecideOptions {

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit stream and for events.")
    private String reason = "";

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who decides (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:user.name}")
    private String actor = "";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Sign with this SSH key: a private one, or a public one that your agent has (default: Git's"
                    + " user.signingkey where gpg.format is ssh; else the decision is not signed).")
    private @Nullable String key;

    @Option(names = "--no-sign", description = "Do not sign.")
    private boolean noSign;

    @Option(names = "--no-wait", description = "Do not wait for the answer.")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait for the answer, e.g. 30s (default: 1m).")
    private @Nullable Duration timeout;

    /** How to reach Kafka. */
    public ConnectOptions connect() {
        return connect;
    }

    /** Where decisions are handed in; ends the command where one option would have another one ignored. */
    DecisionDesk desk() {
        if (key != null && noSign) {
            throw CommandFailure.wrongUse("--key and --no-sign exclude each other");
        }
        if (timeout != null && noWait) {
            throw CommandFailure.wrongUse("--timeout and --no-wait exclude each other");
        }
        return new DecisionDesk(connect.kafka());
    }

    String reason() {
        return reason;
    }

    String actor() {
        return actor;
    }

    /** The key that signs; null for none. */
    @Nullable
    SigningKey key() {
        if (noSign) {
            return null;
        }
        return key == null ? SigningKey.ofGit(Map.of()) : new SigningKey(key, Map.of());
    }

    boolean waits() {
        return !noWait;
    }

    Duration timeout() {
        return timeout == null ? Duration.ofMinutes(1) : timeout;
    }
}
