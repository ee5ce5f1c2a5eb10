package io.keelstream.cli.analyze;

import io.keelstream.canary.offline.Analyze;
import io.keelstream.canary.offline.AnalyzeRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns the arguments of the command line into a request; the work is done in {@link Analyze}. Used by one thread. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = "Computes the canary verdict for recorded metrics.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the canary passes, or several files were analysed",
            "1:the canary fails",
            "2:wrong use or unreadable input",
            "3:inconclusive"
        })
public final class AnalyzeCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "CONFIG",
            description = "the analysis block as YAML, or a canary-config of Kayenta as JSON")
    private String config = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "OBSERVATIONS",
            description = "CSV or JSON lines, - for standard input")
    private List<String> observations = List.of();

    @Option(
            names = "--history",
            arity = "1..*",
            paramLabel = "FILE",
            description = "earlier healthy observations of the same target: the noise is learned from them")
    private List<String> history = List.of();

    @Option(names = "--trace", description = "prints a line per tick")
    private boolean trace;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "draws the evidence over time")
    private @Nullable String plot;

    @Option(
            names = "--null-check",
            description = "measures false alarms on observations that should show no difference, by pairing their arms")
    private boolean nullCheck;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("the command is run by picocli");
        }
        Analyze analyze = new Analyze(
                System.in, spec.commandLine().getOut(), spec.commandLine().getErr());
        return analyze.run(
                new AnalyzeRequest(config, observations, history, trace, Optional.ofNullable(plot), nullCheck));
    }
}
