package io.keelstream.kubernetes.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.fields.PathElement.KeyField;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON inside the keys of fieldsV1, which other clients and the API server write. */
class PathElementsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k:{\"containerPort\":80,\"protocol\":\"TCP\"}",
                "v:9007199254740993",
                "v:-9223372036854775808",
                "v:9223372036854775807",
                "v:18446744073709551615",
                "v:100000000000000000000000000000",
                "v:0.1",
                "v:1e-7",
                "v:true",
                "v:\"\"",
                "v:\"\\u0000\\u001f\\\"\\\\\\n\\r\\t\"",
                "v:\"\\u003ca\\u003e\\u0026\\u2028\"",
                "v:\"caf\u00e9 \ud83d\ude80\"",
                "v:{}",
                "v:[]",
                "v:[1,{\"a\":null}]",
            })
    void stepIsWrittenAsItWasRead(String text) {
        assertThat(PathElements.read(text).map(PathElements::write)).contains(text);
    }

    @Test
    void everyEscapeOfJsonIsRead() {
        assertThat(PathElements.read("v:\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude80\""))
                .contains(new PathElement.SetItem("\"\\/\b\f\n\r\t\u00e9\ud83d\ude80"));
    }

    @Test
    void spaceBetweenTokensIsAllowed() {
        assertThat(PathElements.read("k: { \"a\" : 1 ,\n\t\"b\" : \"x\" } "))
                .contains(new PathElement.Keyed(List.of(new KeyField("a", 1L), new KeyField("b", "x"))));
    }

    @Test
    void lastOfDuplicateKeysCounts() {
        assertThat(PathElements.read("k:{\"a\":1,\"a\":2}"))
                .contains(new PathElement.Keyed(List.of(new KeyField("a", 2L))));
    }

    @Test
    void longIntegerKeepsEveryDigit() {
        assertThat(PathElements.read("v:18446744073709551617"))
                .contains(new PathElement.SetItem(new BigInteger("18446744073709551617")));
    }

    @Test
    void unknownKindOfStepIsLeftOut() {
        assertThat(PathElements.read("x:anything")).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k",
                "k:",
                "k:[1]",
                "k:1",
                "k:{\"a\":}",
                "k:{\"a\":1,}",
                "k:{\"a\" 1}",
                "k:{\"a\":1}}",
                "k:{a:1}",
                "k:{'a':1}",
                "v:",
                "v:null",
                "v:nul",
                "v:\"open",
                "v:\"\\u12\"",
                "v:\"\\uzzzz\"",
                "v:\"\\q\"",
                "v:\"raw\nnewline\"",
                "v:01",
                "v:+1",
                "v:.5",
                "v:1.",
                "v:--1",
                "v:1 2",
                "v:NaN",
                "v:\ufeff1",
                "i:x",
            })
    void malformedStepIsRefused(String text) {
        assertThatThrownBy(() -> PathElements.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messageNamesTheMalformedStep() {
        assertThatThrownBy(() -> PathElements.read("k:{\"name\":\"web}")).hasMessageContaining("{\"name\":\"web}");
    }

    @Test
    void deepNestingIsRefusedInsteadOfExhaustingTheStack() {
        String deep = "v:" + "[".repeat(100_000) + "]".repeat(100_000);

        assertThatThrownBy(() -> PathElements.read(deep)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endlessNumberIsRefused() {
        assertThatThrownBy(() -> PathElements.read("v:" + "9".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
