package io.keelstream.planner.survey;

import io.keelstream.planner.plan.Findings;

/** What came of asking a cluster. */
public sealed interface Survey {

    /** Everything was found out. */
    record Complete(Findings findings) implements Survey {}

    /** The server, or something behind it, does not answer now; nothing is known. */
    record Unreachable(String why) implements Survey {}
}
