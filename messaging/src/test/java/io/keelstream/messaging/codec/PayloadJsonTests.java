package io.keelstream.messaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.event.Inline;
import io.keelstream.contracts.plan.Plan;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class PayloadJsonTests {

    /** Something like what a newer version might write. */
    record Sample(String name, Plan.State state, List<String> tags, Map<String, String> labels, int count) {}

    record Outer(String name, @Inline Part part, Map<String, Object> body) {}

    record Part(String cluster, String namespace, @Nullable String note) {}

    @Test
    void kubernetesTreeComesBackExactlyInItsOrder() {
        // Given
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("zeta", 1L);
        body.put("alpha", new BigInteger("123456789012345678901234567890"));
        body.put("empty", null);
        body.put("ratio", 0.1);
        body.put("whole", 3.0);
        body.put("large", 1.0E22);
        body.put("min", Long.MIN_VALUE);
        body.put("text", "line\nß\u0000\uD83D\uDE00");
        body.put("list", Arrays.asList(1L, null, true, Map.of(), List.of()));
        DesiredObject object = new DesiredObject(
                "ConfigMap/shop/a", "sha256:0", new DesiredObject.Origin("c", null, null, null), false, body);
        // When
        DesiredObject read = PayloadJson.read(PayloadJson.write(object), DesiredObject.class);
        // Then
        assertThat(read.body()).isEqualTo(body);
        assertThat(read.body().keySet()).containsExactlyElementsOf(body.keySet());
        assertThat(read.movedFrom()).isNull();
        assertThat(new String(PayloadJson.write(object), StandardCharsets.UTF_8))
                .doesNotContain("movedFrom")
                .contains("\"empty\":null")
                .startsWith("{\"reference\"");
    }

    @Test
    void newerVersionsFieldsAndConstantsAreReadOver() {
        // When
        Sample read = read("{\"name\": \"a\", \"state\": \"SOMETHING_NEW\", \"later\": {\"x\": 1}}");
        // Then
        assertThat(read).isEqualTo(new Sample("a", Plan.State.UNKNOWN, List.of(), Map.of(), 0));
    }

    @Test
    void missingValueThatMustBeThereIsAnError() {
        assertThatThrownBy(() -> read("{\"state\": \"READY\"}")).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> read("{\"name\": null, \"state\": \"READY\"}")).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> read("{\"name\": \"a\", \"state\": \"READY\"} {}"))
                .isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1E-2147483649", "-0.1e123456789012345678901234567890"})
    void numberThatNobodyCanWriteIsAnError(String number) {
        byte[] json = ("{\"name\":\"a\",\"cluster\":\"b\",\"namespace\":\"c\",\"body\":{\"n\":" + number + "}}")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PayloadJson.read(json, Outer.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void inlinePartIsReadFromAndWrittenIntoTheRecordAroundIt() {
        // Given
        String json = """
                {"name":"a","cluster":"eu-1","later":{"x":[1]},"namespace":"shop","body":{"n":0.10000000000000000001}}""";
        // When
        Outer read = PayloadJson.read(json.getBytes(StandardCharsets.UTF_8), Outer.class);
        // Then
        assertThat(read)
                .isEqualTo(new Outer(
                        "a", new Part("eu-1", "shop", null), Map.of("n", new BigDecimal("0.10000000000000000001"))));
        assertThat(new String(PayloadJson.write(read), StandardCharsets.UTF_8)).isEqualTo("""
                {"name":"a","cluster":"eu-1","namespace":"shop","body":{"n":0.10000000000000000001}}""");
    }

    @Test
    void valueThatAnInlinePartNeedsIsAnErrorWhereItIsMissing() {
        byte[] json = "{\"name\": \"a\", \"cluster\": \"eu-1\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PayloadJson.read(json, Outer.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("namespace");
    }

    @Test
    void whatIsWrittenAndNoReaderTakesIsFoundBeforeItIsSent() {
        // Given
        byte[] longName = PayloadJson.write(new Outer("a", new Part("b", "c", null), Map.of("n".repeat(9_000), 1)));
        byte[] manyValues = PayloadJson.write(
                new Outer("a", new Part("b", "c", null), Map.of("n", Collections.nCopies(1_100_000, Map.of()))));
        byte[] large = PayloadJson.write(new Outer("a", new Part("b", "c", null), Map.of("n", "x".repeat(11 << 20))));

        // Then
        assertThat(PayloadJson.readable(longName)).isFalse();
        assertThat(PayloadJson.readable(manyValues)).isFalse();
        assertThat(PayloadJson.readable(large)).isTrue();
        assertThatThrownBy(() -> PayloadJson.read(longName, Outer.class)).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> PayloadJson.read(manyValues, Outer.class)).isInstanceOf(JacksonException.class);
        assertThat(PayloadJson.read(large, Outer.class).name()).isEqualTo("a");
    }

    private static Sample read(String json) {
        return PayloadJson.read(json.getBytes(StandardCharsets.UTF_8), Sample.class);
    }
}
