package io.keelstream.cli.adopt.argocd;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.DeployedFolder;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code source.directory}: Argo CD reads the folder alone unless told otherwise, Keelstream what is below it, too. The difference is written
 * as {@code .keelstreamignore}. Stateless but for the report.
 */
final class ArgoDirectory {

    /** Of files in one folder: what means the same to Argo CD and in a {@code .keelstreamignore}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.*?-]+");

    /** Of files below it, whose whole path Argo CD matches, a star being for slashes too: one file, and endings. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*|\\*(\\.[A-Za-z0-9_-]+)*");

    private final Sources sources;
    private final Report report;

    ArgoDirectory(Sources sources, Report report) {
        this.sources = sources;
        this.report = report;
    }

    /** Lines of a {@code .keelstreamignore}. */
    List<String> leftOut(Fields directory, String folder) {
        boolean recurse = directory.isTrue("recurse");
        directory.needsHand("jsonnet", "there is no Jsonnet: let the build commit what it renders, and deploy that");
        List<String> lines = new ArrayList<>();
        List<String> included = patterns(directory, "include", recurse);
        if (!included.isEmpty()) {
            lines.add("*");
            if (recurse) {
                lines.add("!*/");
            }
            included.forEach(each -> lines.add("!" + each));
        } else if (!recurse && hasDeeper(folder)) {
            lines.add("*/");
            report.translated(
                    directory.path("recurse"), "folders inside are left out (.keelstreamignore), as Argo CD does");
        }
        lines.addAll(patterns(directory, "exclude", recurse));
        return lines;
    }

    private List<String> patterns(Fields directory, String name, boolean recurse) {
        String written = directory.text(name).orElse("");
        if (written.isEmpty()) {
            return List.of();
        }
        boolean list = written.startsWith("{") && written.endsWith("}");
        List<String> patterns = List.of((list ? written.substring(1, written.length() - 1) : written).split(",", -1));
        Pattern same = recurse ? PATH : NAME;
        if (patterns.stream().anyMatch(each -> !same.matcher(each).matches())) {
            report.needsHand(
                    directory.path(name), "write what is meant into a .keelstreamignore, in the syntax of .gitignore");
            return List.of();
        }
        report.translated(directory.path(name), "written as .keelstreamignore");
        return patterns.stream()
                .map(each -> recurse && each.indexOf('*') < 0 ? "/" + each : each)
                .toList();
    }

    private boolean hasDeeper(String folder) {
        for (String file : sources.tree().below(folder)) {
            if (DeployedFolder.isManifest(file) && Paths.relative(folder, file).indexOf('/') >= 0) {
                return true;
            }
        }
        return false;
    }
}
