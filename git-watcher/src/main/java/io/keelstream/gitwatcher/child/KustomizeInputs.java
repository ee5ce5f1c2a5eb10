package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.render.RenderBudget;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlBudget;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import io.keelstream.yaml.Quotable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a kustomization may read: its folder, and the folders of its bases and components, transitively, and bases of other
 * repositories. Kustomize itself rejects files outside the folder of the kustomization that names them. Used once, by one thread.
 */
final class KustomizeInputs {

    private static final List<String> REFERENCES =
            List.of("resources", "bases", "components", "generators", "transformers", "validators");
    private static final List<String> FILES = List.of("crds", "configurations", "patchesStrategicMerge");
    private static final List<String> PARTS_WITH_PATH = List.of("patches", "patchesJson6902", "replacements");
    private static final int MOST_FOLDERS = 200;

    private final Snapshot snapshot;
    private final SortedMap<String, Entry> found = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Entry> read = new ArrayList<>();
    private final YamlReader yaml = new YamlReader(Limits.ofFile());
    private final YamlBudget budget = new RenderBudget().files();
    private int folders;
    private final Set<String> named = new HashSet<>();
    private final RemoteBases remote = new RemoteBases();

    private KustomizeInputs(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static KustomizeInputs of(Snapshot snapshot, String path) {
        KustomizeInputs inputs = new KustomizeInputs(snapshot);
        Entry folder = snapshot.find(path);
        if (folder != null && folder.isFolder()) {
            inputs.visit(folder);
        } else if (folder != null && folder.kind() == Entry.Kind.SUBMODULE) {
            inputs.found.put(folder.path(), folder);
        }
        return inputs;
    }

    /** The folders and files, without those that are inside another one. */
    List<Entry> entries() {
        return OuterEntries.of(found);
    }

    /** What is named where only a file can be, in places that hold nothing secret; whether it exists or not. */
    Set<String> named() {
        return named;
    }

    /** Bases of other repositories. */
    RemoteBases remote() {
        return remote;
    }

    /** References to what may not be read. */
    List<Problem> problems() {
        return problems;
    }

    /**
     * The kustomizations and resource files that are not valid YAML, with place and object. Kustomize itself names a key that
     * is there twice without its file.
     */
    List<Problem> unreadable() {
        List<Problem> unreadable = new ArrayList<>();
        YamlBudget again = new RenderBudget().files();
        for (Entry file : read) {
            byte[] content = snapshot.read(file);
            YamlResult<YamlDocument> result = yaml.documents(content, again);
            if (again.isSpent()) {
                break;
            }
            unreadable.addAll(malformed(file, content, result));
        }
        return unreadable;
    }

    private static List<Problem> malformed(Entry file, byte[] content, YamlResult<YamlDocument> result) {
        if (result instanceof YamlResult.Malformed<YamlDocument>(int line, int column, String message)) {
            String object = new OutputPlaces(new String(content, StandardCharsets.UTF_8), file.path()).object(line);
            return List.of(Reason.YAML_SYNTAX.problem(
                    object.isEmpty() ? message : message + " (" + object.strip() + ")",
                    file.path() + ":" + line + ":" + column));
        }
        return List.of();
    }

    private void remote(Entry file, String field) {
        problems.add(Reason.RENDERER_INPUT.problem(
                "'" + field + "' has an address; nothing is fetched while rendering. Copy the file into the repository",
                file.path()));
    }

    private void visit(Entry folder) {
        if (found.containsKey(folder.path())) {
            return;
        }
        if (++folders > MOST_FOLDERS) {
            tooMuch("more than " + MOST_FOLDERS + " folders of bases and components", folder.path());
            return;
        }
        found.put(folder.path(), folder);
        for (String name : Renderers.KUSTOMIZATION_FILES) {
            Entry file = snapshot.find(Paths.join(folder.path(), name));
            if (file != null && file.isFile() && snapshot.size(file) <= Limits.FILE_BYTES) {
                read.add(file);
                kustomization(folder, file);
            }
        }
    }

    private void kustomization(Entry folder, Entry file) {
        byte[] content = snapshot.read(file);
        YamlResult<YamlDocument> result = yaml.documents(content, budget);
        if (budget.isSpent()) {
            tooMuch("more values in kustomizations than a target may have", file.path());
            return;
        }
        if (!(result instanceof YamlResult.Read<YamlDocument> read)) {
            problems.addAll(malformed(file, content, result));
            return;
        }
        for (YamlDocument document : read.items()) {
            Map<String, @Nullable Object> tree = Manifest.map(document.value());
            RemoteFiles.in(tree).forEach(field -> remote(file, field));
            environments(folder, tree);
            if (tree.containsKey("helmCharts") || tree.containsKey("helmChartInflationGenerator")) {
                problems.add(Reason.RENDERER_INPUT.problem(
                        "the kustomization inflates Helm charts, which is not allowed; make the chart its own"
                                + " target",
                        file.path()));
            }
            FILES.forEach(field -> named(folder, Manifest.list(tree.get(field))));
            for (String field : PARTS_WITH_PATH) {
                Manifest.list(tree.get(field))
                        .forEach(part -> named(
                                folder,
                                Collections.singletonList(Manifest.map(part).get("path"))));
            }
            named(
                    folder,
                    Collections.singletonList(Manifest.map(tree.get("openapi")).get("path")));
            for (Object generator : Manifest.list(tree.get("configMapGenerator"))) {
                Map<String, @Nullable Object> fields = Manifest.map(generator);
                named(folder, Manifest.list(fields.get("files")));
                named(folder, Manifest.list(fields.get("envs")));
                named(folder, Collections.singletonList(fields.get("env")));
            }
            for (String field : REFERENCES) {
                for (Object item : Manifest.list(tree.get(field))) {
                    if (item instanceof String text && text.indexOf('\n') < 0) {
                        if (!RemoteBases.FIELDS.contains(field) || !remote.take(folder, file, text)) {
                            reference(folder, file, text);
                        }
                    } else if (item instanceof String inline
                            && new YamlReader().documents(inline) instanceof YamlResult.Read<YamlDocument> inner) {
                        inner.items().forEach(each -> configuration(folder, file, each.value()));
                    }
                }
            }
        }
    }

    /** The configuration of a built-in generator or transformer: its files are relative to the kustomization's folder. */
    private void configuration(Entry folder, Entry file, Object document) {
        RemoteFiles.in(document).forEach(field -> remote(file, field));
        environments(folder, document);
    }

    private void environments(Entry folder, Object document) {
        for (String name : EnvironmentFiles.in(document)) {
            String path = Paths.resolve(folder.path(), name);
            Entry file = path == null ? null : snapshot.find(path);
            if (file != null && file.isFile() && snapshot.size(file) <= Limits.FILE_BYTES) {
                EnvironmentFiles.withoutValue(new String(snapshot.read(file), StandardCharsets.UTF_8))
                        .ifPresent(line -> problems.add(Reason.RENDERER_INPUT.problem(
                                "the line has no '='; its value would be taken from the environment of the renderer, which"
                                        + " is not an input. Write KEY=value",
                                file.path() + ":" + line)));
            }
        }
    }

    private void tooMuch(String what, String where) {
        Problem problem = Limits.tooMuch(what, where);
        if (problems.stream().noneMatch(each -> each.message().equals(problem.message()))) {
            problems.add(problem);
        }
    }

    private void named(Entry folder, List<@Nullable Object> files) {
        for (Object file : files) {
            if (file instanceof String text) {
                String path = Paths.resolve(folder.path(), text.substring(text.indexOf('=') + 1));
                if (path != null) {
                    named.add(path);
                }
            }
        }
    }

    private void reference(Entry folder, Entry file, String text) {
        String path = Paths.resolve(folder.path(), text);
        Entry entry = path == null ? null : snapshot.find(path);
        if (entry == null) {
            boolean remote = text.contains("://") || text.contains("?ref=") || text.startsWith("git@");
            boolean secure = text.startsWith("ssh://") || text.startsWith("git@");
            String why = secure
                    ? "has an SSH address; bases are fetched over https:// alone. Write it as"
                            + " https://HOST/REPOSITORY//FOLDER?ref=TAG-OR-COMMIT, with credentials for the host in the"
                            + " installation, or copy it into the repository"
                    : remote
                            ? "is remote, and not pinned as https://HOST/REPOSITORY//FOLDER?ref=TAG-OR-COMMIT; write it so, or copy it into"
                                    + " the repository"
                            : path == null ? "leaves the repository" : "does not exist";
            problems.add(Reason.RENDERER_INPUT.problem(
                    file.path() + " names '" + Quotable.path(text) + "', which " + why, file.path()));
        } else if (entry.isFolder()) {
            visit(entry);
        } else {
            found.put(entry.path(), entry);
            if (entry.isFile() && snapshot.size(entry) <= Limits.FILE_BYTES) {
                read.add(entry);
                if (new YamlReader().documents(snapshot.read(entry)) instanceof YamlResult.Read<YamlDocument> inner) {
                    inner.items().stream()
                            .filter(each -> RemoteFiles.configures(each.value()))
                            .forEach(each -> configuration(folder, entry, each.value()));
                }
            }
        }
    }
}
