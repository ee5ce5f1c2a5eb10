package io.keelstream.planner.rollback;

import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person decided that a target stays at a commit.
 *
 * @param commit the commit, or its first digits
 * @param by who decided, and why where that was said
 * @param since when
 * @param until when it ends by itself; {@link Instant#MAX} for never
 * @param pastBarriers whether it passes hooks that are barriers
 */
public record Pin(String commit, String by, Instant since, Instant until, boolean pastBarriers) {

    /** Fewer digits of a commit name nothing. */
    static final int LEAST_DIGITS = 7;

    /** The hook that keeps the target from going back to the bundle; null where none does. */
    @Nullable
    Barrier barrier(History history, KnownGood good) {
        return pastBarriers ? null : history.barrier(good);
    }

    /** The bundle that it means; null where none of these is. */
    @Nullable
    KnownGood among(List<KnownGood> bundles) {
        return commit.length() < LEAST_DIGITS
                ? null
                : bundles.stream()
                        .filter(each -> each.revision().commit().startsWith(commit))
                        .findFirst()
                        .orElse(null);
    }
}
