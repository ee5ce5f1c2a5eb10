package io.keelstream.cli.decide;

import io.keelstream.contracts.targets.TargetState;
import picocli.CommandLine.Command;

/** Ends the pause of a canary. */
@Command(
        name = "resume",
        description = "Lets a paused canary go on.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or not paused", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class ResumeCommand extends DecideOnSeveralCommand {

    @Override
    Intent intent(TargetState target) {
        return Intent.resume(target);
    }
}
