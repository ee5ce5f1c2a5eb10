package io.keelstream.cli.adopt;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.adopt.layout.PlannedFile;
import io.keelstream.cli.adopt.source.Remotes;
import io.keelstream.cli.adopt.source.Repositories;
import io.keelstream.cli.adopt.source.SourceFolder;
import io.keelstream.cli.adopt.source.SourceTree;
import io.keelstream.cli.output.JsonOutput;
import io.keelstream.cli.output.OutputOption;
import io.keelstream.gitwatcher.application.Names;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Translates the objects of another tool into {@code keelstream.yaml} files. Writes nothing unless it is told to. */
@Command(
        name = "adopt",
        description =
                "Translates the Applications and ApplicationSets of Argo CD, or the Kustomizations and HelmReleases of"
                        + " Flux, into keelstream.yaml files beside what they deploy, and lists what needs a hand. Prints them"
                        + " unless --write is given.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is translated",
            "1:something needs a hand, a file is there already, or there is nothing to translate",
            "2:wrong use"
        },
        mixinStandardHelpOptions = true)
public final class AdoptCommand implements Callable<Integer> {

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--from", paramLabel = "TOOL", required = true, description = "argocd or flux.")
    private Adoption.Tool tool = Adoption.Tool.ARGOCD;

    @Option(
            names = "--sources",
            paramLabel = "ROOT",
            description = "Root of the working copy with what is deployed (default: DIR's working copy).")
    private @Nullable Path sources;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The cluster that the objects are for, where they name none (default: default).")
    private String cluster = "";

    @Option(names = "--write", description = "Write the files, except in folders that have one of them already.")
    private boolean write;

    @Option(names = "--force", description = "With --write: overwrite files that are there already.")
    private boolean force;

    @Parameters(paramLabel = "DIR", description = "A folder with the objects of the tool in it or below it.")
    private Path folder = Path.of(".");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (force && !write) {
            throw CommandFailure.wrongUse("--force is for --write");
        }
        if (!cluster.isEmpty() && !Names.isDnsLabel(cluster)) {
            throw CommandFailure.wrongUse("--cluster must be a DNS label: 1 to 63 of a-z, 0-9 and '-'");
        }
        Path root = sources == null ? Remotes.workTree(folder) : sources;
        Adoption adoption = adoption(root);
        if (adoption.files().isEmpty() && adoption.findings().isEmpty()) {
            throw CommandFailure.no("there is nothing of " + tool.name().toLowerCase(Locale.ROOT) + " in " + folder);
        }
        WorkingCopy copy = new WorkingCopy(root);
        List<WorkingCopy.Kept> kept = write && !force ? copy.kept(adoption.files()) : List.of();
        List<String> written = write ? written(adoption, kept, copy) : List.of();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.text(AdoptionText.tree(adoption, written)));
        } else {
            print(adoption, written, out);
        }
        out.flush();
        kept.forEach(each -> spec.commandLine().getErr().println("keelstream: " + each.text()));
        return adoption.needsHand() || !kept.isEmpty() ? 1 : 0;
    }

    private Adoption adoption(Path root) {
        Path inside = folder.toAbsolutePath().normalize();
        Path outside = root.toAbsolutePath().normalize();
        if (!Files.isDirectory(inside)) {
            throw CommandFailure.wrongUse(folder + " is not a folder");
        }
        SourceTree tree = SourceFolder.read(outside);
        boolean same = inside.startsWith(outside);
        SourceTree objects = same ? tree : SourceFolder.read(inside);
        String under = same ? outside.relativize(inside).toString().replace('\\', '/') : "";
        String named = cluster.equals("default") ? "" : cluster;
        return Adoption.of(
                tool,
                new Adoption.Input(
                        objects, under, tree, Repositories.of(Remotes.of(outside), Remotes.head(outside)), named));
    }

    private static List<String> written(Adoption adoption, List<WorkingCopy.Kept> kept, WorkingCopy copy) {
        Set<String> stay = kept.stream().map(WorkingCopy.Kept::file).collect(Collectors.toSet());
        List<PlannedFile> files = adoption.files().stream()
                .filter(each -> !stay.contains(each.path()))
                .toList();
        copy.write(files);
        return files.stream().map(PlannedFile::path).toList();
    }

    private void print(Adoption adoption, List<String> written, PrintWriter out) {
        if (!write) {
            for (PlannedFile file : adoption.files()) {
                out.println("==> " + file.path());
                out.print(file.content());
                out.println("");
            }
        }
        AdoptionText.findings(adoption.findings()).forEach(out::println);
        written.forEach(each -> out.println("written: " + each));
        out.println(AdoptionText.summary(adoption, write ? written.size() : -1));
    }
}
