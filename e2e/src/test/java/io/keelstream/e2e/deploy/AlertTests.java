package io.keelstream.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and dashboards, judged by Prometheus' own tool where it is installed. */
@AnyCluster
@Essential
class AlertTests {

    private static final String PROMTOOL = "promtool";

    @TempDir
    Path folder;

    @Test
    void prometheusTakesTheRules() throws Exception {
        Ended ended = promtool("check", "rules", DeployFolder.alerts().toString());
        assertThat(ended.code()).as(ended.text()).isZero();
    }

    @Test
    void alertFiresWhenItShouldAndNotOtherwise() throws Exception {
        // Given
        String tests;
        try (InputStream stream = AlertTests.class.getResourceAsStream("alerts-tests.yaml")) {
            tests = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
        Path file = Files.writeString(
                folder.resolve("tests.yaml"),
                tests.replace("RULES", DeployFolder.alerts().toString()));

        // When
        Ended ended = promtool("test", "rules", file.toString());

        // Then
        assertThat(ended.code()).as(ended.text()).isZero();
    }

    @Test
    void everyAlertHasATest() throws Exception {
        String tests;
        try (InputStream stream = AlertTests.class.getResourceAsStream("alerts-tests.yaml")) {
            tests = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(PrometheusFile.alerts())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(tests).contains(String.valueOf(alert.get("alert"))));
    }

    @Test
    void prometheusTakesTheExpressionsOfTheDashboards() throws Exception {
        // Given
        List<String> lines = new ArrayList<>(List.of("groups:", "  - name: panels", "    rules:"));
        List<String> expressions = PrometheusFile.panels();
        for (int i = 0; i < expressions.size(); i++) {
            lines.add("      - record: panel:" + (char) ('a' + i) + ":expression");
            lines.add("        expr: '" + expressions.get(i) + "'");
        }
        Path file = Files.write(folder.resolve("panels.yaml"), lines);

        // When
        Ended ended = promtool("check", "rules", file.toString());

        // Then
        assertThat(expressions).hasSizeBetween(10, 26);
        assertThat(ended.code()).as(ended.text()).isZero();
    }

    @Test
    void everyAlertLeadsToItsSectionOfTheRunbook() throws Exception {
        List<String> sections;
        try (Stream<String> lines = Files.lines(DeployFolder.root().resolve("docs/operations.md"))) {
            sections = lines.filter(line -> line.startsWith("### Keelstream"))
                    .map(line -> line.substring(4))
                    .toList();
        }
        List<String> alerts = new ArrayList<>();
        for (Map<String, ?> alert : PrometheusFile.alerts()) {
            String name = String.valueOf(alert.get("alert"));
            alerts.add(name);
            assertThat(String.valueOf(alert.get("annotations")))
                    .contains("runbook_url=docs/operations.md#" + name.toLowerCase(Locale.ROOT));
        }
        assertThat(sections).containsExactlyInAnyOrderElementsOf(alerts);
    }

    private static Ended promtool(String... arguments) throws Exception {
        boolean installed = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROMTOOL)));
        if (!installed) {
            String reason = "promtool is not installed (Debian package prometheus)";
            System.out.println("Alerts and dashboards are not checked: " + reason);
            Assumptions.abort(reason);
        }
        return Program.of(PROMTOOL).run(arguments);
    }
}
