package io.keelstream.cli.decide;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Keeps a change from being applied. */
@Command(
        name = "reject",
        description =
                "Rejects a change that waits: it is not applied, whoever approves it, until Git changes it, or the"
                        + " same person approves it or withdraws the rejection.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or another change waits", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class RejectCommand extends DecideOnOneCommand {

    @Parameters(
            index = "1",
            paramLabel = "DIGEST",
            description = "The change, as keelstream plan and status name it; its first digits are enough.")
    private String digest = "";

    @Override
    Intent intent(DecisionDesk desk, String target) {
        return Intent.reject(target, desk.plan(target), digest);
    }
}
