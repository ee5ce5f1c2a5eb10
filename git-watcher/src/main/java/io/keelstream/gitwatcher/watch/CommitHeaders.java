package io.keelstream.gitwatcher.watch;

import io.keelstream.contracts.targets.TargetName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The trace contexts of the records of one commit. Thread-safe.
 *
 * @param commit that of the commit as a whole; null when it is not known
 * @param targets those of targets that were rendered
 */
record CommitHeaders(@Nullable String commit, Map<TargetName, String> targets) {

    CommitHeaders(@Nullable String commit) {
        this(commit, new ConcurrentHashMap<>());
    }

    /** That of a target. */
    @Nullable
    String of(TargetName target) {
        return targets.getOrDefault(target, commit);
    }
}
