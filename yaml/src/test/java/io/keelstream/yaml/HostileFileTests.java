package io.keelstream.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.yaml.YamlError.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.nodes.Node;

/** Files that ask for more than a reader has: each is refused with one error. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFileTests {

    private final List<YamlError> errors = new ArrayList<>();

    @Test
    void aliasesThatMultiplyOneAnotherAreCounted() {
        StringBuilder bomb = new StringBuilder("a0: &a0 {x: y}\n");
        for (int i = 1; i <= 12; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }

        refuses(bomb.toString(), "holds more than 100000 values with aliases written out");
    }

    @Test
    void longTextThatIsRepeatedByAliasesIsCountedEachTime() {
        refuses(
                "a: &a " + "x".repeat(100_000) + "\nb: [" + "*a, ".repeat(1_000) + "]",
                "holds more than 4194304 characters with aliases written out");
    }

    @Test
    void valuesWithoutNumberAreRefusedBeforeAllAreHeld() {
        refuses("[" + "x,".repeat(300_000) + "]", "holds more than 100000 values with aliases written out");
    }

    @Test
    void documentsWithoutNumberAreRefusedAtTheSecond() {
        refuses("---\na: b\n".repeat(100_000), "the file holds more than one document; it must hold exactly one");
    }

    @Test
    void numberWithMillionsOfDigitsIsRefused() {
        refuses("a: !!int " + "9".repeat(50_000), "a number of 50000 characters; at most 1000 are allowed");
        refuses("a: !!float 1." + "9".repeat(50_000), "a number of 50002 characters; at most 1000 are allowed");
    }

    @Test
    void itemsBelowALongKeyCostNoMoreThanOthers() {
        assertThat(read("? " + "k".repeat(300_000) + "\n: [" + "x,".repeat(90_000) + "]"))
                .isPresent();
        assertThat(errors).isEmpty();
    }

    @Test
    void longNamesAreNoSlips() {
        assertThat(NearestName.of("a".repeat(1_000_000), List.of("b" + "a".repeat(1_000_000))))
                .isEmpty();
        assertThat(NearestName.of("nmae", List.of("a".repeat(1_000_000), "name")))
                .contains("name");
    }

    private Optional<Node> read(String text) {
        errors.clear();
        return YamlFile.document(text, errors::add);
    }

    private void refuses(String text, String message) {
        assertThat(read(text)).isEmpty();
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.kind()).isIn(Kind.SYNTAX, Kind.INVALID_VALUE);
            assertThat(error.message()).contains(message).hasSizeLessThan(300);
        });
    }
}
