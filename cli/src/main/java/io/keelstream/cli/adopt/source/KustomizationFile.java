package io.keelstream.cli.adopt.source;

import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlBudget;
import io.keelstream.kubernetes.yaml.YamlDocument;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a kustomization lists, and what it changes in objects of GitOps tools. Immutable; there is one of a path.
 *
 * @param path of the file
 * @param tree its content; null where it cannot be read
 * @param files the files that it may name
 */
record KustomizationFile(String path, @Nullable Map<String, @Nullable Object> tree, SourceTree files) {

    private static final List<String> LISTS = List.of("resources", "bases", "components");
    private static final List<String> MORE =
            List.of("configMapGenerator", "secretGenerator", "generators", "helmCharts", "helmChartInflationGenerator");
    private static final List<String> CHANGES =
            List.of("components", "namePrefix", "nameSuffix", "replacements", "transformers", "vars");
    private static final List<String> PATCHES = List.of("patches", "patchesStrategicMerge", "patchesJson6902");

    static KustomizationFile read(SourceTree files, String path, YamlBudget budget) {
        byte[] content = files.read(path);
        if (content.length <= SourceTree.MOST_BYTES
                && new YamlReader().documents(content, budget)
                        instanceof YamlResult.Read<YamlDocument>(List<YamlDocument> documents)
                && documents.size() == 1) {
            return new KustomizationFile(path, Manifest.map(documents.getFirst().value()), files);
        }
        return new KustomizationFile(path, null, files);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KustomizationFile file && file.path.equals(path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    /** Its folder. */
    String folder() {
        return Paths.parent(path);
    }

    /** Files and folders that it lists, from the root; as it is written where that is none of the tree. */
    List<String> listed() {
        List<String> listed = new ArrayList<>();
        for (String field : LISTS) {
            for (Object each : Manifest.list(fields().get(field))) {
                String resolved = Paths.resolve(folder(), String.valueOf(each));
                listed.add(resolved == null ? String.valueOf(each) : resolved);
            }
        }
        return listed;
    }

    /** Whether it makes objects by itself, or cannot be read. */
    boolean makesMore() {
        return tree == null || MORE.stream().anyMatch(fields()::containsKey);
    }

    /** The namespace that it gives to every object; empty for none. */
    String namespace() {
        return fields().get("namespace") instanceof String namespace ? namespace : "";
    }

    /** Its fields that change such an object, beside {@code namespace}. */
    Set<String> changes(FoundObject object) {
        Set<String> changes = new LinkedHashSet<>();
        CHANGES.stream().filter(fields()::containsKey).forEach(changes::add);
        boolean annotates = Manifest.map(fields().get("commonAnnotations")).keySet().stream()
                .anyMatch(each -> each.contains("argoproj.io/") || each.contains("fluxcd.io/"));
        if (annotates) {
            changes.add("commonAnnotations");
        }
        for (String field : PATCHES) {
            for (Object patch : Manifest.list(fields().get(field))) {
                if (mayPatch(patch, object)) {
                    changes.add(field);
                }
            }
        }
        return changes;
    }

    private boolean mayPatch(@Nullable Object patch, FoundObject object) {
        if (patch instanceof String text) {
            return isFor(text, object);
        }
        Map<String, @Nullable Object> fields = Manifest.map(patch);
        Map<String, @Nullable Object> target = Manifest.map(fields.get("target"));
        if (!target.isEmpty()) {
            return matches(target.get("kind"), object.manifest().kind())
                    && matches(target.get("name"), object.manifest().name());
        }
        Object written = fields.get("patch") == null ? fields.get("path") : fields.get("patch");
        return isFor(String.valueOf(written), object);
    }

    /** A target's kinds and names are regular expressions for the whole. */
    private static boolean matches(@Nullable Object pattern, String text) {
        boolean plain = pattern instanceof String written && written.matches("[A-Za-z0-9-]+");
        return !plain || text.equals(pattern);
    }

    /** Whether a patch, or the file that has it, may be for the object: it names kind and name itself. */
    private boolean isFor(String patch, FoundObject object) {
        String path = Paths.resolve(folder(), patch.strip());
        byte[] content =
                path != null && files.hasFile(path) ? files.read(path) : patch.getBytes(StandardCharsets.UTF_8);
        if (content.length <= SourceTree.MOST_BYTES
                && new YamlReader().documents(content)
                        instanceof YamlResult.Read<YamlDocument>(List<YamlDocument> documents)) {
            return documents.stream()
                    .map(each -> new Manifest(Manifest.map(each.value())))
                    .anyMatch(each -> each.kind().isEmpty()
                            || (each.kind().equals(object.manifest().kind())
                                    && each.name().equals(object.manifest().name())));
        }
        return true;
    }

    private Map<String, @Nullable Object> fields() {
        return tree == null ? Map.of() : tree;
    }
}
