package io.keelstream.gitwatcher.child;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds addresses where a kustomization, or the configuration of a built-in generator or transformer, names a file: kustomize
 * would fetch them. Pure.
 */
final class RemoteFiles {

    /** Fields of kustomize that name files, in any of its configurations. */
    private static final Set<String> FIELDS = Set.of(
            "files",
            "envs",
            "env",
            "path",
            "paths",
            "crds",
            "configurations",
            "patchesStrategicMerge",
            "patchesJson6902",
            "patches",
            "patch",
            "openapi",
            "replacements",
            "valuesFile",
            "additionalValuesFiles",
            "repo");

    private RemoteFiles() {}

    /** Whether the document configures kustomize itself, and is not an object to deploy. */
    static boolean configures(Object document) {
        return Manifest.map(document).get("apiVersion") instanceof String version
                && (version.equals("builtin") || version.startsWith("kustomize.config.k8s.io/"));
    }

    /** The fields with an address. */
    static List<String> in(Object document) {
        List<String> found = new ArrayList<>();
        search("", document, found);
        return found;
    }

    private static void search(String field, @Nullable Object value, List<String> found) {
        switch (value) {
            case Map<?, ?> map -> Manifest.map(map).forEach((name, each) -> search(name, each, found));
            case List<?> list -> Manifest.list(list).forEach(each -> search(field, each, found));
            case String text when FIELDS.contains(field) && isAddress(text) -> found.add(field);
            case null, default -> {}
        }
    }

    /** An address, or a key and an address behind an equals sign. */
    private static boolean isAddress(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        String file = lower.substring(lower.indexOf('=') + 1);
        return isUrl(lower) || isUrl(file);
    }

    private static boolean isUrl(String text) {
        return text.startsWith("http:") || text.startsWith("https:");
    }
}
