package io.keelstream.kubernetes.yaml;

import io.keelstream.yaml.Quotable;
import io.keelstream.yaml.StrictMapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns the nodes of one text into plain values. For one use by one thread. */
final class NodeReader {

    private static final String MERGE = "<<";

    private final YamlLimits limits;
    private final YamlBudget budget;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    NodeReader(YamlLimits limits, YamlBudget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    @Nullable
    Object value(Node node) {
        budget.value(node.getStartMark());
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode list -> nested(list, () -> list(list));
            case MappingNode map -> nested(map, () -> map(map));
            case AnchorNode anchor -> value(anchor.getRealNode());
            default -> throw new YamlProblem(node, "not a scalar, list or map");
        };
    }

    private interface Content {
        Object read();
    }

    private Object nested(Node node, Content content) {
        if (!open.add(node)) {
            throw new YamlProblem(node, "an alias refers to the value that contains it");
        }
        if (open.size() > limits.depth()) {
            throw new YamlProblem(node, "nested deeper than " + limits.depth() + " levels");
        }
        Object value = content.read();
        open.remove(node);
        return value;
    }

    private List<@Nullable Object> list(SequenceNode node) {
        List<@Nullable Object> list = new ArrayList<>(node.getValue().size());
        for (Node item : node.getValue()) {
            list.add(value(item));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(MappingNode node) {
        Map<String, @Nullable Object> own =
                LinkedHashMap.newLinkedHashMap(node.getValue().size());
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            Node keyNode = entry.getKeyNode();
            if (isMerge(keyNode)) {
                merge(entry.getValueNode(), merged);
                continue;
            }
            String key = key(keyNode);
            if (own.containsKey(key)) {
                throw new YamlProblem(keyNode, "duplicate key \"" + shown(key, entry) + "\" in a mapping");
            }
            own.put(key, value(entry.getValueNode()));
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    /** A key without a value may be a value without a key, as in {@code {hunter2}}. */
    private static String shown(String key, NodeTuple entry) {
        return StrictMapping.text(entry.getValueNode()).isEmpty() && entry.getValueNode() instanceof ScalarNode
                ? Quotable.WITHHELD
                : Quotable.key(key);
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && isPlain(scalar)
                && scalar.getValue().equals(MERGE);
    }

    private void merge(Node node, Map<String, @Nullable Object> into) {
        if (node instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                merge(item, into);
            }
        } else if (node instanceof MappingNode map) {
            Object value = value(map);
            if (value instanceof Map<?, ?> entries) {
                entries.forEach((key, entry) -> into.putIfAbsent((String) key, entry));
            }
        } else {
            throw new YamlProblem(node, "a merge key (<<) needs a map or a list of maps");
        }
    }

    /** Keys that are not strings become the string that kubectl makes of them. */
    private String key(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new YamlProblem(node, "the key of a map is itself a map or list");
        }
        return switch (scalar(scalar)) {
            case String text -> text;
            case Number number -> PlainScalars.key(number);
            case Boolean bool -> bool.toString();
            case null, default -> throw new YamlProblem(node, "a key is null; put it in quotes if it is meant as text");
        };
    }

    private static boolean isPlain(ScalarNode node) {
        return node.getTag().equals(ComposedYaml.PLAIN);
    }

    private @Nullable Object scalar(ScalarNode node) {
        String text = node.getValue();
        budget.text(node.getStartMark(), text.length());
        Tag tag = node.getTag();
        if (isPlain(node)) {
            return checked(node, PlainScalars.resolve(text));
        }
        if (tag.equals(Tag.BINARY)) {
            return binary(node, text);
        }
        boolean typed = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL) || tag.equals(Tag.NULL);
        if (!typed) {
            return text;
        }
        Object value = checked(node, PlainScalars.resolve(text));
        boolean fits = switch (value) {
            case null -> tag.equals(Tag.NULL);
            case Boolean ignored -> tag.equals(Tag.BOOL);
            case Number ignored -> tag.equals(Tag.FLOAT) || (tag.equals(Tag.INT) && PlainScalars.isInteger(text));
            default -> false;
        };
        if (!fits) {
            throw new YamlProblem(node, "the value does not fit its tag " + tag);
        }
        return value;
    }

    private static @Nullable Object checked(ScalarNode node, @Nullable Object value) {
        if (PlainScalars.NOT_JSON.equals(value)) {
            throw new YamlProblem(node, "infinity and not-a-number cannot be sent to Kubernetes");
        }
        if (PlainScalars.TOO_LONG.equals(value)) {
            throw new YamlProblem(
                    node,
                    "a number of " + node.getValue().length() + " characters; at most " + PlainScalars.LONGEST
                            + " are allowed. Put it in quotes if it is meant as text");
        }
        return value;
    }

    private static String binary(ScalarNode node, String text) {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new YamlProblem(node, "!!binary content is not valid base64");
        }
    }
}
