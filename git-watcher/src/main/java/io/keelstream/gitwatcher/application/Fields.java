package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.problem.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of a file, read by name. Fields that nobody knows, fields that are there twice and values of the wrong kind
 * become findings; reading goes on with what there is. Confined to one thread.
 */
final class Fields {

    private final Node node;
    private final String path;
    private final Findings findings;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /**
     * @param path for messages, e.g. {@code spec.policy}; empty for the document
     * @param known every field that may be there
     */
    Fields(Node node, String path, List<String> known, Findings findings) {
        this.node = node;
        this.path = path;
        this.findings = findings;
        for (NodeTuple tuple : tuples()) {
            String name = NodeValue.text(tuple.getKeyNode());
            if (!known.contains(name)) {
                findings.add(Reason.UNKNOWN_FIELD, unknown(name, known), tuple.getKeyNode());
            } else {
                put(name, tuple);
            }
        }
    }

    /** A mapping with any names. */
    Fields(Node node, String path, Findings findings) {
        this.node = node;
        this.path = path;
        this.findings = findings;
        tuples().forEach(tuple -> put(NodeValue.text(tuple.getKeyNode()), tuple));
    }

    Node node() {
        return node;
    }

    /** Values in the order of the file; those that are written as null are left out. */
    Map<String, Node> values() {
        return values;
    }

    @Nullable
    Node get(String name) {
        return values.get(name);
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The mapping under a name; an empty one where there is none. */
    Fields section(String name, List<String> known) {
        Node value = values.get(name);
        return new Fields(value == null ? emptyMapping() : value, path(name), known, findings);
    }

    /** The text of a required field; empty, with a finding, where it is missing. */
    String required(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty() && !values.containsKey(name)) {
            findings.add(Reason.MISSING_FIELD, "'" + path(name) + "' is missing", node);
        }
        return text.orElse("");
    }

    Optional<String> text(String name) {
        Node value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof ScalarNode scalar)) {
            invalid(name, value, "must be a text");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    /** A text that must be a DNS label. */
    Optional<String> label(String name) {
        Optional<String> text = text(name);
        Node value = values.get(name);
        if (text.isPresent() && value != null && !Names.isDnsLabel(text.get())) {
            invalid(name, value, "must be a DNS label: 1 to 63 of a-z, 0-9 and '-', not '-' at an end");
        }
        return text;
    }

    Optional<Boolean> bool(String name) {
        return choice(name, List.of("true", "false")).map(Boolean::parseBoolean);
    }

    Optional<Integer> integer(String name, int least, int most) {
        Node value = values.get(name);
        Optional<String> text = text(name);
        if (value == null || text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().matches("\\d{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        }
        invalid(name, value, "must be a whole number from " + least + " to " + most);
        return Optional.empty();
    }

    /** One of the texts; anything else is a finding that lists them. */
    Optional<String> choice(String name, List<String> allowed) {
        Node value = values.get(name);
        Optional<String> text = text(name);
        if (value == null || text.isEmpty() || allowed.contains(text.get())) {
            return text;
        }
        invalid(name, value, "is '" + text.get() + "' but must be one of: " + String.join(", ", allowed));
        return Optional.empty();
    }

    /** A constant of an enum, written in lower case. The constant {@code UNKNOWN} cannot be written. */
    <E extends Enum<E>> E constant(String name, Class<E> type, E otherwise) {
        List<String> allowed = java.util.Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .filter(each -> !each.equals("unknown"))
                .toList();
        return choice(name, allowed)
                .map(text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)))
                .orElse(otherwise);
    }

    /** The items of a list; empty where there is none. */
    List<Node> list(String name) {
        Node value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        invalid(name, value, "must be a list");
        return List.of();
    }

    void invalid(String name, Node at, String rule) {
        findings.add(Reason.INVALID_VALUE, "'" + path(name) + "' " + rule, at);
    }

    private void put(String name, NodeTuple tuple) {
        if (values.containsKey(name)) {
            findings.add(Reason.DUPLICATE_KEY, "'" + path(name) + "' is there twice", tuple.getKeyNode());
        }
        if (!NodeValue.isNull(tuple.getValueNode())) {
            values.put(name, tuple.getValueNode());
        }
    }

    private List<NodeTuple> tuples() {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue();
        }
        findings.add(
                Reason.INVALID_VALUE,
                (path.isEmpty() ? "the document" : "'" + path + "'") + " must be a mapping",
                node);
        return List.of();
    }

    private MappingNode emptyMapping() {
        return new MappingNode(
                org.yaml.snakeyaml.nodes.Tag.MAP,
                true,
                List.of(),
                node.getStartMark(),
                node.getEndMark(),
                org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK);
    }

    private String unknown(String name, List<String> known) {
        String place = path.isEmpty() ? "here" : "under '" + path + "'";
        return NearestName.of(name, known)
                .map(near -> "unknown field '" + path(name) + "'; did you mean '" + near + "'?")
                .orElse("unknown field '" + path(name) + "'; known " + place + ": " + String.join(", ", known));
    }
}
