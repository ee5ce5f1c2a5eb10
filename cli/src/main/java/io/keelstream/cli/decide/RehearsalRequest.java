package io.keelstream.cli.decide;

import io.keelstream.cli.output.DurationConverter;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Asks for a rehearsal of a canary: a verb by which a person decides, as part of {@code keelstream canary}. */
public final class RehearsalRequest {

    @Option(
            names = "--rehearse",
            required = true,
            description =
                    "Rehearse a canary: copies of the version that runs get the traffic of each step and are compared"
                            + " with one another, and nothing is promoted.")
    @SuppressWarnings("UnusedVariable") // the group exists where the option is given
    private boolean asked;

    @Option(
            names = "--valid-for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long this counts if nobody answers, e.g. 10m (default: ${DEFAULT-VALUE}).",
            defaultValue = "1h")
    private Duration validFor = Duration.ofHours(1);

    /** Decides, and prints the answer; the exit code. */
    public int decide(DecideOptions options, String target, PrintWriter out) throws InterruptedException {
        DecisionDesk desk = options.desk();
        Intent intent = Intent.rehearse(desk.target(target));
        return DecideCommand.decide(options, desk, target, intent, validFor, out);
    }
}
