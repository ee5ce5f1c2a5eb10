package io.keelstream.yaml;

import io.keelstream.yaml.YamlError.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a document, read by name. Unknown fields and values of the wrong kind are errors; reading goes on with
 * what there is, unless the receiver of the errors throws. A value that is written as null counts as absent. Confined to
 * one thread.
 */
public final class StrictMapping {

    private final Node node;
    private final String path;
    private final Consumer<YamlError> errors;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /**
     * A mapping with known fields.
     *
     * @param path for messages, e.g. {@code spec.policy}; empty for the document
     * @param known every field that may be there
     * @param errors receives every error; may throw to stop at the first
     */
    public StrictMapping(Node node, String path, List<String> known, Consumer<YamlError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
        for (NodeTuple tuple : tuples()) {
            String name = text(tuple.getKeyNode());
            if (!known.contains(name)) {
                report(Kind.UNKNOWN_FIELD, unknown(name, known), tuple.getKeyNode());
            } else {
                put(name, tuple);
            }
        }
    }

    /** A mapping with any fields. */
    public StrictMapping(Node node, String path, Consumer<YamlError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
        tuples().forEach(tuple -> put(text(tuple.getKeyNode()), tuple));
    }

    /** The text of a scalar exactly as written; empty for anything else. */
    public static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Whether a value is written as null. */
    public static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** The mapping itself. */
    public Node node() {
        return node;
    }

    /** Values in the order of the file, nulls left out. */
    public Map<String, Node> values() {
        return values;
    }

    /** The value of a field; null where it is absent. */
    public @Nullable Node get(String name) {
        return values.get(name);
    }

    /** Whether a field has a value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The path of a field from the root of the document; for messages. */
    public String path(String name) {
        return path.isEmpty() ? Quotable.key(name) : path + "." + Quotable.key(name);
    }

    /** The mapping under a name; an empty one where there is none. */
    public StrictMapping section(String name, List<String> known) {
        Node value = values.get(name);
        return new StrictMapping(value == null ? emptyMapping() : value, path(name), known, errors);
    }

    /** The mapping under a name, with any fields; an empty one where there is none. */
    public StrictMapping section(String name) {
        Node value = values.get(name);
        return new StrictMapping(value == null ? emptyMapping() : value, path(name), errors);
    }

    /** The mappings of a list. */
    public List<StrictMapping> sections(String name, List<String> known) {
        List<Node> items = list(name);
        List<StrictMapping> sections = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            sections.add(new StrictMapping(items.get(i), path(name) + "[" + i + "]", known, errors));
        }
        return sections;
    }

    /** The text of a required field; empty, with an error, where it is missing. */
    public String required(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty() && !values.containsKey(name)) {
            report(Kind.MISSING_FIELD, "'" + path(name) + "' is missing", node);
        }
        return text.orElse("");
    }

    /** A text; numbers and booleans as they are written. */
    public Optional<String> text(String name) {
        Node value = values.get(name);
        return value == null ? Optional.empty() : scalar(name, value, "must be a text");
    }

    /** One text or a list of texts; empty where there is none. */
    public List<String> texts(String name) {
        return items(name).stream()
                .flatMap(each -> scalar(name, each, "must be a text or a list of texts").stream())
                .toList();
    }

    /** Either of {@code true} and {@code false}. */
    public Optional<Boolean> bool(String name) {
        return choice(name, List.of("true", "false")).map(Boolean::parseBoolean);
    }

    /** A whole number from {@code least} to {@code most}. */
    public Optional<Integer> integer(String name, int least, int most) {
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

    /** A number, with or without a fraction. */
    public OptionalDouble number(String name) {
        Node value = values.get(name);
        return value == null ? OptionalDouble.empty() : number(name, value);
    }

    /** One number or a list of numbers; empty where there is none. */
    public List<Double> numbers(String name) {
        return items(name).stream()
                .flatMap(each -> number(name, each).stream().boxed())
                .toList();
    }

    /** A duration such as {@code 90s}, {@code 5m} or {@code 1h30m}. */
    public Optional<Duration> duration(String name) {
        Node value = values.get(name);
        Optional<String> text = text(name);
        if (value == null || text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = Durations.read(text.get());
        if (duration.isEmpty()) {
            invalid(name, value, "is '" + text.get() + "' but must be a duration such as 90s, 5m or 1h30m");
        }
        return duration;
    }

    /** One of the texts; anything else is an error that lists them. */
    public Optional<String> choice(String name, List<String> allowed) {
        Node value = values.get(name);
        Optional<String> text = text(name);
        if (value == null || text.isEmpty() || allowed.contains(text.get())) {
            return text;
        }
        invalid(name, value, "is '" + text.get() + "' but must be one of: " + String.join(", ", allowed));
        return Optional.empty();
    }

    /** A constant of an enum, written in lower case. The constant {@code UNKNOWN} cannot be written. */
    public <E extends Enum<E>> E constant(String name, Class<E> type, E otherwise) {
        List<String> allowed = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .filter(each -> !each.equals("unknown"))
                .toList();
        return choice(name, allowed)
                .map(text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)))
                .orElse(otherwise);
    }

    /** The items of a list; empty where there is none. */
    public List<Node> list(String name) {
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

    /** Reports that the value of a field breaks a rule, e.g. "must be a list". */
    public void invalid(String name, Node at, String rule) {
        report(Kind.INVALID_VALUE, "'" + path(name) + "' " + rule, at);
    }

    private List<Node> items(String name) {
        Node value = values.get(name);
        return value == null
                ? List.of()
                : value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    }

    private Optional<String> scalar(String name, Node value, String rule) {
        if (value instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        invalid(name, value, rule);
        return Optional.empty();
    }

    private OptionalDouble number(String name, Node value) {
        Optional<String> text = scalar(name, value, "must be a number");
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text.get()));
        } catch (NumberFormatException e) {
            invalid(name, value, "is '" + text.get() + "' but must be a number");
            return OptionalDouble.empty();
        }
    }

    private void report(Kind kind, String message, Node at) {
        errors.accept(YamlError.at(at.getStartMark(), kind, message));
    }

    private void put(String name, NodeTuple tuple) {
        if (!isNull(tuple.getValueNode())) {
            values.put(name, tuple.getValueNode());
        }
    }

    private List<NodeTuple> tuples() {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue();
        }
        report(Kind.INVALID_VALUE, (path.isEmpty() ? "the document" : "'" + path + "'") + " must be a mapping", node);
        return List.of();
    }

    private MappingNode emptyMapping() {
        return new MappingNode(Tag.MAP, true, List.of(), node.getStartMark(), node.getEndMark(), FlowStyle.BLOCK);
    }

    private String unknown(String name, List<String> known) {
        String place = path.isEmpty() ? "here" : "under '" + path + "'";
        return NearestName.of(name, known)
                .map(near -> "unknown field '" + path(name) + "'; did you mean '" + near + "'?")
                .orElse("unknown field '" + path(name) + "'; known " + place + ": " + String.join(", ", known));
    }
}
