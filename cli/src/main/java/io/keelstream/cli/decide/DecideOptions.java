package io.keelstream.cli.decide;

import io.keelstream.cli.connect.ConnectOptions;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every verb that decides asks for. */
public final class DecideOptions {

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Parameters(index = "0", paramLabel = "TARGET", description = "The target, e.g. production/shop.")
    private String target = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit stream and for events.")
    private String reason = "";

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who decides (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:user.name}")
    private String actor = "";

    @Option(names = "--no-wait", description = "Do not wait for the answer.")
    private boolean noWait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait for the answer, e.g. 30s (default: ${DEFAULT-VALUE}).",
            defaultValue = "1m")
    private Duration timeout = Duration.ofMinutes(1);

    /** How to reach Kafka. */
    public ConnectOptions connect() {
        return connect;
    }

    /** The target that the verb is about. */
    public String target() {
        return target;
    }

    String reason() {
        return reason;
    }

    String actor() {
        return actor;
    }

    boolean waits() {
        return !noWait;
    }

    Duration timeout() {
        return timeout;
    }
}
