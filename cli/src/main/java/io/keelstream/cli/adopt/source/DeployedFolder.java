package io.keelstream.cli.adopt.source;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Kustomizations.Reach;
import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A folder that a tool deploys. What only describes other applications of that tool is not deployed here: each of them gets a file of its own.
 *
 * @param folder from the root of the sources
 * @param leftOut lines of a {@code .keelstreamignore} that leave the tools' objects out
 * @param tools files with objects of the tools that are deployed from here
 * @param parent whether nothing else is, so that the folder gets no file
 */
public record DeployedFolder(String folder, List<String> leftOut, Set<String> tools, boolean parent) {

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
        Reach deployed = sources.sameTree() ? deployed(sources, folder) : new Reach(new TreeSet<>(), false);
        Set<String> tools = tools(sources, deployed);
        if (tools.isEmpty()) {
            return Optional.of(new DeployedFolder(folder, List.of(), tools, false));
        }
        unread(sources, tools, field, report);
        if (!hasOthers(sources, deployed, tools)) {
            report.translated(
                    field,
                    "has nothing but objects of the tool itself, each of which is translated by itself. The folder gets no file");
            return Optional.of(new DeployedFolder(folder, List.of(), tools, true));
        }
        if (sources.tree().isKustomization(folder) || sources.tree().isChart(folder)) {
            report.needsHand(
                    field,
                    "also has objects of the tool itself: " + some(tools)
                            + ". Take them out of what the folder renders");
            return Optional.of(new DeployedFolder(folder, List.of(), tools, false));
        }
        List<String> leftOut = leftOut(sources, folder, tools, field, report);
        return Optional.of(new DeployedFolder(folder, leftOut, tools, false));
    }

    /** Whether a file may hold objects. */
    public static boolean isManifest(String file) {
        return file.endsWith(".yaml") || file.endsWith(".yml") || file.endsWith(".json");
    }

    private static List<String> leftOut(
            Sources sources, String folder, Set<String> tools, String field, Report report) {
        List<String> lines = new ArrayList<>();
        for (String file : tools) {
            if (sources.objects().mixed().contains(file)) {
                report.needsHand(
                        field,
                        file
                                + " has objects of the tool itself beside others. Move them to a file of their own, and leave that"
                                + " out with .keelstreamignore");
            } else if (Paths.isWithin(folder, file)) {
                lines.add("/" + Paths.relative(folder, file));
            }
        }
        if (!lines.isEmpty()) {
            report.translated(field, "files with objects of the tool itself are left out (.keelstreamignore)");
        }
        return lines;
    }

    /** What a kustomization lists; without one everything in the folder, and what kustomizations inside list. */
    private static Reach deployed(Sources sources, String folder) {
        if (sources.tree().isKustomization(folder)) {
            return sources.kustomizations().reach(folder);
        }
        SortedSet<String> files = new TreeSet<>();
        boolean more = false;
        for (String file : sources.tree().below(folder)) {
            files.add(file);
            if (Renderers.KUSTOMIZATION_FILES.contains(name(file))) {
                Reach inside = sources.kustomizations().reach(Paths.parent(file));
                files.addAll(inside.files());
                more |= inside.more();
            }
        }
        return new Reach(files, more);
    }

    private static Set<String> tools(Sources sources, Reach deployed) {
        Set<String> tools = new TreeSet<>();
        for (String file : deployed.files()) {
            if (sources.objects().alone().contains(file)
                    || sources.objects().mixed().contains(file)
                    || name(file).equals(FLUX_ITSELF)) {
                tools.add(file);
            }
        }
        return tools;
    }

    /** Objects of a folder that nobody asked adopt to read are not translated, whatever deploys them. */
    private static void unread(Sources sources, Set<String> tools, String field, Report report) {
        Set<String> unread = new TreeSet<>(tools);
        unread.removeAll(sources.objects().read());
        unread.removeIf(each -> name(each).equals(FLUX_ITSELF));
        if (!unread.isEmpty()) {
            report.needsHand(
                    field,
                    "deploys objects of the tool itself that were not read: " + some(unread)
                            + ". Run adopt for their folder too, or for one that holds all");
        }
    }

    private static boolean hasOthers(Sources sources, Reach deployed, Set<String> tools) {
        return deployed.more()
                || deployed.files().stream()
                        .anyMatch(file -> isManifest(file)
                                && !Renderers.KUSTOMIZATION_FILES.contains(name(file))
                                && !name(file).equals(ApplicationReader.FILE_NAME)
                                && (!tools.contains(file)
                                        || sources.objects().mixed().contains(file)));
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static String some(Set<String> files) {
        return files.stream().limit(3).collect(Collectors.joining(", "))
                + (files.size() > 3 ? " and " + (files.size() - 3) + " more" : "");
    }
}
