package io.keelstream.cli.decide;

import picocli.CommandLine.Command;

/** Takes a canary back. */
@Command(
        name = "abort",
        description =
                "Takes a running canary back: its traffic returns to the version that ran before, also in the middle "
                        + "of its promotion. Its version is not begun again until Git changes it, or keelstream retry.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or no canary runs", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class AbortCommand extends DecideOnOneCommand {

    @Override
    Intent intent(DecisionDesk desk, String target) {
        return Intent.abort(desk.target(target));
    }
}
