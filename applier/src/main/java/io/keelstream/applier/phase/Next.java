package io.keelstream.applier.phase;

import io.keelstream.applier.release.ReleaseState;
import java.time.Instant;

/** What came of working on a state. */
sealed interface Next {

    /** The release is in another state. */
    record Reached(ReleaseState state) implements Next {}

    /**
     * The release is where it was, and waits for something that takes long.
     *
     * @param lookAgain when to look again, where nothing changes before
     */
    record Waits(Instant lookAgain) implements Next {}
}
