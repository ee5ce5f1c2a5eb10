package io.keelstream.cli.decide;

import picocli.CommandLine.Command;

/** Ends the pin of a target. */
@Command(
        name = "unpin",
        description = "Lets a target follow Git again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or not pinned", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class UnpinCommand extends DecideCommand {

    @Override
    Intent intent(DecisionDesk desk, String target) {
        return Intent.unpin(desk.target(target));
    }
}
