package io.keelstream.messaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Today's code reads every sample that was ever published, and writes the newest ones back as they are. */
class GoldenSamplesTests {

    private static final Path GOLDEN = Path.of("../contracts/src/test/resources/golden");
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @EnumSource
    void everySampleIsReadAndLosesNothing(EventType type) throws IOException {
        // Given
        Path folder = GOLDEN.resolve(type.schema().substring(0, type.schema().lastIndexOf(".v")));
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> samples =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(samples).isNotEmpty();
            for (Path sample : samples) {
                byte[] bytes = Files.readAllBytes(sample);
                // When
                JsonNode back = JSON.readTree(PayloadJson.write(PayloadJson.read(bytes, type.payload())));
                // Then
                JSON.readTree(bytes)
                        .propertyStream()
                        .forEach(property -> assertThat(back.get(property.getKey()))
                                .as("%s of %s", property.getKey(), sample)
                                .isNotNull());
                if (sample.toString().endsWith("full.json")) {
                    assertThat(back).as(sample.toString()).isEqualTo(JSON.readTree(bytes));
                }
            }
        }
    }
}
