package io.keelstream.canary.offline;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.configuration.AnalysisYaml;
import io.keelstream.canary.configuration.MalformedInputException;
import io.keelstream.canary.mannwhitney.CanaryConfig;
import io.keelstream.canary.offline.kayenta.KayentaJson;
import io.keelstream.canary.verdict.Ruling;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The offline command: files in, one JSON line per file out. The configuration names the judge: an {@code analysis} block
 * the sequential one, a canary-config of Kayenta {@code mann-whitney}.
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
            err.println("cannot read or write: " + unreadable.getMessage());
            return MALFORMED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int perform(AnalyzeRequest request) throws IOException {
        Optional<String> wrongUse = wrongUse(request);
        if (wrongUse.isPresent()) {
            err.println(wrongUse.get());
            return MALFORMED;
        }
        Inputs inputs = new Inputs(in);
        String content = inputs.text(request.config());
        Ruling ruling;
        if (KayentaJson.recognises(content)) {
            if (request.needsSequentialJudge()) {
                err.println(
                        request.config() + ": a canary-config of Kayenta is judged by mann-whitney, which looks once;"
                                + " --history, --trace, --plot and --null-check need an analysis block");
                return MALFORMED;
            }
            CanaryConfig config = KayentaJson.read(request.config(), content);
            ruling = new MannWhitneyRun(config, inputs, out).judge(request.observations());
        } else {
            AnalysisConfig config = AnalysisYaml.read(request.config(), content);
            SequentialRun run = new SequentialRun(config, inputs, out);
            if (request.nullCheck()) {
                run.nullCheck(request.observations());
                return PASSED;
            }
            ruling = run.judge(request);
        }
        return request.observations().size() == 1 ? code(ruling) : PASSED;
    }

    private static Optional<String> wrongUse(AnalyzeRequest request) {
        if (request.plot().isPresent() && request.observations().size() != 1) {
            return Optional.of("--plot draws one analysis; give exactly one file of observations");
        }
        if (request.nullCheck()
                && (request.plot().isPresent()
                        || request.trace()
                        || !request.history().isEmpty())) {
            return Optional.of(
                    "--null-check learns from the observations themselves; leave out --history, --trace, --plot");
        }
        long standardInput = Stream.of(List.of(request.config()), request.observations(), request.history())
                .flatMap(List::stream)
                .filter("-"::equals)
                .count();
        return standardInput > 1
                ? Optional.of("standard input (-) can be read once, it was named " + standardInput + " times")
                : Optional.empty();
    }

    private static int code(Ruling ruling) {
        return switch (ruling) {
            case PASS, NO_HARM -> PASSED;
            case FAIL -> FAILED;
            case CONTINUE -> INCONCLUSIVE;
        };
    }
}
