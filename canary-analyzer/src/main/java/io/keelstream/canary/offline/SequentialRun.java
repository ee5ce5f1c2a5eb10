package io.keelstream.canary.offline;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.history.NoiseLearner;
import io.keelstream.canary.offline.plot.EvidencePlot;
import io.keelstream.canary.offline.report.JsonReport;
import io.keelstream.canary.offline.rows.ObservationFile;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.verdict.Assessment;
import io.keelstream.canary.verdict.Ruling;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the sequential judge over files. Not safe for use by several threads. */
final class SequentialRun {

    private final AnalysisConfig config;
    private final Inputs inputs;
    private final PrintWriter out;

    SequentialRun(AnalysisConfig config, Inputs inputs, PrintWriter out) {
        this.config = config;
        this.inputs = inputs;
        this.out = out;
    }

    /** Judges every file and returns the ruling of the last. */
    Ruling judge(AnalyzeRequest request) throws IOException {
        NoiseLearner learner = new NoiseLearner(config);
        for (String file : request.history()) {
            learner.learn(observations(file));
        }
        NoiseBook noise = learner.learned();
        Ruling ruling = Ruling.CONTINUE;
        for (String file : request.observations()) {
            ruling = judge(file, noise, request);
        }
        return ruling;
    }

    /** Measures false alarms on files that should show no difference. */
    void nullCheck(List<String> files) throws IOException {
        List<ObservationFile> all = new ArrayList<>();
        for (String file : files) {
            all.add(observations(file));
        }
        out.println(NullCheck.report(config, all));
    }

    private Ruling judge(String file, NoiseBook noise, AnalyzeRequest request) throws IOException {
        ObservationFile observations = observations(file);
        OfflineAnalysis analysis = new OfflineAnalysis(config, noise);
        Assessment assessment = request.trace() || request.plot().isPresent()
                ? watched(file, observations, analysis, request)
                : analysis.run(observations);
        out.println(JsonReport.verdict(file, assessment, observations.unusable()));
        return assessment.ruling();
    }

    private Assessment watched(
            String file, ObservationFile observations, OfflineAnalysis analysis, AnalyzeRequest request)
            throws IOException {
        EvidencePlot plot = new EvidencePlot(file, config.falseAlarm(), config.wrongPass());
        Assessment assessment = analysis.run(observations, tick -> {
            plot.add(tick);
            if (request.trace()) {
                out.println(JsonReport.trace(file, tick));
            }
        });
        if (request.plot().isPresent()) {
            write(Path.of(request.plot().get()), plot.svg());
        }
        return assessment;
    }

    private static void write(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text);
        } catch (NoSuchFileException noFolder) {
            throw new IOException(file + " cannot be written, its directory does not exist", noFolder);
        }
    }

    private ObservationFile observations(String file) throws IOException {
        return inputs.read(file, content -> ObservationFile.read(file, content, config));
    }
}
