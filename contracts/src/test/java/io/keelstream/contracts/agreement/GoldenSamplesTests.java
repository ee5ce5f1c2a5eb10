package io.keelstream.contracts.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.keelstream.contracts.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Samples of every published version stay valid: a schema only gets wider. The messaging module reads them into records. */
class GoldenSamplesTests {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @EnumSource
    void everySampleEverPublishedIsValidToday(EventType type) throws IOException {
        // Given
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Documents.schema(type).toString(), InputFormat.JSON);
        List<Path> samples = samples(type);
        // Then
        assertThat(samples).as("samples of %s", type).hasSizeGreaterThanOrEqualTo(2);
        for (Path sample : samples) {
            assertThat(schema.validate(Files.readString(sample), InputFormat.JSON))
                    .as("%s against the schema of %s", sample, type.type())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldAndEveryKindIsInASample(EventType type) throws IOException {
        // Given
        Set<String> published = new TreeSet<>();
        nodes(Documents.schema(type)).forEach(node -> {
            published.addAll(node.path("properties").propertyNames());
            node.path("const").stringValueOpt().ifPresent(published::add);
        });
        // When
        Set<String> shown = new HashSet<>();
        for (Path sample : samples(type)) {
            nodes(JSON.readTree(sample)).forEach(node -> {
                shown.addAll(node.propertyNames());
                node.stringValueOpt().ifPresent(shown::add);
            });
        }
        // Then
        published.removeAll(shown);
        assertThat(published).isEmpty();
    }

    private static List<Path> samples(EventType type) throws IOException {
        Path folder = GOLDEN.resolve(type.schema().substring(0, type.schema().lastIndexOf(".v")));
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private static Stream<JsonNode> nodes(JsonNode node) {
        return Stream.concat(Stream.of(node), node.valueStream().flatMap(GoldenSamplesTests::nodes));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRequiredIsMissed(EventType type) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Documents.schema(type).toString(), InputFormat.JSON);
        assertThat(schema.validate("{}", InputFormat.JSON)).isNotEmpty();
    }
}
