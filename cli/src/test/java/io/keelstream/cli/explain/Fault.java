package io.keelstream.cli.explain;

import java.util.List;
import java.util.function.Consumer;

/**
 * One way in which a target does not become what Git says.
 *
 * @param name what went wrong
 * @param named what the sentence about the first cause has to name, each part of it
 * @param inject brings it about
 */
record Fault(String name, List<String> named, Consumer<FaultWorld> inject) {

    static Fault of(String name, List<String> named, Consumer<FaultWorld> inject) {
        return new Fault(name, named, inject);
    }

    /** Whether the sentence names it. */
    boolean isNamedBy(String sentence) {
        return named.stream().allMatch(sentence::contains);
    }

    @Override
    public String toString() {
        return name;
    }
}
