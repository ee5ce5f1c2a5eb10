package io.keelstream.planner.dryrun;

import io.keelstream.planner.plan.Findings;

/** What came of asking a cluster. */
public sealed interface DryRunResult {

    /** Everything was found out. */
    record Complete(Findings findings) implements DryRunResult {}

    /** The server, or something behind it, does not answer now; nothing is known. */
    record Unreachable(String why) implements DryRunResult {}
}
