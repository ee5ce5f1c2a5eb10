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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples of every published version stay valid: a schema only gets wider. The messaging module reads them into records. */
class GoldenSamplesTests {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @EnumSource
    void everySampleEverPublishedIsValidToday(EventType type) throws IOException {
        // Given
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Documents.schema(type).toString(), InputFormat.JSON);
        Path folder = GOLDEN.resolve(type.schema().substring(0, type.schema().lastIndexOf(".v")));
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> samples =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            // Then
            assertThat(samples).as("samples in %s", folder).hasSizeGreaterThanOrEqualTo(2);
            for (Path sample : samples) {
                assertThat(schema.validate(Files.readString(sample), InputFormat.JSON))
                        .as("%s against the schema of %s", sample, type.type())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRequiredIsMissed(EventType type) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Documents.schema(type).toString(), InputFormat.JSON);
        assertThat(schema.validate("{}", InputFormat.JSON)).isNotEmpty();
    }
}
