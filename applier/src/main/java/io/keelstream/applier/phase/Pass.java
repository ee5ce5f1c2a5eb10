package io.keelstream.applier.phase;

import io.keelstream.applier.release.ReleaseState.Finished;
import io.keelstream.applier.release.Results;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a run of a release ended. */
public sealed interface Pass {

    /**
     * The release has ended.
     *
     * @param finished how
     * @param results what was done since the inventory was recorded last
     * @param lastApplied when the last object was applied; null where none was
     */
    record Ended(
            Finished finished, Results results, @Nullable Instant lastApplied) implements Pass {}

    /**
     * The release waits; everything it did is recorded.
     *
     * @param lookAgain when to look again, where nothing changes before
     */
    record Waiting(Instant lookAgain) implements Pass {}
}
