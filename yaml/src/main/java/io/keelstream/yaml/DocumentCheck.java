package io.keelstream.yaml;

import io.keelstream.yaml.YamlError.Kind;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Finds duplicate keys, and a collection that contains itself through an alias: whoever walks that one never returns.
 * Each node is visited once, however many aliases it has. For one document, by one thread.
 */
final class DocumentCheck {

    private final Consumer<YamlError> errors;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());

    DocumentCheck(Consumer<YamlError> errors) {
        this.errors = errors;
    }

    /** Reports what is wrong; false where the document must not be walked. */
    boolean passes(Node document) {
        return passes(document, "");
    }

    private boolean passes(Node node, String path) {
        if (done.contains(node)) {
            return true;
        }
        if (!open.add(node)) {
            errors.accept(YamlError.at(
                    node.getStartMark(), Kind.SYNTAX, "not valid YAML: an alias refers to the value that contains it"));
            return false;
        }
        boolean passes = switch (node) {
            case MappingNode mapping -> mapping(mapping, path);
            case SequenceNode sequence -> sequence(sequence.getValue(), path);
            default -> true;
        };
        open.remove(node);
        done.add(node);
        return passes;
    }

    private boolean mapping(MappingNode mapping, String path) {
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = StrictMapping.text(tuple.getKeyNode());
            String shown = StrictMapping.isNull(tuple.getValueNode()) ? Quotable.WITHHELD : Quotable.key(key);
            String place = path.isEmpty() ? shown : path + "." + shown;
            if (!keys.add(key)) {
                errors.accept(YamlError.at(
                        tuple.getKeyNode().getStartMark(),
                        Kind.DUPLICATE_KEY,
                        "duplicate key '" + place + "'; remove one"));
            }
            if (!passes(tuple.getKeyNode(), place) || !passes(tuple.getValueNode(), place)) {
                return false;
            }
        }
        return true;
    }

    private boolean sequence(List<Node> items, String path) {
        for (int i = 0; i < items.size(); i++) {
            if (!passes(items.get(i), path + "[" + i + "]")) {
                return false;
            }
        }
        return true;
    }
}
