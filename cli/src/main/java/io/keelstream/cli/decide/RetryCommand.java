package io.keelstream.cli.decide;

import picocli.CommandLine.Command;

/** Has a version tried again. */
@Command(
        name = "retry",
        description =
                "Puts a version on trial again whose canary failed or was aborted, without a change in Git. The trial "
                        + "begins anew, at its first step.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or nothing is blocked", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class RetryCommand extends DecideCommand {

    @Override
    Intent intent(DecisionDesk desk, String target) {
        return Intent.retry(desk.target(target));
    }
}
