package io.keelstream.cli.decide;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.targets.TargetState;
import picocli.CommandLine.Command;

/** Ends the pause of a target. */
@Command(
        name = "resume",
        description = "Ends a pause: releases of the target begin again, and its canary goes on.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or the one target is not paused", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class ResumeCommand extends DecideOnSeveralCommand {

    @Override
    Kind ending() {
        return Kind.RESUME;
    }

    @Override
    Intent intent(TargetState target) {
        return Intent.resume(target);
    }
}
