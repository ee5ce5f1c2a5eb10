package io.keelstream.yaml;

import io.keelstream.yaml.YamlError.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Finds duplicate keys, a collection that contains itself through an alias, aliases that multiply one another, and
 * numbers that take too long to read: whoever walks those never returns, or has no memory left. Each node is visited once,
 * however many aliases it has. For one document, by one thread.
 */
final class DocumentCheck {

    /** Maps, lists and scalars of a document, aliases written out. */
    static final int VALUES = 100_000;

    private static final long CHARACTERS = 4L << 20;
    private static final int LONGEST_NUMBER = 1_000;

    private final Consumer<YamlError> errors;

    /** What is inside of each node that was visited; null while it is being visited. */
    private final IdentityHashMap<Node, @Nullable Size> sizes = new IdentityHashMap<>();

    /** Keys and numbers of items on the way to a node. */
    private final Deque<Object> path = new ArrayDeque<>();

    DocumentCheck(Consumer<YamlError> errors) {
        this.errors = errors;
    }

    /** What is in a node with aliases written out. */
    private record Size(long values, long characters) {

        Size plus(Size other) {
            return new Size(values + other.values, characters + other.characters);
        }
    }

    /** Ends the check at what makes a document unusable. */
    private static final class Unusable extends YAMLException {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** Reports what is wrong; false where the document must not be walked. */
    boolean passes(Node document) {
        try {
            size(document);
            return true;
        } catch (Unusable e) {
            return false;
        }
    }

    /** What is reported of a document with too many values. */
    static String tooManyValues() {
        return "the file holds more than " + VALUES + " values with aliases written out. Split it";
    }

    private Size size(Node node) {
        if (sizes.containsKey(node)) {
            Size known = sizes.get(node);
            if (known == null) {
                throw unusable(node, "not valid YAML: an alias refers to the value that contains it");
            }
            return known;
        }
        sizes.put(node, null);
        Size size = switch (node) {
            case MappingNode mapping -> mapping(mapping);
            case SequenceNode sequence -> sequence(sequence.getValue());
            case ScalarNode scalar -> scalar(scalar);
            default -> new Size(1, 0);
        };
        if (size.values > VALUES) {
            throw unusable(node, tooManyValues());
        }
        if (size.characters > CHARACTERS) {
            throw unusable(
                    node, "the file holds more than " + CHARACTERS + " characters with aliases written out. Split it");
        }
        sizes.put(node, size);
        return size;
    }

    private Size mapping(MappingNode mapping) {
        Size size = new Size(1, 0);
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = StrictMapping.text(tuple.getKeyNode());
            path.addLast(StrictMapping.isNull(tuple.getValueNode()) ? Quotable.WITHHELD : Quotable.key(key));
            if (!keys.add(key)) {
                errors.accept(YamlError.at(
                        tuple.getKeyNode().getStartMark(),
                        Kind.DUPLICATE_KEY,
                        "duplicate key '" + place() + "'; remove one"));
            }
            size = size.plus(size(tuple.getKeyNode())).plus(size(tuple.getValueNode()));
            path.removeLast();
        }
        return size;
    }

    private Size sequence(List<Node> items) {
        Size size = new Size(1, 0);
        for (int i = 0; i < items.size(); i++) {
            path.addLast(i);
            size = size.plus(size(items.get(i)));
            path.removeLast();
        }
        return size;
    }

    private Size scalar(ScalarNode scalar) {
        int length = scalar.getValue().length();
        boolean number = scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT);
        if (number && length > LONGEST_NUMBER) {
            throw unusable(
                    scalar,
                    "a number of " + length + " characters; at most " + LONGEST_NUMBER
                            + " are allowed. Put it in quotes if it is meant as text");
        }
        return new Size(1, length);
    }

    private String place() {
        StringBuilder place = new StringBuilder();
        for (Object part : path) {
            if (part instanceof Integer number) {
                place.append('[').append(number.intValue()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(part);
            }
        }
        return place.toString();
    }

    private Unusable unusable(Node node, String message) {
        errors.accept(YamlError.at(node.getStartMark(), Kind.SYNTAX, message));
        return new Unusable(message);
    }
}
