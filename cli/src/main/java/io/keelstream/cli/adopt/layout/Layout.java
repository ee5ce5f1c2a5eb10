package io.keelstream.cli.adopt.layout;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.cli.adopt.draft.LabelText;
import io.keelstream.cli.adopt.source.SourceTree;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.application.ApplicationReader;
import io.keelstream.gitwatcher.render.IgnoreRules;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lays drafts out in files: all of one folder are the targets of one application, whose file is in that folder. Names are unique, and every file
 * is one that git-watcher reads. Pure.
 */
public final class Layout {

    private final SourceTree tree;
    private final Set<String> names = new HashSet<>();
    private final Precedence precedence = new Precedence();

    public Layout(SourceTree tree) {
        this.tree = tree;
    }

    /** The files of all drafts, by path. May find something about a draft. */
    public List<PlannedFile> files(List<Draft> drafts) {
        Refs.report(drafts);
        SortedMap<String, List<Draft>> byFolder = new TreeMap<>();
        drafts.forEach(each -> byFolder.computeIfAbsent(each.source().folder(), key -> new ArrayList<>())
                .add(each));
        others(byFolder.keySet());
        List<Laid> laid = new ArrayList<>();
        byFolder.forEach((folder, of) -> laid.add(laid(folder, of)));
        List<PlannedFile> files = new ArrayList<>();
        laid.forEach(each -> files.addAll(files(each)));
        files.sort(Comparator.comparing(PlannedFile::path));
        return files;
    }

    /** Names of applications whose files are there already and stay. */
    private void others(Set<String> folders) {
        for (String file : tree.files()) {
            boolean stays = file.endsWith(ApplicationReader.FILE_NAME) && !folders.contains(Paths.parent(file));
            if (stays
                    && ApplicationReader.read(file, tree.read(file))
                            instanceof ApplicationFile.One(Application other)) {
                names.add(other.name());
            }
        }
    }

    /** The drafts of one folder, with the names that they get. */
    private record Laid(String folder, String name, List<String> targets, List<Draft> drafts) {}

    private Laid laid(String folder, List<Draft> drafts) {
        String name = name(folder, drafts);
        List<String> targets = targets(folder, name, drafts);
        for (int i = 0; i < drafts.size(); i++) {
            precedence.named(drafts.get(i), name, targets.get(i));
        }
        return new Laid(folder, name, targets, drafts);
    }

    private List<PlannedFile> files(Laid laid) {
        String folder = laid.folder();
        List<Draft> drafts = laid.drafts().stream().map(precedence::ordered).toList();
        Set<String> leftOut = leftOut(folder, drafts);
        PlannedFile file = new PlannedFile(
                Paths.join(folder, ApplicationReader.FILE_NAME),
                ApplicationText.of(laid.name(), laid.targets(), drafts));
        if (ApplicationReader.read(file.path(), file.content().getBytes(StandardCharsets.UTF_8))
                instanceof ApplicationFile.Unusable unusable) {
            String why = unusable.problems().getFirst().message();
            drafts.forEach(each -> each.report().needsHand("", "gets no file, because it would not be valid: " + why));
            return List.of();
        }
        List<PlannedFile> files = new ArrayList<>();
        files.add(file);
        String rules = Paths.join(folder, IgnoreRules.FILE_NAME);
        List<String> there = tree.hasFile(rules)
                ? new String(tree.read(rules), StandardCharsets.UTF_8).lines().toList()
                : List.of();
        if (!there.containsAll(leftOut)) {
            List<String> lines = new ArrayList<>(there);
            lines.addAll(leftOut);
            files.add(new PlannedFile(rules, String.join("\n", lines) + "\n"));
        }
        return files;
    }

    private static Set<String> leftOut(String folder, List<Draft> drafts) {
        Set<String> leftOut = new LinkedHashSet<>();
        drafts.forEach(each -> leftOut.addAll(each.source().leftOut()));
        if (drafts.stream().map(each -> each.source().leftOut()).distinct().count() > 1) {
            drafts.forEach(each -> each.report()
                    .needsHand("", "another one deploys other files of " + folder + ". Give each a folder of its own"));
        }
        return leftOut;
    }

    /** A single draft keeps its name; several have what their names have in common, else the folder's. */
    private String name(String folder, List<Draft> drafts) {
        List<String> wanted = drafts.stream().map(Draft::name).distinct().toList();
        String last = LabelText.of(folder.substring(folder.lastIndexOf('/') + 1));
        String common = wanted.size() == 1 ? wanted.getFirst() : CommonName.of(wanted);
        String name = !common.isEmpty() ? common : !last.isEmpty() ? last : "application";
        String free = free(name, last);
        for (Draft draft : drafts) {
            if (!draft.name().equals(free)) {
                renamed(draft, free, folder);
            }
        }
        return free;
    }

    private void renamed(Draft draft, String name, String folder) {
        if (tree.isChart(folder) || !draft.source().chart().isEmpty()) {
            draft.report()
                    .needsHand(
                            "metadata.name",
                            "Helm's release name becomes " + name
                                    + ", and objects that are named after it would be others: set the chart's"
                                    + " fullnameOverride in the parameters, or give it a folder of its own");
        } else {
            draft.report().translated("metadata.name", "the application is named " + name);
        }
    }

    private String free(String name, String last) {
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = LabelText.of(
                    i == 2 && !last.isEmpty() && !last.equals(name) ? shortened(name, last) : shortened(name, "" + i));
        }
        return free;
    }

    private static String shortened(String name, String suffix) {
        int room = Math.max(1, 62 - Math.min(40, suffix.length()));
        return name.substring(0, Math.min(name.length(), room)) + "-" + suffix;
    }

    private List<String> targets(String folder, String application, List<Draft> drafts) {
        List<String> targets = new ArrayList<>();
        for (Draft draft : drafts) {
            String wanted = draft.source().target();
            String name = !wanted.isEmpty() ? wanted : drafts.size() == 1 ? single(draft) : rest(draft, application);
            String free = name;
            for (int i = 2; targets.contains(free); i++) {
                free = shortened(name, "" + i);
            }
            if (!wanted.isEmpty() && !free.equals(wanted)) {
                draft.report()
                        .needsHand(
                                "",
                                "its target cannot be named " + wanted + " as another one, so values-" + wanted
                                        + ".yaml is not read for it:" + " copy it to values-" + free + ".yaml");
            }
            unexpected(folder, free, wanted, draft);
            targets.add(free);
        }
        return targets;
    }

    /** A values file that only the name of the target makes count. */
    private void unexpected(String folder, String target, String wanted, Draft draft) {
        String file = Paths.join(folder, "values-" + target + ".yaml");
        if (wanted.isEmpty() && tree.isChart(folder) && tree.hasFile(file)) {
            draft.report()
                    .needsHand(
                            "",
                            file + " is read for a target of that name, and was not before: name the target otherwise");
        }
    }

    private static String single(Draft draft) {
        String cluster = draft.place().cluster();
        return cluster.isEmpty() ? "default" : cluster;
    }

    /** {@code shop-staging} and {@code staging-shop} of the application {@code shop} are its {@code staging}. */
    private static String rest(Draft draft, String application) {
        String name = draft.name();
        if (name.isEmpty()) {
            return single(draft);
        }
        if (name.startsWith(application + "-")) {
            return LabelText.of(name.substring(application.length() + 1));
        }
        if (name.endsWith("-" + application)) {
            return LabelText.of(name.substring(0, name.length() - application.length() - 1));
        }
        return name.equals(application) ? single(draft) : name;
    }
}
