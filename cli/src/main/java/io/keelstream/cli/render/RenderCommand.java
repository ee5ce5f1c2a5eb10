package io.keelstream.cli.render;

import io.keelstream.cli.output.OutputOption;
import io.keelstream.gitwatcher.offline.OfflineReport;
import io.keelstream.gitwatcher.offline.OfflineReport.OfflineTarget;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the objects of an application folder. */
@Command(
        name = "render",
        description = "Prints the objects of an application folder as YAML, without a cluster. Exit code 1 when it does"
                + " not render.",
        mixinStandardHelpOptions = true)
public final class RenderCommand implements Callable<Integer> {

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Option(names = "--target", paramLabel = "T", description = "Only this target, e.g. production.")
    private @Nullable String target;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        OfflineReport report = folder.look(target);
        PrintWriter out = spec.commandLine().getOut();
        List<Manifest> objects = report.targets().stream()
                .map(OfflineTarget::objects)
                .flatMap(List::stream)
                .toList();
        if (output.json()) {
            out.println(Json.writeText(objects.stream().map(Manifest::tree).toList()));
        } else {
            out.print(YamlWriter.write(objects));
        }
        out.flush();
        Offline.printProblems(report, spec.commandLine().getErr());
        return report.isGood() ? 0 : 1;
    }
}
