package io.keelstream.canary.offline;

import io.keelstream.canary.mannwhitney.CanaryConfig;
import io.keelstream.canary.mannwhitney.CanaryScore;
import io.keelstream.canary.mannwhitney.MannWhitneyJudge;
import io.keelstream.canary.mannwhitney.ScoredMetric;
import io.keelstream.canary.offline.report.ScoreReport;
import io.keelstream.canary.offline.rows.SeriesFile;
import io.keelstream.canary.verdict.Ruling;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the {@code mann-whitney} judge over files. Not safe for use by several threads. */
final class MannWhitneyRun {

    private final CanaryConfig config;
    private final Inputs inputs;
    private final PrintWriter out;

    MannWhitneyRun(CanaryConfig config, Inputs inputs, PrintWriter out) {
        this.config = config;
        this.inputs = inputs;
        this.out = out;
    }

    /** Judges every file and returns the ruling of the last. */
    Ruling judge(List<String> files) throws IOException {
        Set<String> metrics = config.metrics().stream().map(ScoredMetric::name).collect(Collectors.toSet());
        Ruling ruling = Ruling.CONTINUE;
        for (String file : files) {
            SeriesFile series = inputs.read(file, content -> SeriesFile.read(file, content, metrics));
            CanaryScore score = MannWhitneyJudge.judge(config, series.canary(), series.baseline());
            out.println(ScoreReport.verdict(file, series.lastTick(), score, series.unusable()));
            ruling = ScoreReport.ruling(score);
        }
        return ruling;
    }
}
