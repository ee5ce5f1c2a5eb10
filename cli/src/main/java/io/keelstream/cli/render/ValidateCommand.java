package io.keelstream.cli.render;

import io.keelstream.gitwatcher.offline.OfflineReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the applications of a folder without a cluster. */
@Command(
        name = "validate",
        description = "Checks the applications of a folder without a cluster, and prints everything that is wrong;"
                + " for a pre-commit hook.",
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "A folder with a keelstream.yaml in it or below it.")
    private Path folder = Path.of(".");

    @Option(
            names = "--kube-version",
            paramLabel = "VERSION",
            description = "The version of Kubernetes that charts see, e.g. 1.36.0 (default: helm's own).")
    private String kubeVersion = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        OfflineReport report = Offline.look(folder, null, kubeVersion);
        PrintWriter out = spec.commandLine().getOut();
        Offline.printProblems(report, out);
        if (report.isGood()) {
            out.println("valid: " + report.targets().size() + " targets");
            report.targets().stream()
                    .flatMap(each -> CanaryLine.of(each).stream())
                    .forEach(out::println);
        }
        out.flush();
        return report.isGood() ? 0 : 1;
    }
}
