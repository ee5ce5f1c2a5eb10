package io.keelstream.kubernetes.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.json.Json;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several texts may ask for together, and numbers that take too long to read. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class YamlBudgetTests {

    private final YamlReader reader = new YamlReader();

    @Test
    void textsShareTheirValues() {
        YamlBudget budget = new YamlBudget(10, 6, 100, YamlBudgetTests::nothing);

        assertThat(reader.documents("{a: 1, b: 2}", budget)).isInstanceOf(YamlResult.Read.class);
        assertThat(budget.isSpent()).isFalse();
        assertThat(message("- x\n- x\n- x\n", budget)).isEqualTo("more than 6 values with aliases written out");
        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void jsonIsCountedLikeYaml() {
        assertThat(message("{\"a\": [1, 2, 3, 4, 5]}", new YamlBudget(1, 6, 100, YamlBudgetTests::nothing)))
                .contains("more than 6 values");
        assertThat(reader.documents("{\"a\": [1, 2, 3, 4]}", new YamlBudget(1, 6, 100, YamlBudgetTests::nothing)))
                .isInstanceOf(YamlResult.Read.class);
    }

    @Test
    void documentsWithoutNumberStopTheReading() {
        assertThat(message("---\n{}\n".repeat(200_000), new YamlBudget(100, 1_000, 100, YamlBudgetTests::nothing)))
                .contains("more than 100 documents");
    }

    @Test
    void textThatIsRepeatedByAliasesIsCountedEachTime() {
        String text = "a: &a " + "x".repeat(1_000) + "\nb: [" + "*a, ".repeat(1_000) + "]\n";

        assertThat(message(text, new YamlBudget(1, 10_000, 100_000, YamlBudgetTests::nothing)))
                .contains("more than 100000 characters");
        assertThat(((YamlResult.Malformed<YamlDocument>)
                                new YamlReader(YamlLimits.DEFAULT.withBytes(10_000)).documents(text))
                        .message())
                .contains("characters with aliases written out");
    }

    @Test
    void nodesOfOneDocumentAreCountedBeforeAllAreHeld() {
        Node nodes = new Node(1_000);

        assertThat(message("[" + "x,".repeat(500_000) + "]", nodes.budget)).contains("more than 1000 values");
        assertThat(nodes.paces).isZero();
    }

    @Test
    void textThatIsReadAgainForItsTabsIsCountedOnce() {
        String text = "a: x\n \ty\nb: x\n \ty\nc: x\n \ty\n";

        assertThat(reader.documents(text, new YamlBudget(1, 4, 20, YamlBudgetTests::nothing)))
                .isInstanceOf(YamlResult.Read.class);
    }

    @Test
    void readingStopsWhereItsPaceThrows() {
        YamlBudget budget = new YamlBudget(1, 10_000, 10_000, () -> {
            throw new CancellationException("of a test");
        });

        assertThatThrownBy(() -> reader.documents("[" + "x,".repeat(5_000) + "]", budget))
                .isInstanceOf(CancellationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "-9", "0", "0x9", "0b1", "0o7", "1_000", "1.5", ".5", "1e5"})
    void numberWithMillionsOfDigitsIsRefused(String start) {
        String digits = start + (start.startsWith("0b") ? "1" : "7").repeat(100_000);

        assertThat(message("a: " + digits, roomy()))
                .endsWith("characters; at most 1000 are allowed. Put it in quotes if it is meant as text")
                .hasSizeLessThan(150);
        assertThat(message("? " + digits.substring(0, 1_020) + "\n: a", roomy()))
                .contains("at most 1000 are allowed");
    }

    @Test
    void longNumberOfJsonIsRefused() {
        assertThat(message("{\"a\": " + "9".repeat(1_000_000) + "}", roomy())).contains("at most 1000 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a", "9z", "+", "1.1.", "0x"})
    void longTextThatIsNoNumberStaysText(String start) {
        String text = start + ".g".repeat(1_000);

        assertThat(reader.documents("a: " + text, roomy()).orThrow().getFirst().value())
                .isEqualTo(Json.read("{\"a\":\"" + text + "\"}"));
    }

    private static void nothing() {}

    private static YamlBudget roomy() {
        return new YamlBudget(10, 10_000, 10_000_000, YamlBudgetTests::nothing);
    }

    private String message(String text, YamlBudget budget) {
        YamlResult<YamlDocument> result = reader.documents(text, budget);
        assertThat(result).isInstanceOf(YamlResult.Malformed.class);
        return ((YamlResult.Malformed<YamlDocument>) result).message();
    }

    /** A budget of values that counts how often a thousand of them were read. */
    private static final class Node {
        int paces;
        final YamlBudget budget;

        Node(int values) {
            budget = new YamlBudget(1, values, 1_000_000, () -> paces++);
        }
    }
}
