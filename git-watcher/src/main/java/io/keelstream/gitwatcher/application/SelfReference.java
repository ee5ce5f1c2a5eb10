package io.keelstream.gitwatcher.application;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds a collection that contains itself through an alias: whoever walks it never comes back. Stateless. */
final class SelfReference {

    private SelfReference() {}

    /** The collection that contains itself; null where none does. */
    static @Nullable Node in(Node document) {
        return in(
                document,
                Collections.newSetFromMap(new IdentityHashMap<>()),
                Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static @Nullable Node in(Node node, Set<Node> open, Set<Node> done) {
        if (done.contains(node)) {
            return null;
        }
        if (!open.add(node)) {
            return node;
        }
        for (Node child : children(node)) {
            Node found = in(child, open, done);
            if (found != null) {
                return found;
            }
        }
        open.remove(node);
        done.add(node);
        return null;
    }

    private static List<Node> children(Node node) {
        return switch (node) {
            case MappingNode mapping ->
                mapping.getValue().stream()
                        .flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()))
                        .toList();
            case SequenceNode sequence -> sequence.getValue();
            default -> List.of();
        };
    }
}
