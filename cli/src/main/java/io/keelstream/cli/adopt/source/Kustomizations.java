package io.keelstream.cli.adopt.source;

import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kustomizations of a tree, which stand between a file and the cluster. A tool's object is translated as its file says it, in the namespace that they
 * give it; what else they change needs a hand. Immutable, as far as nobody changes the files.
 */
public final class Kustomizations {

    private static final int MOST_DOCUMENTS = 50_000;
    private static final int MOST_VALUES = 5_000_000;
    private static final long MOST_CHARACTERS = 100_000_000;

    private final SourceTree tree;
    private final Map<String, KustomizationFile> byFolder = new HashMap<>();
    private final Map<String, List<KustomizationFile>> listing = new HashMap<>();

    /** Reads all of them. */
    public Kustomizations(SourceTree tree) {
        this.tree = tree;
        YamlBudget budget = new YamlBudget(MOST_DOCUMENTS, MOST_VALUES, MOST_CHARACTERS, () -> {});
        for (String folder : tree.folders()) {
            Renderers.KUSTOMIZATION_FILES.stream()
                    .map(name -> Paths.join(folder, name))
                    .filter(tree::hasFile)
                    .findFirst()
                    .map(path -> KustomizationFile.read(tree, path, budget))
                    .ifPresent(this::add);
        }
    }

    private void add(KustomizationFile file) {
        byFolder.put(file.folder(), file);
        file.listed()
                .forEach(each ->
                        listing.computeIfAbsent(each, key -> new ArrayList<>()).add(file));
    }

    /**
     * What the kustomization of a folder lists, itself or through others.
     *
     * @param files the files
     * @param more whether there are objects that are in no file of the tree
     */
    record Reach(SortedSet<String> files, boolean more) {}

    /** The namespace that the kustomization of a folder gives to every object; empty for none. */
    String namespace(String folder) {
        KustomizationFile file = byFolder.get(folder);
        return file == null ? "" : file.namespace();
    }

    /** What the kustomization of a folder lists; nothing where it has none. */
    Reach reach(String folder) {
        SortedSet<String> files = new TreeSet<>();
        boolean more = false;
        Set<String> seen = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(folder));
        while (!next.isEmpty()) {
            String path = next.pop();
            KustomizationFile file = byFolder.get(path);
            if (tree.hasFile(path)) {
                files.add(path);
            } else if (file == null) {
                more = true;
            } else if (seen.add(path)) {
                more |= file.makesMore();
                next.addAll(file.listed());
            }
        }
        return new Reach(files, more);
    }

    /** The object in the namespace that kustomizations give it, where they agree on one. */
    FoundObject placed(FoundObject found) {
        Set<String> namespaces = namespaces(over(found.file()));
        if (namespaces.size() != 1) {
            return found;
        }
        Map<String, @Nullable Object> metadata =
                new LinkedHashMap<>(found.manifest().metadata());
        metadata.put("namespace", namespaces.iterator().next());
        Map<String, @Nullable Object> object =
                new LinkedHashMap<>(found.manifest().tree());
        object.put("metadata", metadata);
        return new FoundObject(found.file(), found.line(), new Manifest(object));
    }

    /** Reports what they change in an object beside its namespace. */
    public void report(FoundObject found, Report report) {
        Set<KustomizationFile> over = over(found.file());
        for (KustomizationFile each : over) {
            Set<String> changes = each.changes(found);
            if (!changes.isEmpty()) {
                report.needsHand(
                        "",
                        each.path() + " changes it (" + String.join(", ", changes)
                                + "), and it is translated without that. Write kustomize build "
                                + Paths.named(each.folder())
                                + " into a file and run adopt on that instead, or write the difference by hand");
            }
        }
        if (namespaces(over).size() > 1) {
            report.needsHand(
                    "metadata.namespace",
                    "is " + String.join(" or ", namespaces(over)) + " by its kustomizations, and not known to adopt");
        }
        List<String> ends = over.stream()
                .filter(each -> over.stream().noneMatch(other -> other.listed().contains(each.folder())))
                .map(KustomizationFile::path)
                .toList();
        if (ends.size() > 1) {
            report.needsHand(
                    "",
                    "is deployed by each of " + String.join(", ", ends)
                            + ", and is translated once: write a target for each");
        }
    }

    /** The kustomizations that reach a file, themselves or through others. */
    private Set<KustomizationFile> over(String path) {
        Set<KustomizationFile> over = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(path));
        while (!next.isEmpty()) {
            for (KustomizationFile each : listing.getOrDefault(next.pop(), List.of())) {
                if (over.add(each)) {
                    next.add(each.folder());
                }
            }
        }
        return over;
    }

    private static Set<String> namespaces(Set<KustomizationFile> over) {
        return over.stream()
                .map(KustomizationFile::namespace)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
