package io.keelstream.canary.offline;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.history.NoiseLearner;
import io.keelstream.canary.offline.configuration.AnalysisYaml;
import io.keelstream.canary.offline.plot.EvidencePlot;
import io.keelstream.canary.offline.report.JsonReport;
import io.keelstream.canary.offline.rows.ObservationFile;
import io.keelstream.canary.overdispersion.NoiseBook;
import io.keelstream.canary.verdict.Assessment;
import io.keelstream.canary.verdict.Ruling;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The offline command: files in, one JSON line per file out.
 *
 * <p>Exit codes: 0 pass (or several files, whatever their verdicts), 1 fail, 3 inconclusive, 2 input that cannot be read.
 * Not safe for use by several threads.
 */
public final class Analyze {

    /** The canary passes, or several files were analysed. */
    public static final int PASSED = 0;

    /** The canary fails. */
    public static final int FAILED = 1;

    /** The input cannot be read. */
    public static final int MALFORMED = 2;

    /** Neither harm nor its absence is proven. */
    public static final int INCONCLUSIVE = 3;

    private final InputStream in;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * The command with its streams.
     *
     * @param in read for the file {@code -}
     * @param out gets the JSON lines
     * @param err gets one line per problem
     */
    public Analyze(InputStream in, PrintWriter out, PrintWriter err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs a request and returns the exit code; never throws on bad input. */
    public int run(AnalyzeRequest request) {
        try {
            return perform(request);
        } catch (MalformedInputException malformed) {
            err.println(malformed.getMessage());
            return MALFORMED;
        } catch (IOException unreadable) {
            err.println("cannot read or write a file: " + unreadable.getMessage());
            return MALFORMED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int perform(AnalyzeRequest request) throws IOException {
        if (request.plot().isPresent() && request.observations().size() != 1) {
            err.println("--plot draws one analysis; give exactly one file of observations");
            return MALFORMED;
        }
        AnalysisConfig config = AnalysisYaml.read(request.config(), read(request.config()));
        if (request.nullCheck()) {
            List<ObservationFile> files = new ArrayList<>();
            for (String file : request.observations()) {
                files.add(observations(file, config));
            }
            out.println(NullCheck.report(config, files));
            return PASSED;
        }
        NoiseLearner learner = new NoiseLearner(config);
        for (String file : request.history()) {
            learner.learn(observations(file, config));
        }
        NoiseBook noise = learner.learned();
        int code = PASSED;
        for (String file : request.observations()) {
            code = analyze(file, config, noise, request);
        }
        return request.observations().size() == 1 ? code : PASSED;
    }

    private int analyze(String file, AnalysisConfig config, NoiseBook noise, AnalyzeRequest request)
            throws IOException {
        ObservationFile observations = observations(file, config);
        OfflineAnalysis analysis = new OfflineAnalysis(config, noise);
        Assessment assessment;
        if (request.trace() || request.plot().isPresent()) {
            EvidencePlot plot = new EvidencePlot(file, config.falseAlarm(), config.wrongPass());
            assessment = analysis.run(observations, tick -> {
                plot.add(tick);
                if (request.trace()) {
                    out.println(JsonReport.trace(file, tick));
                }
            });
            if (request.plot().isPresent()) {
                Files.writeString(Path.of(request.plot().get()), plot.svg());
            }
        } else {
            assessment = analysis.run(observations);
        }
        out.println(JsonReport.verdict(file, assessment, observations.unusable()));
        return code(assessment.ruling());
    }

    private static int code(Ruling ruling) {
        return switch (ruling) {
            case PASS -> PASSED;
            case FAIL -> FAILED;
            case CONTINUE -> INCONCLUSIVE;
        };
    }

    private ObservationFile observations(String file, AnalysisConfig config) throws IOException {
        try (Reader reader = open(file)) {
            return ObservationFile.read(file, reader, config);
        }
    }

    private Reader open(String file) throws IOException {
        return file.equals("-")
                ? new InputStreamReader(in, StandardCharsets.UTF_8)
                : Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8);
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    }
}
