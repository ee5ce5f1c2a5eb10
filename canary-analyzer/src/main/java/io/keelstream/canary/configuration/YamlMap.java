package io.keelstream.canary.configuration;

import io.keelstream.yaml.StrictMapping;
import io.keelstream.yaml.YamlError;
import io.keelstream.yaml.YamlFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** A mapping of which the first error ends the reading, naming its place. Not safe for use by several threads. */
final class YamlMap {

    private final String file;
    private final StrictMapping fields;

    private YamlMap(String file, StrictMapping fields) {
        this.file = file;
        this.fields = fields;
    }

    /** The mapping under a field of a document, or the document itself where the field is absent. */
    static YamlMap underOrWhole(String file, String yaml, String field, List<String> known) {
        Consumer<YamlError> errors = error -> {
            throw new MalformedInputException(file, Math.max(1, error.line()), error.message());
        };
        Node document = YamlFile.document(yaml, errors).orElseThrow();
        boolean under = new StrictMapping(document, "", errors).has(field);
        return new YamlMap(
                file,
                under
                        ? new StrictMapping(document, "", List.of(field), errors).section(field, known)
                        : new StrictMapping(document, "", known, errors));
    }

    boolean has(String field) {
        return fields.has(field);
    }

    String text(String field) {
        return fields.required(field);
    }

    Optional<String> optionalText(String field) {
        return fields.text(field);
    }

    String choice(String field, List<String> allowed) {
        fields.choice(field, allowed);
        return fields.required(field);
    }

    <E extends Enum<E>> E constant(String field, Class<E> type, E otherwise) {
        return fields.constant(field, type, otherwise);
    }

    double number(String field, double otherwise) {
        return fields.number(field).orElse(otherwise);
    }

    OptionalDouble optionalNumber(String field) {
        return fields.number(field);
    }

    /** One number or a list of numbers. */
    List<Double> numbers(String field) {
        return fields.numbers(field);
    }

    /** One text or a list of texts. */
    List<String> texts(String field) {
        return fields.texts(field);
    }

    boolean isMap(String field) {
        return fields.get(field) instanceof MappingNode;
    }

    /** The mapping under a field; an empty one where there is none. */
    YamlMap map(String field, List<String> known) {
        return new YamlMap(file, fields.section(field, known));
    }

    /** The mappings of a required list. */
    List<YamlMap> maps(String field, List<String> known) {
        if (!has(field)) {
            fields.required(field);
        }
        return fields.sections(field, known).stream()
                .map(each -> new YamlMap(file, each))
                .toList();
    }

    Duration duration(String field, Duration otherwise) {
        return fields.duration(field).orElse(otherwise);
    }

    MalformedInputException problem(String message) {
        return problem(fields.node(), message);
    }

    MalformedInputException problemAt(String field, String message) {
        return problem(fields.values().getOrDefault(field, fields.node()), message);
    }

    private MalformedInputException problem(Node place, String message) {
        return new MalformedInputException(file, place.getStartMark().getLine() + 1L, message);
    }
}
