package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.number.PlainNumber;
import io.keelstream.yaml.StrictMapping;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The plain value of a YAML node: what is written under {@code parameters} or {@code analysis}. Stateless. */
final class NodeValue {

    private NodeValue() {}

    static @Nullable Object of(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                mapping.getValue()
                        .forEach(tuple -> map.put(StrictMapping.text(tuple.getKeyNode()), of(tuple.getValueNode())));
                yield map;
            }
            case SequenceNode sequence -> {
                List<@Nullable Object> list = new ArrayList<>();
                sequence.getValue().forEach(item -> list.add(of(item)));
                yield list;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalArgumentException("not a resolved YAML node: " + node.getNodeId());
        };
    }

    /** The same value as a record has it once it was read from JSON: then a file and its record are equal. */
    static @Nullable Object recorded(Node node) {
        return recorded(of(node));
    }

    private static @Nullable Object recorded(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> recorded = new LinkedHashMap<>();
                map.forEach((name, each) -> recorded.put(String.valueOf(name), recorded(each)));
                yield recorded;
            }
            case List<?> list -> {
                List<@Nullable Object> recorded = new ArrayList<>();
                list.forEach(each -> recorded.add(recorded(each)));
                yield recorded;
            }
            case BigDecimal exact
            when BigDecimal.valueOf(exact.doubleValue()).compareTo(exact) == 0 -> exact.doubleValue();
            case null, default -> value;
        };
    }

    private static @Nullable Object scalar(ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.NULL)) {
            return null;
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return List.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT));
        }
        boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        if (number && text.matches("-?(0|[1-9][0-9]*)")) {
            return PlainNumber.whole(new BigInteger(text));
        }
        return number && text.matches("-?(0|[1-9][0-9]*)\\.[0-9]+") ? new BigDecimal(text) : text;
    }
}
