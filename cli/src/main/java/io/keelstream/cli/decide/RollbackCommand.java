package io.keelstream.cli.decide;

import io.keelstream.kubernetes.annotation.Annotations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes a target back to a commit. */
@Command(
        name = "rollback",
        description =
                "Takes a target back to a commit that was healthy there, and keeps it there until `keelstream unpin`. Asks for nothing: neither Git nor approvals, windows or verdicts. A running release ends first, and a running canary is taken back.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or it was not healthy there", "2:wrong use", "3:no answer in time"},
        mixinStandardHelpOptions = true)
public final class RollbackCommand extends DecideOnOneCommand {

    @Option(
            names = "--to",
            paramLabel = "COMMIT",
            description =
                    "Return to this commit, of which seven digits are enough; one of the last three that were healthy (default: the newest of them that Git does not want).")
    private @Nullable String commit;

    @Option(
            names = "--past-barrier",
            description = "Also where a hook with the annotation " + Annotations.BARRIER
                    + " ran since then: what it did is not undone.")
    private boolean pastBarrier;

    @Option(
            names = "--with-secrets",
            description =
                    "With the Secrets of that commit; otherwise they stay as Git has them, since they may have been rotated.")
    private boolean withSecrets;

    @Override
    Intent intent(DecisionDesk desk, String target) {
        Intent back = Intent.rollback(desk.target(target), commit);
        Intent passing = pastBarrier ? back.pastBarriers() : back;
        return withSecrets ? passing.withSecrets() : passing;
    }
}
