package io.keelstream.kubernetes.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One document of a text, and where its parts stand. Immutable; thread-safe.
 */
public final class YamlDocument {

    private final Object value;
    private final int line;
    private final @Nullable Node root;

    YamlDocument(Object value, int line, @Nullable Node root) {
        this.value = value;
        this.line = line;
        this.root = root;
    }

    /** The document as plain values; never null, because empty documents are skipped. */
    public Object value() {
        return value;
    }

    /** The line on which it starts, from 1. */
    public int line() {
        return line;
    }

    /**
     * The line of a value's key or list item, from 1; that of the nearest known parent where the path leads nowhere.
     *
     * @param path keys (strings) and list positions (integers) from the root
     */
    public int lineOf(List<?> path) {
        int found = line;
        Node node = root;
        for (Object step : path) {
            NodeTuple entry = node instanceof MappingNode map ? entry(map, step) : null;
            Node item = node instanceof SequenceNode list ? item(list, step) : null;
            Node place = entry == null ? item : entry.getKeyNode();
            if (place == null) {
                return found;
            }
            found = place.getStartMark().getLine() + 1;
            node = entry == null ? item : entry.getValueNode();
        }
        return found;
    }

    private static @Nullable NodeTuple entry(MappingNode map, Object key) {
        for (NodeTuple entry : map.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode scalar
                    && scalar.getValue().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    private static @Nullable Node item(SequenceNode list, Object index) {
        boolean inside = index instanceof Integer position
                && position >= 0
                && position < list.getValue().size();
        return inside ? list.getValue().get((Integer) index) : null;
    }
}
