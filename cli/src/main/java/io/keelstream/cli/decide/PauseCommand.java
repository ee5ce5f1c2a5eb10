package io.keelstream.cli.decide;

import io.keelstream.cli.output.DurationConverter;
import io.keelstream.contracts.targets.TargetState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps a target from moving forward. */
@Command(
        name = "pause",
        description =
                "Begins nothing of a target that moves forward until `keelstream resume`: no release of a commit, no "
                        + "rehearsal, no deletion of what left Git. A running canary keeps its share of the traffic and is watched: harm takes it "
                        + "back. Any other release that has begun goes on. Rollbacks and corrections of drift are not held.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class PauseCommand extends DecideOnSeveralCommand {

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Go on by itself after this time, e.g. 12h (default: until resumed).")
    private @Nullable Duration length;

    @Option(
            names = "--hard",
            description =
                    "Hold what goes back as well: rollbacks and corrections of drift do not begin, and a running canary keeps "
                            + "its share whatever its analysis says; `keelstream abort` alone takes it back.")
    private boolean hard;

    @Override
    Intent intent(TargetState target) {
        return Intent.pause(target, hard);
    }

    @Override
    @Nullable
    Duration validFor() {
        return length;
    }
}
