package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts see the parameters as they are typed into {@code keelstream.yaml}. With the real helm. */
class ChartValuesTests {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            1000620000          => 1000620000
            356136738           => 356136738
            1000000             => 1000000
            999999              => 999999
            -1234567            => -1234567
            0                   => 0
            9223372036854775807 => 9223372036854775807
            18446744073709551616 => 18446744073709551616
            1.10                => 1.10
            1.0                 => 1.0
            0.5                 => 0.5
            1234567.5           => 1234567.5
            0.00001             => 0.00001
            3.14159265358979323846 => 3.14159265358979323846
            1e3                 => 1e3
            "0123"              => 0123
            "1000000"           => 1000000
            0123                => 0123
            00.5                => 00.5
            v1.10               => v1.10
            true                => true
            2026-01-01          => 2026-01-01
            """)
    void scalarIsPrintedAsItIsTyped(String typed, String printed) throws Exception {
        assertThat(printed("value: " + typed, "{{ .Values.value | toString | quote }}"))
                .isEqualTo(printed);
        assertThat(printed("a: {b: [x, {c: " + typed + "}]}", "{{ (index .Values.a.b 1).c | toString | quote }}"))
                .isEqualTo(printed);
        assertThat(printed("a.b.c: " + typed, "{{ .Values.a.b.c | toString | quote }}"))
                .isEqualTo(printed);
    }

    @Test
    void wholeNumbersCompareAsNumbersAndFractionsToo() throws Exception {
        assertThat(printed(
                        "{port: 8080, ratio: 0.5}", "{{ and (eq .Values.port 8080) (lt .Values.ratio 0.6) | quote }}"))
                .isEqualTo("true");
    }

    @Test
    void namesWithCharactersThatMeanSomethingToHelmAreNames() throws Exception {
        String odd = "{\"k=,[]{}\\\\\": 1000000, x.y/z: 2000000}";

        assertThat(printed("section: " + odd, "{{ index .Values.section \"k=,[]{}\\\\\" | toString | quote }}"))
                .isEqualTo("1000000");
        assertThat(printed("section: " + odd, "{{ index .Values.section \"x.y/z\" | toString | quote }}"))
                .isEqualTo("2000000");
    }

    @Test
    void listsOfListsKeepTheirNumbers() throws Exception {
        assertThat(printed("list: [[1, 2000000], [3000000]]", "{{ .Values.list | toJson | quote }}"))
                .isEqualTo("[[1,2000000],[3000000]]");
    }

    @Test
    void nullTakesTheChartsDefaultAway() throws Exception {
        assertThat(printed("standard: ~", "{{ hasKey .Values \"standard\" | quote }}"))
                .isEqualTo("false");
        assertThat(printed("other: ~", "{{ hasKey .Values \"standard\" | quote }}"))
                .isEqualTo("true");
    }

    private String printed(String parameters, String template) throws Exception {
        try (RenderFixture fixture = new RenderFixture(folder.resolve("r" + System.nanoTime()))) {
            assumeTrue(fixture.allOn(), "skipped: helm is not built");
            fixture.chart("key: " + template).git.write("shop/values.yaml", "standard: 5\n");
            Manifest settings = RenderFixture.objects(fixture.render("shop", parameters(parameters)))
                    .getFirst();
            return String.valueOf(settings.at("data", "key"));
        }
    }

    private static Map<String, Parameter> parameters(String yaml) {
        String flow = yaml.startsWith("{") ? yaml : "\n        " + yaml;
        ApplicationFile file = ApplicationReader.read(
                "shop/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: shop}
                spec:
                  targets:
                    - name: production
                      parameters: %s
                """.formatted(flow).getBytes(StandardCharsets.UTF_8));
        assertThat(file).isInstanceOf(ApplicationFile.One.class);
        return ((ApplicationFile.One) file).application().targets().getFirst().parameters();
    }
}
