package io.keelstream.cli.decide;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a change through that waits for approval. */
@Command(
        name = "approve",
        description =
                "Approves a change that waits for it, exactly as keelstream plan shows it. When the change becomes"
                        + " another one, or a release runs, the approval does not count any more.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or another change waits", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class ApproveCommand extends DecideOnOneCommand {

    @Parameters(
            index = "1",
            paramLabel = "DIGEST",
            description = "The change, as keelstream plan and status name it; its first digits are enough.")
    private String digest = "";

    @Override
    Intent intent(DecisionDesk desk, String target) {
        return Intent.approve(target, desk.plan(target), digest);
    }
}
