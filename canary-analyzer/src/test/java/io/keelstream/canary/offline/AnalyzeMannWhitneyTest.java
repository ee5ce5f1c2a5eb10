package io.keelstream.canary.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

class AnalyzeMannWhitneyTest {

    private static final String HEADER = "tick,arm,metric,events,total,bound,value,pod";

    @TempDir
    private Path folder;

    private Path config;
    private String out = "";
    private String err = "";

    @BeforeEach
    void writeConfig() throws IOException {
        config = Files.writeString(folder.resolve("canary.json"), """
                {"judge": {"name": "NetflixACAJudge-v1.0"},
                 "metrics": [
                   {"name": "errors", "groups": ["g"], "analysisConfigurations": {"canary": {"direction": "increase"}}},
                   {"name": "cpu", "groups": ["g"], "analysisConfigurations": {"canary": {"direction": "increase"}}}],
                 "classifier": {"groupWeights": {"g": 100}, "scoreThresholds": {"pass": 95, "marginal": 40}}}
                """);
    }

    @Test
    void equalArmsPass() throws IOException {
        assertThat(analyze(rows(60, 1, 1))).isZero();
        assertThat(json().path("score").asDouble()).isEqualTo(100);
        assertThat(json().path("judge").asString()).isEqualTo("mann-whitney");
    }

    @Test
    void worseOnEveryMetricFailsWithNumbers() throws IOException {
        assertThat(analyze(rows(60, 4, 1.5))).isEqualTo(1);
        assertThat(json().path("score").asDouble()).isZero();
        assertThat(json().path("metrics").get(0).path("pValue").asDouble()).isBetween(0.0, 0.02);
        assertThat(json().path("reason").asString()).contains("errors is HIGH: shift");
    }

    @Test
    void betweenTheThresholdsIsInconclusive() throws IOException {
        assertThat(analyze(rows(60, 4, 1))).isEqualTo(3);
        assertThat(json().path("rating").asString()).isEqualTo("MARGINAL");
        assertThat(json().path("verdict").asString()).isEqualTo("INCONCLUSIVE");
    }

    @Test
    void orderAndRepetitionDoNotMatter() throws IOException {
        List<String> rows = rows(40, 3, 1.2);
        analyze(rows);
        String plain = out;
        List<String> shuffled = new ArrayList<>(rows);
        shuffled.addAll(rows.subList(0, 30));
        Collections.shuffle(shuffled, new Random(5));
        analyze(shuffled);

        assertThat(out).isEqualTo(plain);
    }

    @Test
    void podsOfARatioAreSummedAndOfAGaugeAveraged() throws IOException {
        List<String> split = new ArrayList<>();
        for (String row : rows(40, 3, 1.2)) {
            if (row.contains("errors")) {
                List<String> fields = List.of(row.split(",", -1));
                split.add(row + "a");
                split.add("%s,%s,errors,0,%s,,,b".formatted(fields.get(0), fields.get(1), fields.get(4)));
            } else {
                split.add(row + "a");
                split.add(row + "b");
            }
        }
        analyze(rows(40, 3, 1.2));
        JsonNode plain = json();
        analyze(split);

        assertThat(json().path("metrics").get(1))
                .isEqualTo(plain.path("metrics").get(1));
        assertThat(json().path("metrics").get(0).path("estimate").asDouble())
                .isEqualTo(plain.path("metrics").get(0).path("estimate").asDouble() / 2);
    }

    @Test
    void whatNeedsALookAfterEveryTickIsWrongUse() throws IOException {
        Path file = write(rows(10, 1, 1));

        assertThat(run(new AnalyzeRequest(
                        config.toString(), List.of(file.toString()), List.of(), true, Optional.empty(), false)))
                .isEqualTo(2);
        assertThat(err).contains("--history, --trace, --plot and --null-check need an analysis block");
    }

    @Test
    void histogramIsRefusedWithARemedy() throws IOException {
        assertThat(analyze(List.of("0,canary,cpu,3,,0.5,,"))).isEqualTo(2);
        assertThat(err).contains("file.csv:2: metric 'cpu' is a histogram", "give a quantile of it in column 'value'");
    }

    private int analyze(List<String> rows) throws IOException {
        Path file = write(rows);
        return run(new AnalyzeRequest(
                config.toString(), List.of(file.toString()), List.of(), false, Optional.empty(), false));
    }

    private int run(AnalyzeRequest request) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = new Analyze(new ByteArrayInputStream(new byte[0]), new PrintWriter(output), new PrintWriter(errors))
                .run(request);
        out = output.toString();
        err = errors.toString();
        return code;
    }

    private Path write(List<String> rows) throws IOException {
        return Files.writeString(folder.resolve("file.csv"), HEADER + "\n" + String.join("\n", rows) + "\n");
    }

    private JsonNode json() {
        return new JsonMapper().readTree(out);
    }

    private static List<String> rows(int ticks, int canaryErrors, double cpuFactor) {
        Random random = new Random(11);
        List<String> rows = new ArrayList<>();
        for (int tick = 0; tick < ticks; tick++) {
            rows.add("%d,baseline,errors,%d,100,,,".formatted(tick, random.nextInt(3)));
            rows.add("%d,canary,errors,%d,100,,,".formatted(tick, canaryErrors - 1 + random.nextInt(3)));
            rows.add("%d,baseline,cpu,,,,%s,".formatted(tick, 1 + random.nextDouble() / 10));
            rows.add("%d,canary,cpu,,,,%s,".formatted(tick, cpuFactor * (1 + random.nextDouble() / 10)));
        }
        return rows;
    }
}
