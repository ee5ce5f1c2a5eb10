package io.keelstream.canary.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of a YAML document with the lines of its fields, so that every error names its place. Not safe for use by
 * several threads.
 */
final class YamlMap {

    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
    private static final Map<String, Double> UNIT_SECONDS =
            Map.of("ms", 0.001, "s", 1.0, "m", 60.0, "h", 3_600.0, "d", 86_400.0);

    private final String file;
    private final Node node;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    YamlMap(String file, Node node) {
        this.file = file;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw problem(node, "expected a mapping of fields");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode());
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw problem(tuple.getKeyNode(), "field '" + key + "' is given twice");
            }
        }
    }

    /** Fails on a field that is not among the known ones, naming the nearest. */
    void allowOnly(List<String> known) {
        for (Map.Entry<String, Node> field : fields.entrySet()) {
            if (!known.contains(field.getKey())) {
                throw problem(
                        field.getValue(),
                        "unknown field '" + field.getKey() + "', did you mean '" + Nearest.of(field.getKey(), known)
                                + "'?");
            }
        }
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    String text(String field) {
        return scalar(required(field));
    }

    Optional<String> optionalText(String field) {
        return Optional.ofNullable(fields.get(field)).map(this::scalar);
    }

    double number(String field, double otherwise) {
        Node value = fields.get(field);
        return value == null ? otherwise : number(value);
    }

    OptionalDouble optionalNumber(String field) {
        Node value = fields.get(field);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(number(value));
    }

    /** One number or a list of numbers. */
    List<Double> numbers(String field) {
        Node value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            return List.of(number(value));
        }
        List<Double> numbers = new ArrayList<>();
        sequence.getValue().forEach(item -> numbers.add(number(item)));
        return numbers;
    }

    List<String> texts(String field) {
        Node value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            return List.of(scalar(value));
        }
        return sequence.getValue().stream().map(this::scalar).toList();
    }

    boolean isMap(String field) {
        return fields.get(field) instanceof MappingNode;
    }

    Optional<YamlMap> map(String field) {
        return Optional.ofNullable(fields.get(field)).map(value -> new YamlMap(file, value));
    }

    List<YamlMap> maps(String field) {
        if (!(required(field) instanceof SequenceNode sequence)) {
            throw problem(required(field), "'" + field + "' must be a list");
        }
        return sequence.getValue().stream().map(item -> new YamlMap(file, item)).toList();
    }

    Duration duration(String field, Duration otherwise) {
        Node value = fields.get(field);
        if (value == null) {
            return otherwise;
        }
        String text = scalar(value);
        Matcher matcher = DURATION.matcher(text);
        double seconds = 0;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            seconds += Double.parseDouble(matcher.group(1)) * UNIT_SECONDS.getOrDefault(matcher.group(2), 0.0);
            end = matcher.end();
        }
        if (end == 0 || end != text.length()) {
            throw problem(value, "'" + field + "' must be a duration such as 10s, 3m or 1h30m, got '" + text + "'");
        }
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    MalformedInputException problem(String message) {
        return problem(node, message);
    }

    MalformedInputException problemAt(String field, String message) {
        return problem(fields.getOrDefault(field, node), message);
    }

    private Node required(String field) {
        Node value = fields.get(field);
        if (value == null) {
            throw problem(node, "field '" + field + "' is missing");
        }
        return value;
    }

    private double number(Node value) {
        try {
            return Double.parseDouble(scalar(value));
        } catch (NumberFormatException notANumber) {
            throw problem(value, "expected a number, got '" + scalar(value) + "'");
        }
    }

    private String scalar(Node value) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw problem(value, "expected a plain value");
    }

    private MalformedInputException problem(Node place, String message) {
        return new MalformedInputException(file, place.getStartMark().getLine() + 1L, message);
    }
}
