package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.yaml.Quotable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a chart's schema of values refers to outside of itself. Helm would read it from any file of the machine, from
 * {@code file:///values.schema.json} as the base of relative references, or from the network. Read strictly, so that helm
 * cannot understand the text differently. Pure.
 */
final class SchemaReferences {

    /** The name of the file in a chart. */
    static final String FILE_NAME = "values.schema.json";

    private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef", "$schema");

    /** The metaschemas that helm has in itself. */
    private static final Pattern BUILT_IN = Pattern.compile(
            "https?://json-schema\\.org/(?:schema|draft-0[467]/schema|draft/(?:2019-09|2020-12)/schema)(?:#.*)?");

    private static final int DEPTH = 200;

    private SchemaReferences() {}

    /**
     * Why a schema is refused; empty for one that refers to nothing outside of itself.
     *
     * @param where its file
     */
    static Optional<Problem> problem(byte[] content, String where) {
        String text = new String(content, StandardCharsets.UTF_8);
        Object schema;
        try {
            schema = Json.readStrict(text.startsWith("\uFEFF") ? text.substring(1) : text, DEPTH);
        } catch (JsonException e) {
            return Optional.of(Reason.RENDERER_INPUT.problem(
                    "the schema is not valid JSON, has a key twice, or is nested deeper than " + DEPTH, where));
        }
        return outside(schema)
                .findFirst()
                .map(reference -> Reason.RENDERER_INPUT.problem(
                        "the schema refers to '" + Quotable.path(reference)
                                + "', which is outside of it; nothing else is read. Copy what it needs into the schema and"
                                + " refer to it with '#'",
                        where));
    }

    private static Stream<String> outside(@Nullable Object value) {
        if (value instanceof List<?>) {
            return Manifest.list(value).stream().flatMap(SchemaReferences::outside);
        }
        Map<String, @Nullable Object> map = Manifest.map(value);
        return Stream.concat(
                REFERENCES.stream()
                        .flatMap(name ->
                                map.get(name) instanceof String reference ? Stream.of(reference) : Stream.empty())
                        .filter(reference -> !reference.isEmpty()
                                && !reference.startsWith("#")
                                && !BUILT_IN.matcher(reference).matches()),
                map.values().stream().flatMap(SchemaReferences::outside));
    }
}
