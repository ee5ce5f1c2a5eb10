package io.keelstream.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, and what is an error at which place. */
class StrictMappingTests {

    private final List<String> errors = new ArrayList<>();

    private void collect(YamlError error) {
        errors.add(error.where("f") + " " + error.kind() + " " + error.message());
    }

    private StrictMapping read(String yaml, String... known) {
        return new StrictMapping(
                YamlFile.document(yaml, this::collect).orElseThrow(), "", List.of(known), this::collect);
    }

    @Test
    void unknownFieldNamesTheNearestOrAllKnownOnes() {
        read("spec: {polcy: 1, x: 2}", "spec").section("spec", List.of("policy", "targets"));

        assertThat(errors)
                .containsExactly(
                        "f:1:8 UNKNOWN_FIELD unknown field 'spec.polcy'; did you mean 'policy'?",
                        "f:1:18 UNKNOWN_FIELD unknown field 'spec.x'; known under 'spec': policy, targets");
    }

    @Test
    void duplicateKeyIsAnErrorAtAnyDepthAndOnlyOnce() {
        StrictMapping root = read("a: [{b: 1, c: {d: 1, \"d\": 2}}]\ne: &e {f: 1, f: 2}\ng: *e", "a", "e", "g");
        root.section("e", List.of("f"));
        root.section("g", List.of("f"));

        assertThat(errors)
                .containsExactly(
                        "f:1:22 DUPLICATE_KEY duplicate key 'a[0].c.d'; remove one",
                        "f:2:14 DUPLICATE_KEY duplicate key 'e.f'; remove one");
    }

    @Test
    void nullCountsAsAbsent() {
        StrictMapping root = read("a: ~\nb:\nc: null", "a", "b", "c");
        root.required("a");

        assertThat(root.has("b")).isFalse();
        assertThat(root.text("c")).isEmpty();
        assertThat(errors).containsExactly("f:1:1 MISSING_FIELD 'a' is missing");
    }

    @Test
    void valueOfTheWrongKindIsAnErrorWithItsPath() {
        StrictMapping root = read("a: [1]\nb: x\nc: {d: 1}\ne: x", "a", "b", "c", "e");
        root.text("a");
        root.list("b");
        root.numbers("c");
        root.section("e", List.of());
        root.integer("e", 0, 9);
        root.number("b");
        root.bool("e");

        assertThat(errors)
                .containsExactly(
                        "f:1:4 INVALID_VALUE 'a' must be a text",
                        "f:2:4 INVALID_VALUE 'b' must be a list",
                        "f:3:4 INVALID_VALUE 'c' must be a number",
                        "f:4:4 INVALID_VALUE 'e' must be a mapping",
                        "f:4:4 INVALID_VALUE 'e' must be a whole number from 0 to 9",
                        "f:2:4 INVALID_VALUE 'b' is 'x' but must be a number",
                        "f:4:4 INVALID_VALUE 'e' is 'x' but must be one of: true, false");
    }

    @Test
    void oneValueAndAListAreReadAlike() {
        StrictMapping root = read("a: 1.5\nb: [1, 2.5]\nc: x\nd: [x, y]", "a", "b", "c", "d");

        assertThat(root.numbers("a")).containsExactly(1.5);
        assertThat(root.numbers("b")).containsExactly(1.0, 2.5);
        assertThat(root.texts("c")).containsExactly("x");
        assertThat(root.texts("d")).containsExactly("x", "y");
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"90s, 90000", "5m, 300000", "1h30m, 5400000", "1.5h, 5400000", "500ms, 500", "2d, 172800000", "0s, 0"})
    void durationIsRead(String text, long millis) {
        assertThat(read("a: " + text, "a").duration("a")).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "5", "5 m", "-5m", "5m!", "m", "1e3s", "''"})
    void durationOfAnotherFormIsAnError(String text) {
        assertThat(read("a: " + text, "a").duration("a")).isEmpty();
        assertThat(errors).singleElement().asString().contains("must be a duration such as 90s, 5m or 1h30m");
    }

    @Test
    void endlessDurationIsReadWithoutOverflow() {
        assertThat(read("a: " + "9".repeat(400) + "d", "a").duration("a")).contains(Duration.ofMillis(Long.MAX_VALUE));
    }

    @Test
    void receiverThatThrowsStopsAtTheFirstError() {
        assertThatThrownBy(() -> YamlFile.document("a: 1\na: 2\na: 3", error -> {
                    throw new IllegalStateException(error.where("f"));
                }))
                .hasMessage("f:2:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "---\n", "a: 1\n---\nb: 2", "a: [", "a: &a {b: *a}", "&a [*a]", "\t", "a: \u0000"})
    void documentThatCannotBeUsedIsOneError(String yaml) {
        assertThat(YamlFile.document(yaml, this::collect)).isEmpty();
        assertThat(errors).hasSize(1);
    }

    @Test
    @org.junit.jupiter.api.Timeout(value = 20, unit = TimeUnit.SECONDS)
    void bombsEndAtTheLimits() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        assertThat(YamlFile.document(bomb.toString(), this::collect)).isPresent();
        assertThat(YamlFile.document("[".repeat(500), this::collect)).isEmpty();
        assertThat(YamlFile.document("x".repeat(3 << 20), this::collect)).isEmpty();
        assertThat(YamlFile.document(new byte[] {(byte) 0xff}, this::collect)).isEmpty();
        assertThat(errors).hasSize(3);
    }

    @Test
    void byteOrderMarkIsNoPartOfTheDocument() {
        byte[] content = "\ufeffa: 1".getBytes(StandardCharsets.UTF_8);
        Optional<String> value = YamlFile.document(content, this::collect)
                .flatMap(document -> new StrictMapping(document, "", List.of("a"), this::collect).text("a"));

        assertThat(value).contains("1");
        assertThat(errors).isEmpty();
    }
}
