package io.keelstream.cli.adopt.source;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder that a tool deploys. What only describes other applications of that tool is not deployed here: each of them gets a file of its own.
 *
 * @param folder from the root of the sources
 * @param leftOut lines of a {@code .keelstreamignore} that leave the tools' objects out
 */
public record DeployedFolder(String folder, List<String> leftOut) {

    private static final String FLUX_ITSELF = "gotk-components.yaml";

    /**
     * The folder that a field names.
     *
     * @param field path of the field, for findings
     * @param written the folder as it is written there
     * @return empty, with a finding, where nothing is to be written for it
     */
    public static Optional<DeployedFolder> of(Sources sources, String field, String written, Report report) {
        String folder = Paths.resolve("", written.replaceFirst("^/+", ""));
        if (folder == null || !sources.tree().hasFolder(folder)) {
            report.needsHand(
                    field,
                    "names a folder that is not in the sources. Name their root with --sources, or correct the path");
            return Optional.empty();
        }
        List<String> tools = sources.sameTree() ? tools(sources, folder) : List.of();
        if (tools.isEmpty()) {
            return Optional.of(new DeployedFolder(folder, List.of()));
        }
        if (!hasOthers(sources, folder, tools)) {
            report.translated(
                    field,
                    "has nothing but objects of the tool itself, each of which is translated by itself. The folder gets no file");
            return Optional.empty();
        }
        if (sources.tree().isKustomization(folder) || sources.tree().isChart(folder)) {
            report.needsHand(
                    field,
                    "also has objects of the tool itself: " + some(tools)
                            + ". Take them out of what the folder renders");
            return Optional.of(new DeployedFolder(folder, List.of()));
        }
        return Optional.of(new DeployedFolder(folder, leftOut(sources, folder, tools, field, report)));
    }

    /** Whether a file may hold objects. */
    public static boolean isManifest(String file) {
        return file.endsWith(".yaml") || file.endsWith(".yml") || file.endsWith(".json");
    }

    private static List<String> leftOut(
            Sources sources, String folder, List<String> tools, String field, Report report) {
        List<String> lines = new ArrayList<>();
        for (String file : tools) {
            if (sources.objects().mixed().contains(file)) {
                report.needsHand(
                        field,
                        file
                                + " has objects of the tool itself beside others. Move them to a file of their own, and leave that"
                                + " out with .keelstreamignore");
            } else {
                lines.add("/" + Paths.relative(folder, file));
            }
        }
        if (!lines.isEmpty()) {
            report.translated(field, "files with objects of the tool itself are left out (.keelstreamignore)");
        }
        return lines;
    }

    private static List<String> tools(Sources sources, String folder) {
        List<String> tools = new ArrayList<>();
        for (String file : sources.tree().below(folder)) {
            if (sources.objects().alone().contains(file)
                    || sources.objects().mixed().contains(file)
                    || file.endsWith("/" + FLUX_ITSELF)) {
                tools.add(file);
            }
        }
        return tools;
    }

    private static boolean hasOthers(Sources sources, String folder, List<String> tools) {
        for (String file : sources.tree().below(folder)) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            boolean other = isManifest(file)
                    && !Renderers.KUSTOMIZATION_FILES.contains(name)
                    && !name.equals("keelstream.yaml")
                    && (!tools.contains(file) || sources.objects().mixed().contains(file));
            if (other) {
                return true;
            }
        }
        return false;
    }

    private static String some(List<String> files) {
        return String.join(", ", files.subList(0, Math.min(3, files.size())))
                + (files.size() > 3 ? " and " + (files.size() - 3) + " more" : "");
    }
}
