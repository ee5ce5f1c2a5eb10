package io.keelstream.cli.decide;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.targets.TargetState;
import picocli.CommandLine.Command;

/** Ends the pin of a target. */
@Command(
        name = "unpin",
        description = "Lets a target follow Git again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or the one target is not pinned", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class UnpinCommand extends DecideOnSeveralCommand {

    @Override
    Kind ending() {
        return Kind.UNPIN;
    }

    @Override
    Intent intent(TargetState target) {
        return Intent.unpin(target);
    }
}
