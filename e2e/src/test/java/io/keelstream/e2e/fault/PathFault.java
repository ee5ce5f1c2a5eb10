package io.keelstream.e2e.fault;

import io.keelstream.e2e.push.MainPath.Story;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.RequestMatch;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A fault on the way to a cluster.
 *
 * @param name what it is
 * @param inject lets it happen, again each time
 * @param stories those that it can disturb
 */
record PathFault(String name, Consumer<Faults> inject, Set<Story> stories) {

    /** A restart without work is told without faults: it asserts that nothing happens. */
    private static final Set<Story> EVERY = EnumSet.complementOf(EnumSet.of(Story.RESTART));

    /** A fault that disturbs every story. */
    static PathFault of(String name, Consumer<Faults> inject) {
        return new PathFault(name, inject, EVERY);
    }

    /** A fault that hits the next so many requests of a verb; an empty verb stands for all. */
    static PathFault hitting(String name, String verb, Fault fault, long times) {
        return of(name, faults -> faults.inject(RequestMatch.verb(verb), fault, times));
    }

    /** The same fault in these stories alone, since it happens in no other. */
    PathFault in(Story... some) {
        return new PathFault(name, inject, EnumSet.copyOf(List.of(some)));
    }
}
