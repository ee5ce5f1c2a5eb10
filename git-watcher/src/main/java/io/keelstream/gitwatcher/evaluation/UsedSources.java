package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.SourceHead;
import java.util.List;
import java.util.Set;

/**
 * The charts and bases from elsewhere that a target reads.
 *
 * @param keys the keys of their addresses
 * @param heads which of their contents count; empty where that is not known of all
 */
record UsedSources(Set<String> keys, List<SourceHead> heads) {

    /** Everything is in the repository. */
    static final UsedSources NONE = new UsedSources(Set.of(), List.of());

    /** The key of what a cluster serves, which is from elsewhere too. */
    static String ofCluster(String name) {
        return "cluster " + name;
    }

    UsedSources {
        keys = Set.copyOf(keys);
        heads = List.copyOf(heads);
    }
}
