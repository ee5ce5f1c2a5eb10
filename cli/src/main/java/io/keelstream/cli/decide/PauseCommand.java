package io.keelstream.cli.decide;

import io.keelstream.cli.output.DurationConverter;
import io.keelstream.contracts.targets.TargetState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps a canary where it is. */
@Command(
        name = "pause",
        description = "Keeps a running canary at its share of the traffic until `keelstream resume`. It is watched "
                + "meanwhile: harm takes it back.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or no canary runs", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class PauseCommand extends DecideOnSeveralCommand {

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Go on by itself after this time, e.g. 12h (default: until resumed).")
    private @Nullable Duration length;

    @Override
    Intent intent(TargetState target) {
        return Intent.pause(target);
    }

    @Override
    @Nullable
    Duration validFor() {
        return length;
    }
}
