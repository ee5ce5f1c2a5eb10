package io.keelstream.planner.rollback;

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
 */
public record Pin(String commit, String by, Instant since, Instant until) {

    /** Fewer digits of a commit name nothing. */
    static final int LEAST_DIGITS = 7;

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
