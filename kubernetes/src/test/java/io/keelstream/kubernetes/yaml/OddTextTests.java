package io.keelstream.kubernetes.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.keelstream.kubernetes.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tabs, byte order marks and empty lists as {@code kubectl label --local} of 1.36 reads them. In the texts {@code T} stands
 * for a tab, {@code M} for a byte order mark and {@code /} for the end of a line.
 */
class OddTextTests {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            a: "1"T# after a quoted value/b: twoT# c   => [{"a":"1","b":"two"}]
            a:T"1"/b:Ttwo/c: T x                       => [{"a":"1","b":"two","c":"x"}]
            a: bT/c:T/  d: "1"T/                       => [{"a":"b","c":{"d":"1"}}]
            a: &xTone/b: *xT                           => [{"a":"one","b":"one"}]
            a: !!strT1                                 => [{"a":"1"}]
            ---T/a: b/...T                             => [{"a":"b"}]
            ---T# x/a: b                               => [{"a":"b"}]
            aT: x/"b"T: z                              => [{"a":"x","b":"z"}]
            x:/- aT# c/- "b"T                          => [{"x":["a","b"]}]
            x: [1,T2T]T# c                             => [{"x":[1,2]}]
            a: xTy/b: "xTy"                            => [{"a":"x\\ty","b":"x\\ty"}]
            a: "x\\Ty"/b: "x\\\\Ty"                    => [{"a":"x\\ty","b":"x\\\\\\ty"}]
            a: "x\\/    \\Ty"                          => [{"a":"x\\ty"}]
            a: 'x\\Ty'/b: x\\T# c                      => [{"a":"x\\\\\\ty","b":"x\\\\"}]
            a: |T# c/  x/  Ty                          => [{"a":"x\\n\\ty"}]
            a: >-T/  x/  yT                            => [{"a":"x y\\t"}]
            a: 😀T# c/b:T1                             => [{"a":"😀","b":1}]
            a: b/---/Mc: d                             => [{"a":"b"},{"c":"d"}]
            a: b/---T/# c//Mc: d                       => [{"a":"b"},{"c":"d"}]
            Ma: b/---/c: |/  x/  Mz                    => [{"a":"b"},{"c":"x\\nMz"}]
            a: b/Mc: d                                 => [{"a":"b","Mc":"d"}]
            """)
    void textIsReadAsKubectlReadsIt(String text, String expected) {
        List<Object> values = new ArrayList<>();
        new YamlReader().documents(odd(text)).orThrow().forEach(each -> values.add(each.value()));

        assertThat(values).isEqualTo(Json.read(odd(expected)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:/-Ta",
                "x:/-Ta: 1",
                "x:/- -Ta",
                "x:/-T{a: 1}",
                "x:/- Ta: 1",
                "x:/-T# c/  a: 1",
                "x:/?Ta/: b",
                "x:/Ta: 1",
                "x:/T# c/  a: b",
                "x:/  T# c/  a: b",
            })
    void tabInTheIndentationIsNamedByItsPlace(String text) {
        assertThat(new YamlReader().documents(odd(text)))
                .isInstanceOfSatisfying(
                        YamlResult.Malformed.class,
                        malformed -> assertThat(malformed.line()).isEqualTo(2));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            a: b/   Tc/d: e                            => [{"a":"b c","d":"e"}]
            a: b/ TTc d/  T x/d: e                     => [{"a":"b c d x","d":"e"}]
            a:/  b/  Tc                                => [{"a":"b c"}]
            a: b/  c/   Td                             => [{"a":"b c d"}]
            a: b/  T- c                                => [{"a":"b - c"}]
            a: b/  T# c/d: e                           => [{"a":"b","d":"e"}]
            a: b/  T/d: e                              => [{"a":"b","d":"e"}]
            a: b/  TT/  /  Tc                          => [{"a":"b\\n\\nc"}]
            a: &x b/  Tc/d: *x                         => [{"a":"b c","d":"b c"}]
            a: !!str 1/  T2                            => [{"a":"1 2"}]
            a: 😀/  Tc                                 => [{"a":"😀 c"}]
            x:/- a/ Tb                                 => [{"x":["a b"]}]
            x:/- a/  Tb/- c                            => [{"x":["a b","c"]}]
            x:/  - a/   Tb                             => [{"x":["a b"]}]
            x:/  z: a/   Tb                            => [{"x":{"z":"a b"}}]
            ? a/  Tb/: c                               => [{"a b":"c"}]
            a: b/---/c: d/  Te                         => [{"a":"b"},{"c":"d e"}]
            a: |/  x/b: z/  Tz                         => [{"a":"x\\n","b":"z z"}]
            a: |/  x: z/  Tz                           => [{"a":"x: z\\n\\tz"}]
            a: [b,/Tc]                                 => [{"a":["b","c"]}]
            a: [/Tb,/T"c"/T]                           => [{"a":["b","c"]}]
            a: [b,/T# x/c]                             => [{"a":["b","c"]}]
            a: [b/ Tc]                                 => [{"a":["b c"]}]
            x:/  a: [b/   Tc]                          => [{"x":{"a":["b c"]}}]
            """)
    void plainTextAndFlowCollectionsGoOnBehindATab(String text, String expected) {
        textIsReadAsKubectlReadsIt(text, expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b/Tc",
                "a: b # x/  Tc",
                "a: b/ Tc # d/ Te",
                "a: b/  Tc: d",
                "a: \"b\"/  Tc",
                "a: |/  b/ Tc",
                "a: |/   b/  Tc",
                "a: >/  x: y/ Tz",
                "a: [b/Tc]",
                "a: {b/Tc: d}",
                "a:/  Tb",
                "a b/  Tc: d",
                "x:/  - a/  Tb",
                "x:/  y: a/  Tb",
                "x:/  y: a/ Tb",
                "x:/  a: [b/ Tc]",
            })
    void tabThatContinuesNothingIsRefusedAsByKubectl(String text) {
        assertThat(new YamlReader().documents(odd(text))).isInstanceOf(YamlResult.Malformed.class);
    }

    @Test
    void manyTabsInALargeTextDoNotTakeLong() {
        String line = "a".repeat(70) + "\n \t";
        String text = "a: " + line.repeat(40_000) + "b";

        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(new YamlReader().documents(text)).isInstanceOf(YamlResult.Malformed.class));
    }

    @Test
    void listWithoutItemsIsAListWithoutObjects() {
        YamlReader reader = new YamlReader();

        for (String list : List.of("v1, kind: List", "v1, kind: ConfigMapList", "apps/v1, kind: DeploymentList")) {
            byte[] text = ("{apiVersion: " + list + ", items: null}").getBytes(StandardCharsets.UTF_8);
            assertThat(reader.manifests(text).orThrow()).isEmpty();
        }
    }

    @Test
    void listWithSomethingElseThanItemsIsAnObjectOfItsName() {
        byte[] text = "{apiVersion: example.com/v1, kind: AllowList, metadata: {name: a}, items: {b: c}}"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(new YamlReader().manifests(text).orThrow())
                .singleElement()
                .satisfies(each -> assertThat(each.manifest().name()).isEqualTo("a"));
    }

    private static String odd(String text) {
        return text.strip().replace('T', '\t').replace('M', '\uFEFF').replace('/', '\n');
    }
}
