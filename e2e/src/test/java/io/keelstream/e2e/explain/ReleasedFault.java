package io.keelstream.e2e.explain;

import io.keelstream.e2e.system.LiveCluster;
import java.util.List;
import java.util.function.Consumer;

/**
 * One way in which an application does not become what Git says, in a namespace of its own.
 *
 * @param name of the application and of its namespace
 * @param policy lines of its policy
 * @param first manifests that are healthy before; empty where nothing is there before
 * @param happens what happens in the cluster in between
 * @param then manifests of the commit that fails
 * @param named what the sentence about the first cause has to name, each part of it
 */
record ReleasedFault(
        String name,
        List<String> policy,
        String first,
        Consumer<LiveCluster> happens,
        String then,
        List<String> named) {

    /** Something that is wrong from the beginning. */
    static ReleasedFault of(String name, String then, String... named) {
        return new ReleasedFault(name, List.of(), "", live -> {}, then, List.of(named));
    }

    ReleasedFault policy(String... lines) {
        return new ReleasedFault(name, List.of(lines), first, happens, then, named);
    }

    /** The same after a commit that became healthy. */
    ReleasedFault after(String manifests) {
        return new ReleasedFault(name, policy, manifests, happens, then, named);
    }

    /** The same after something happened in the cluster. */
    ReleasedFault when(Consumer<LiveCluster> event) {
        return new ReleasedFault(name, policy, first, event, then, named);
    }

    String target() {
        return "production/" + name;
    }

    boolean isNamedBy(String sentence) {
        return named.stream().allMatch(sentence::contains);
    }

    @Override
    public String toString() {
        return name;
    }
}
