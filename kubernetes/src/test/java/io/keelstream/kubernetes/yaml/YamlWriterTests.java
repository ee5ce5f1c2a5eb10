package io.keelstream.kubernetes.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "a\u009b31m\nb\nc",
                "a\n\u202eb\nc",
                "\u2066x",
                "x\u00ady",
                "\u200b",
                "a\u2028b",
                "\udb40\udc41🚀",
                "a\rb\nc",
                "\ufeffa",
                "a\u0085b"
            })
    void textThatDeceivesIsEscapedAndReadBackTheSame(String text) {
        // Given
        Map<String, String> tree = Map.of("k" + text, text);

        // When
        String yaml = YamlWriter.write(tree);

        // Then
        assertThat(yaml.codePoints()).allMatch(each -> each == '\n' || Printable.is(each));
        assertThat(new YamlReader()
                        .documents(yaml.getBytes(StandardCharsets.UTF_8))
                        .orThrow())
                .singleElement()
                .satisfies(document -> assertThat(document.value()).isEqualTo(tree));
    }
}
