package io.keelstream.canary.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnalyzeTest {

    private static final String HEADER = "tick,arm,metric,events,total,bound,value";

    @TempDir
    private Path folder;

    private Path config;
    private String out = "";
    private String err = "";

    @BeforeEach
    void writeConfig() throws IOException {
        config = write("analysis.yaml", """
            interval: 10s
            warmup: 60s
            metrics:
              - {name: errors, kind: ratio, tolerate: 1.2, margin: {times: 2, absolute: 0.001}, weight: 2}
            """);
    }

    @Test
    void harmfulCanaryExitsWithOne() throws IOException {
        int code = analyze(write("harm.csv", csv(rows(200, 1, 5))));

        assertThat(code).isEqualTo(1);
        assertThat(json().path("verdict").asString()).isEqualTo("FAIL");
        assertThat(json().path("metrics").get(0).path("events").path("canary").asDouble())
                .isPositive();
    }

    @Test
    void equalCanaryExitsWithZero() throws IOException {
        assertThat(analyze(write("null.csv", csv(rows(400, 1, 1))))).isZero();
    }

    @Test
    void tooLittleTrafficExitsWithThree() throws IOException {
        assertThat(analyze(write("short.csv", csv(rows(10, 1, 1))))).isEqualTo(3);
        assertThat(json().path("moreTrafficNeeded").asDouble()).isPositive();
    }

    @Test
    void severalFilesExitWithZeroAndPrintALineEach() throws IOException {
        String harm = write("harm.csv", csv(rows(200, 1, 5))).toString();

        int code = run(List.of(harm, harm), List.of(), false, Optional.empty(), "");

        assertThat(code).isZero();
        assertThat(out.lines()).hasSize(2);
    }

    @Test
    void orderAndDuplicatesDoNotMatter() throws IOException {
        List<String> rows = rows(200, 1, 3);
        analyze(write("plain.csv", csv(rows)));
        String plain = out;
        List<String> shuffled = new ArrayList<>(rows);
        shuffled.addAll(rows.subList(0, 50));
        Collections.shuffle(shuffled, new Random(1));
        analyze(write("plain.csv", csv(shuffled)));

        assertThat(out).isEqualTo(plain);
    }

    @Test
    void jsonLinesSayTheSameAsCsv() throws IOException {
        analyze(write("same.csv", csv(rows(200, 1, 3))));
        String csv = out;
        StringBuilder json = new StringBuilder();
        for (String row : rows(200, 1, 3)) {
            List<String> fields = List.of(row.split(",", -1));
            json.append("{\"tick\":%s,\"arm\":\"%s\",\"metric\":\"errors\",\"events\":%s,\"total\":%s}%n"
                    .formatted(fields.get(0), fields.get(1), fields.get(3), fields.get(4)));
        }
        analyze(write("same.csv", json.toString()));

        assertThat(out).isEqualTo(csv);
    }

    @Test
    void standardInputIsAFile() {
        int code = run(List.of("-"), List.of(), false, Optional.empty(), csv(rows(200, 1, 5)));

        assertThat(code).isEqualTo(1);
        assertThat(json().path("file").asString()).isEqualTo("-");
    }

    @Test
    void malformedRowNamesFileAndLine() throws IOException {
        Path file = write("bad.csv", HEADER + "\n0,baseline,errors,1,100,,\n1,stable,errors,1,100,,\n");

        assertThat(analyze(file)).isEqualTo(2);
        assertThat(err).contains("bad.csv:3: arm must be baseline or canary, got 'stable'");
    }

    @Test
    void missingColumnNumberFieldOrFileIsAnError() throws IOException {
        assertThat(analyze(write("a.csv", "tick,arm,metric,events,total,bound\n")))
                .isEqualTo(2);
        assertThat(analyze(write("b.csv", HEADER + "\n0,baseline,errors,,100,,\n")))
                .isEqualTo(2);
        assertThat(analyze(write("c.csv", HEADER + "\n0,baseline,errors,1\n"))).isEqualTo(2);
        assertThat(analyze(write("d.csv", ""))).isEqualTo(2);
        assertThat(analyze(folder.resolve("absent.csv"))).isEqualTo(2);
    }

    @Test
    void numbersThatCannotBeCountsAreLeftOutAndCounted() throws IOException {
        List<String> rows = new ArrayList<>(rows(20, 1, 1));
        rows.add("21,canary,errors,NaN,100,,");
        rows.add("22,canary,errors,-3,100,,");
        rows.add("23,canary,errors,1,+Inf,,");

        assertThat(analyze(write("odd.csv", csv(rows)))).isEqualTo(3);
        assertThat(json().path("unusableReadings").asInt()).isEqualTo(3);
    }

    @Test
    void unknownFieldOfTheConfigurationNamesTheNearestKnownOne() throws IOException {
        config = write("analysis.yaml", "interval: 10s\nmetric:\n  - {name: errors, kind: ratio}\n");

        assertThat(analyze(write("x.csv", csv(rows(10, 1, 1))))).isEqualTo(2);
        assertThat(err).contains("unknown field 'metric'; did you mean 'metrics'?");
    }

    @Test
    void traceHasALinePerTickBeforeTheVerdict() throws IOException {
        Path file = write("trace.csv", csv(rows(10, 1, 1)));

        run(List.of(file.toString()), List.of(), true, Optional.empty(), "");

        assertThat(out.lines()).hasSize(11);
    }

    @Test
    void plotShowsBothThresholds() throws IOException {
        Path file = write("plot.csv", csv(rows(100, 1, 1)));
        Path plot = folder.resolve("plot.svg");

        run(List.of(file.toString()), List.of(), false, Optional.of(plot.toString()), "");

        assertThat(Files.readString(plot)).startsWith("<svg").contains("FAIL at ln(1/alpha)", "PASS at ln(1/beta)");
    }

    @Test
    void historyTeachesTheNoise() throws IOException {
        String past = write("past.csv", csv(rows(1_080, 1, 1))).toString();
        String file = write("now.csv", csv(rows(30, 1, 1))).toString();

        run(List.of(file), List.of(past, past), false, Optional.empty(), "");

        assertThat(json().path("metrics").get(0).path("dispersion").asDouble()).isBetween(1.0, 1.2);
    }

    @Test
    void nullCheckReportsFalseAlarmsAndTheNoise() throws IOException {
        String one = write("one.csv", csv(rows(300, 1, 1))).toString();
        StringWriter output = new StringWriter();
        Analyze analyze = new Analyze(
                new ByteArrayInputStream(new byte[0]), new PrintWriter(output), new PrintWriter(new StringWriter()));

        int code = analyze.run(
                new AnalyzeRequest(config.toString(), List.of(one, one), List.of(), false, Optional.empty(), true));

        JsonNode report = new JsonMapper().readTree(output.toString());
        assertThat(code).isZero();
        assertThat(report.path("pairs").asInt()).isEqualTo(4);
        assertThat(report.path("withHistory").path("falseAlarms").asInt()).isZero();
        assertThat(report.path("noise").path("errors").path("dispersion").asDouble())
                .isGreaterThanOrEqualTo(1);
    }

    private int analyze(Path file) {
        return run(List.of(file.toString()), List.of(), false, Optional.empty(), "");
    }

    private int run(List<String> files, List<String> history, boolean trace, Optional<String> plot, String in) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        Analyze analyze = new Analyze(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(output),
                new PrintWriter(errors));
        int code = analyze.run(new AnalyzeRequest(config.toString(), files, history, trace, plot, false));
        out = output.toString();
        err = errors.toString();
        return code;
    }

    private JsonNode json() {
        return new JsonMapper().readTree(out);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String csv(List<String> rows) {
        return HEADER + "\n" + String.join("\n", rows) + "\n";
    }

    private static List<String> rows(int ticks, int baselineErrors, int canaryErrors) {
        List<String> rows = new ArrayList<>();
        for (int tick = 0; tick < ticks; tick++) {
            rows.add("%d,baseline,errors,%d,100,,".formatted(tick, baselineErrors));
            rows.add("%d,canary,errors,%d,100,,".formatted(tick, canaryErrors));
        }
        return rows;
    }
}
