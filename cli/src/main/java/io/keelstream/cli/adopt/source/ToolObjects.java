package io.keelstream.cli.adopt.source;

import io.keelstream.cli.adopt.draft.Finding;
import io.keelstream.cli.adopt.draft.Findings;
import io.keelstream.cli.adopt.draft.Origin;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.annotation.Flux;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlBudget;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every object of GitOps tools in the YAML files of a tree. Only files that mention such a tool are read; all of them share one budget, so
 * that no folder makes this take more than that.
 *
 * @param objects the objects, in the order of files
 * @param alone files that hold nothing else
 * @param mixed files that hold other objects too
 */
public record ToolObjects(List<FoundObject> objects, SortedSet<String> alone, SortedSet<String> mixed) {

    private static final List<String> MENTIONS = List.of("argoproj.io/", Flux.DOMAIN);
    private static final List<String> ARGO_KINDS = List.of("Application", "ApplicationSet", "AppProject");
    private static final int MOST_DOCUMENTS = 50_000;
    private static final int MOST_VALUES = 5_000_000;
    private static final long MOST_CHARACTERS = 100_000_000;

    public ToolObjects {
        objects = List.copyOf(objects);
    }

    /**
     * Reads the tree; what cannot be read is a finding.
     *
     * @param under the folder whose objects are wanted; of the rest of the tree only the files are
     */
    public static ToolObjects in(SourceTree tree, String under, Findings findings) {
        YamlReader reader = new YamlReader();
        YamlBudget budget = new YamlBudget(MOST_DOCUMENTS, MOST_VALUES, MOST_CHARACTERS, () -> {});
        ToolObjects found = new ToolObjects(List.of(), new TreeSet<>(), new TreeSet<>());
        List<FoundObject> objects = new ArrayList<>();
        for (String file : tree.files()) {
            if (!DeployedFolder.isManifest(file)) {
                continue;
            }
            Findings told = Paths.isWithin(under, file) ? findings : new Findings();
            byte[] content = tree.read(file);
            if (!mentioned(content)) {
                continue;
            }
            if (content.length > SourceTree.MOST_BYTES) {
                unreadable(told, file, 0, "is larger than 2 MiB and is not read. Split it");
                continue;
            }
            switch (reader.documents(content, budget)) {
                case YamlResult.Read<YamlDocument>(List<YamlDocument> documents) ->
                    found.file(file, documents, objects);
                case YamlResult.Malformed<YamlDocument>(int line, int column, String message) ->
                    unreadable(
                            told,
                            file,
                            line,
                            message + " (column " + column
                                    + "). If it is a template, render it into a folder and adopt that");
            }
            if (budget.isSpent()) {
                unreadable(findings, file, 0, "is one too many: the folder holds too much. Name a folder inside it");
                break;
            }
        }
        return new ToolObjects(
                objects.stream()
                        .filter(each -> Paths.isWithin(under, each.file()))
                        .toList(),
                found.alone,
                found.mixed);
    }

    /** The objects in the namespaces that kustomizations give them. */
    public ToolObjects placed(Kustomizations kustomizations) {
        return new ToolObjects(objects.stream().map(kustomizations::placed).toList(), alone, mixed);
    }

    /** Files whose objects are among those that are wanted. */
    Set<String> read() {
        return objects.stream().map(FoundObject::file).collect(Collectors.toSet());
    }

    /** Whether the object is one of a GitOps tool's own, which only that tool acts on. */
    static boolean isTools(Manifest object) {
        String version = object.apiVersion();
        int slash = version.indexOf('/');
        String group = slash < 0 ? "" : version.substring(0, slash);
        return group.endsWith(".toolkit.fluxcd.io")
                || (group.equals("argoproj.io") && ARGO_KINDS.contains(object.kind()));
    }

    private void file(String file, List<YamlDocument> documents, List<FoundObject> objects) {
        int before = objects.size();
        boolean others = false;
        for (YamlDocument document : documents) {
            others |= add(file, document.line(), document.value(), objects);
        }
        if (objects.size() > before) {
            (others ? mixed : alone).add(file);
        }
    }

    /** Adds the tools' objects of a document; true where it is or has another one. */
    private static boolean add(String file, int line, @Nullable Object value, List<FoundObject> objects) {
        Manifest object = new Manifest(Manifest.map(value));
        if (object.items().isPresent()) {
            boolean others = false;
            for (Object item : object.items().get()) {
                others |= add(file, line, item, objects);
            }
            return others;
        }
        if (isTools(object)) {
            objects.add(new FoundObject(file, line, object));
            return false;
        }
        return true;
    }

    private static void unreadable(Findings findings, String file, int line, String what) {
        findings.add(Finding.Kind.NEEDS_HAND, new Origin(file, line, ""), "", what);
    }

    private static boolean mentioned(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return MENTIONS.stream().anyMatch(text::contains);
    }
}
