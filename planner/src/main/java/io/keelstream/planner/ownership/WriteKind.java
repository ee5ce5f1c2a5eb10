package io.keelstream.planner.ownership;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a desired object is written, given what is live. */
public sealed interface WriteKind {

    /** There is no live object. */
    record Create() implements WriteKind {}

    /**
     * The live object is ours, or is handed over.
     *
     * @param uid the live object
     * @param movedFrom the other mark that is accepted; null without
     */
    record Update(String uid, @Nullable String movedFrom) implements WriteKind {}

    /**
     * The live object has no owner.
     *
     * @param uid the live object
     * @param managers managers whose entries are folded into ours
     */
    record Adopt(String uid, List<String> managers) implements WriteKind {

        public Adopt {
            managers = List.copyOf(managers);
        }
    }

    /**
     * The live object is deleted first.
     *
     * @param uid the live object
     */
    record Replace(String uid) implements WriteKind {}
}
