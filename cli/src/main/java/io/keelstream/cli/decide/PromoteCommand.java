package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.output.DurationConverter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a canary go on, or a commit go without one. */
@Command(
        name = "promote",
        description =
                "Ends the current step of a running canary without waiting for its verdict. The last step needs a "
                        + "verdict PASS, or --full. Harm takes precedence: a canary that failed is not promoted. With "
                        + "--now or --commit a commit is released without a canary, also before it is pushed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or no canary runs", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class PromoteCommand extends DecideOnOneCommand {

    @Option(names = "--full", description = "Promote the canary now, without further steps and without a verdict.")
    private boolean full;

    @Option(
            names = "--now",
            description = "Release the commit that Git wants without a canary; if its release has not begun.")
    private boolean now;

    @Option(
            names = "--commit",
            paramLabel = "COMMIT",
            description = "Release this commit without a canary, also before it is pushed; seven digits are enough.")
    @Nullable
    private String commit;

    @Option(
            names = "--valid-for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How long this counts if nobody answers, and for a commit that does not come, e.g. 10m (default:"
                            + " ${DEFAULT-VALUE}).",
            defaultValue = "1h")
    private Duration validFor = Duration.ofHours(1);

    @Override
    Intent intent(DecisionDesk desk, String target) {
        if (full && (now || commit != null)) {
            throw CommandFailure.wrongUse("--full promotes the canary that runs, --now and --commit release a commit"
                    + " without a canary: they exclude each other");
        }
        return now || commit != null
                ? Intent.release(desk.target(target), commit)
                : Intent.promote(desk.target(target), full);
    }

    @Override
    Duration validFor() {
        return validFor;
    }
}
