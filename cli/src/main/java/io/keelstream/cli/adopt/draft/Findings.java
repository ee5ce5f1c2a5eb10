package io.keelstream.cli.adopt.draft;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings; the same one is kept once. Confined to one thread. */
public final class Findings {

    private final Set<Finding> all = new LinkedHashSet<>();

    /** Adds one. */
    public void add(Finding.Kind kind, Origin origin, String field, String message) {
        all.add(new Finding(kind, origin, field, message));
    }

    /** All of them, in the order in which they were found. */
    public List<Finding> all() {
        return List.copyOf(all);
    }
}
