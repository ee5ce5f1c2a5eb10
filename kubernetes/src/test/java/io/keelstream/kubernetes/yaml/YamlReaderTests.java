package io.keelstream.kubernetes.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How text becomes values, and what stops the reader. */
class YamlReaderTests {

    private final YamlReader reader = new YamlReader();

    private String json(String yaml) {
        List<YamlDocument> documents = reader.documents(yaml).orThrow();
        assertThat(documents).hasSize(1);
        return Json.writeText(documents.getFirst().value());
    }

    private YamlResult.Malformed<YamlDocument> problem(String yaml) {
        YamlResult<YamlDocument> result = reader.documents(yaml);
        assertThat(result).isInstanceOf(YamlResult.Malformed.class);
        return (YamlResult.Malformed<YamlDocument>) result;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        2026-01-01      | "2026-01-01"
        12:30:45        | "12:30:45"
        08              | 8
        0o17            | 15
        1e3             | 1000
        0644            | 420
        yes             | true
        off             | false
        1_000           | 1000
        0x1F            | 31
        0b101           | 5
        1.0             | 1
        1.5             | 1.5
        -.5             | -0.5
        ~               | null
        "yes"           | "yes"
        !!str 5         | "5"
        1.2.3           | "1.2.3"
        9223372036854775808 | 9223372036854775808
        +12             | 12
        10m             | "10m"
        """)
    void scalarsMeanWhatTheyMeanToKubectl(String yaml, String expected) {
        assertThat(json("a: " + yaml)).isEqualTo("{\"a\":" + expected + "}");
    }

    @Test
    void keysBecomeStrings() {
        assertThat(json("{y: 1, 1: 2, 0x10: 3, no: 4}")).isEqualTo("{\"true\":1,\"1\":2,\"16\":3,\"false\":4}");
    }

    @Test
    void mergeKeysAndAliasesAreWrittenOut() {
        assertThat(json("b: &b {x: 1, y2: 2}\nc: {<<: *b, x: 3}\nd: *b"))
                .isEqualTo("{\"b\":{\"x\":1,\"y2\":2},\"c\":{\"x\":3,\"y2\":2},\"d\":{\"x\":1,\"y2\":2}}");
    }

    @Test
    void emptyDocumentsAreSkippedAndLinesAreKnown() {
        // When
        List<YamlDocument> documents = reader.documents("---\n# nothing\n---\na: 1\n---\n---\nb:\n  - c: 2\n")
                .orThrow();
        // Then
        assertThat(documents).extracting(YamlDocument::line).containsExactly(4, 7);
    }

    @Test
    void jsonIsAccepted() {
        assertThat(json("{\n\t\"a\":\t[1, 2.50]\n}")).isEqualTo("{\"a\":[1,2.5]}");
    }

    @Test
    void duplicateKeyIsAnErrorWithItsPlace() {
        assertThat(problem("a: 1\nb:\n  c: 1\n  c: 2\n"))
                .isEqualTo(new YamlResult.Malformed<>(4, 3, "duplicate key \"c\" in a mapping"));
        assertThat(problem("{\"a\":1,\n \"a\":2}").line()).isEqualTo(2);
    }

    @Test
    void syntaxErrorHasItsPlace() {
        assertThat(problem("a: 1\nb: [1, 2\nc: 3\n").line()).isEqualTo(3);
    }

    @Test
    void bombsStopAtTheLimits() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append("*a%d,".formatted(i - 1).repeat(5)).append("]\n");
        }
        assertThat(problem(bomb.toString()).message()).contains("values with aliases written out");
        assertThat(problem("a: &a [" + "*b,".repeat(60) + "]\n".replace("b", "a"))
                        .message())
                .isNotEmpty();
        assertThat(problem("x: &x {}\ny: [" + "*x,".repeat(60) + "]").message()).contains("aliases");
        assertThat(problem("[".repeat(70) + "]".repeat(70)).message()).containsIgnoringCase("nest");
        assertThat(problem("a: &a [*a]").message()).contains("alias");
        assertThat(new YamlReader(YamlLimits.DEFAULT.withBytes(10)).documents("a: 0123456789"))
                .isEqualTo(new YamlResult.Malformed<>(1, 1, "larger than 10 bytes"));
    }

    @Test
    void jsonBeyondALimitIsMalformedAndNoException() {
        assertThat(problem("{\"a\":".repeat(100) + "1" + "}".repeat(100)).message())
                .containsIgnoringCase("nesting");
        assertThat(problem("{\"a\": " + "9".repeat(2_000) + ", \"b\": [}").line())
                .isEqualTo(1);
    }

    @Test
    void listsOfObjectsAreFlattened() {
        // Given
        String yaml = """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
            - {apiVersion: v1, kind: Secret, metadata: {name: b}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: c}
            """;
        // When
        List<LocatedManifest> manifests =
                reader.manifests(yaml.getBytes(StandardCharsets.UTF_8)).orThrow();
        // Then
        assertThat(manifests)
                .extracting(located -> located.manifest().name(), LocatedManifest::line)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 1),
                        org.assertj.core.groups.Tuple.tuple("b", 1),
                        org.assertj.core.groups.Tuple.tuple("c", 7));
    }

    @Test
    void documentWithoutKindIsAnError() {
        // When
        YamlResult<LocatedManifest> result = reader.manifests("\na: 1\n".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(result)
                .isEqualTo(new YamlResult.Malformed<>(2, 1, "not a Kubernetes object: apiVersion or kind is missing"));
    }

    @Test
    void whatTheWriterPrintsReadsBackTheSame() {
        // Given
        Object value = Json.read("""
            {"a":"yes","b":"0o17","c":"1e3","d":"line1\\nline2\\n","e":"","f":"- x","g":["1","y",1.5,true,null,{}],
             "h":"2026-01-01","i":"a: b","j":"#x","k":{"y":"n"},"l":" x ","m":"tab\\tx","n":"\\u0007","o":"<<","p":"a\\n\\n b"}
            """);
        // When
        String yaml = YamlWriter.write(value);
        // Then
        assertThat(reader.documents(yaml).orThrow().getFirst().value()).isEqualTo(value);
    }
}
