package io.keelstream.cli.decide;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.DecisionAnswer;

/** What became of a decision that was handed in. */
sealed interface Reply {

    /** Its judge answered. */
    record Answered(DecisionAnswer answer) implements Reply {}

    /** A later decision took its place before anybody answered it: it does not count. */
    record Overwritten(Decision by) implements Reply {}

    /** Nobody answered in time; it stands. */
    record Silent() implements Reply {}
}
