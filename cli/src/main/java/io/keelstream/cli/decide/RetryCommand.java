package io.keelstream.cli.decide;

import picocli.CommandLine.Command;

/** Has a version tried again. */
@Command(
        name = "retry",
        description =
                "Begins again what failed, without a change in Git: a version whose canary failed or was aborted, at the "
                        + "first step of its trial; a release that a hook failed, with that hook.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or nothing is blocked", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class RetryCommand extends DecideCommand {

    @Override
    Intent intent(DecisionDesk desk, String target) {
        return Intent.retry(desk.target(target));
    }
}
