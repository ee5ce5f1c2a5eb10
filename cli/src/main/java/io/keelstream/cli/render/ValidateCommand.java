package io.keelstream.cli.render;

import io.keelstream.cli.configuration.RulesFile;
import io.keelstream.gitwatcher.offline.OfflineReport;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks the applications of a folder without a cluster. */
@Command(
        name = "validate",
        description = "Checks the applications of a folder without a cluster, and prints everything that is wrong;"
                + " for a pre-commit hook.",
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        OfflineReport report = folder.look(null);
        PrintWriter out = spec.commandLine().getOut();
        @Nullable Path config = folder.config();
        InstallationRules rules = config == null ? InstallationRules.DEFAULT : RulesFile.read(config);
        Offline.printProblems(report, out);
        List<RuleLines> broken = report.targets().stream()
                .map(each -> RuleLines.of(each, rules, config != null))
                .toList();
        broken.forEach(each -> each.lines().forEach(out::println));
        boolean good = report.isGoodHere() && broken.stream().noneMatch(RuleLines::denied);
        if (good) {
            int unfetched = report.unfetched().size();
            out.println("valid: " + (report.targets().size() - unfetched) + " targets"
                    + (unfetched == 0 ? "" : "; not checked: " + unfetched + ", which need what git-watcher fetches"));
            report.targets().stream()
                    .flatMap(each -> CanaryLine.of(each).stream())
                    .forEach(out::println);
        }
        out.flush();
        return good ? 0 : 1;
    }
}
