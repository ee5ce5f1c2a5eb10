package io.keelstream.gitwatcher.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.source.SourceAddress.OciChart;
import io.keelstream.gitwatcher.source.SourceAddress.RepositoryChart;
import io.keelstream.gitwatcher.source.Wanted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartReaderTests {

    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @Test
    void chartOfARegistryIsRead() {
        Target target =
                target("path: prod, chart: {oci: 'oci://registry.example.com/charts/shop', version: 1.4.2, digest: '"
                        + DIGEST + "'}, values: [values.yaml, more/values-prod.yaml]");
        RemoteChart chart = Objects.requireNonNull(target.chart());
        assertThat(target.path()).isEqualTo("apps/shop/prod");
        assertThat(chart.wanted())
                .isEqualTo(new Wanted(
                        new OciChart("registry.example.com", "charts/shop", "1.4.2"),
                        DIGEST,
                        false,
                        "apps/shop/keelstream.yaml"));
        assertThat(chart.values()).containsExactly("values.yaml", "more/values-prod.yaml");
    }

    @Test
    void chartOfAWebServerIsRead() {
        RemoteChart chart = Objects.requireNonNull(target(
                        "chart: {repository: 'https://charts.example.com/stable', name: redis, version: 1.0.0, follow: true}")
                .chart());
        assertThat(chart.wanted().address())
                .isEqualTo(new RepositoryChart("https", "charts.example.com", "stable/", "redis", "1.0.0"));
        assertThat(chart.wanted().follow()).isTrue();
        assertThat(chart.values()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            chart: {oci: 'oci://r/shop'}                                                  | 'spec.targets[0].chart.version' is missing
            chart: {oci: 'oci://r/shop', version: ^1.0}                                   | 'spec.targets[0].chart.version' is '^1.0' but must be one version such as 1.4.2; ranges are not resolved
            chart: {oci: 'https://r/shop', version: 1.0.0}                                | 'spec.targets[0].chart.oci' must be an address such as oci://registry.example.com/charts/shop, without a tag
            chart: {oci: 'oci://r/shop', version: 1.0.0, name: shop}                      | 'spec.targets[0].chart.name' is for charts of a web server; 'oci' has the whole address
            chart: {oci: 'oci://r/shop', version: 1.0.0, digest: abc}                     | 'spec.targets[0].chart.digest' must be sha256: and 64 of 0-9 and a-f
            chart: {oci: 'oci://r/shop', version: 1.0.0, digset: abc}                     | unknown field 'spec.targets[0].chart.digset'; did you mean 'digest'?
            chart: {repository: 'https://c.example.com', version: 1.0.0}                  | 'spec.targets[0].chart.name' is missing
            chart: {repository: 'ftp://c.example.com', name: shop, version: 1.0.0}        | 'spec.targets[0].chart.repository' must be the address of a web server with an index.yaml, such as https://charts.example.com, and 'name' a chart's name
            values: [a.yaml]                                                              | 'spec.targets[0].values' is only for a target with 'chart'; write 'parameters'
            renderer: kustomize, chart: {oci: 'oci://r/shop', version: 1.0.0}             | 'spec.targets[0].chart' is only for the renderer helm
            chart: {oci: 'oci://r/shop', version: 1.0.0}, values: [../a.yaml]             | 'spec.targets[0].values' must be files inside the target's folder
            """)
    void mistakeIsNamed(String fields, String message) {
        assertThat(problems(fields)).extracting(Problem::message).containsExactly(message);
    }

    @Test
    void followAndDigestExcludeEachOther() {
        assertThat(problems("chart: {oci: 'oci://r/shop', version: 1.0.0, follow: true, digest: '" + DIGEST + "'}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("write one of them"));
    }

    private static Target target(String fields) {
        ApplicationFile file = read(fields);
        assertThat(file).isInstanceOf(ApplicationFile.One.class);
        return ((ApplicationFile.One) file).application().targets().getFirst();
    }

    private static List<Problem> problems(String fields) {
        ApplicationFile file = read(fields);
        assertThat(file).isInstanceOf(ApplicationFile.Unusable.class);
        return ((ApplicationFile.Unusable) file).problems();
    }

    private static ApplicationFile read(String fields) {
        return ApplicationReader.read(
                "apps/shop/keelstream.yaml", """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: shop}
            spec: {targets: [{name: production, %s}]}
            """.formatted(fields).getBytes(StandardCharsets.UTF_8));
    }
}
