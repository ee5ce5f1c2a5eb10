package io.keelstream.cli.decide;

import picocli.CommandLine.Command;

/** Has what failed tried again. */
@Command(
        name = "retry",
        description =
                "Tries again what failed, without a change in Git: a plan that failed is made again now; a version whose canary failed or was aborted is put on "
                        + "trial anew, at its first step; a release that a hook failed begins with that hook; a commit that did not become healthy is released again; one that "
                        + "waits for its next try has it now.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or nothing has failed", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class RetryCommand extends DecideOnOneCommand {

    @Override
    Intent intent(DecisionDesk desk, String target) {
        return Intent.retry(desk.target(target), desk.planned(target));
    }
}
