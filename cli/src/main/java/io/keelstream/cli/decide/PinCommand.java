package io.keelstream.cli.decide;

import io.keelstream.contracts.targets.TargetState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps a target at a commit. */
@Command(
        name = "pin",
        description =
                "Keeps a target at a commit that was healthy there, whatever Git wants, until `keelstream unpin`. Drift is corrected meanwhile.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or it was not healthy there", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class PinCommand extends DecideOnSeveralCommand {

    @Option(
            names = "--to",
            paramLabel = "COMMIT",
            description =
                    "Stay at this commit, of which seven digits are enough; one of the last three that were healthy (default: the one that is applied).")
    private @Nullable String commit;

    @Override
    Intent intent(TargetState target) {
        return Intent.pin(target, commit);
    }
}
