package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of custom resource definitions. */
final class DefinitionValidation {

    private DefinitionValidation() {}

    static void check(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        Map<String, @Nullable Object> spec = Tree.map(next, "spec");
        String expected = Tree.text(spec, "names", "plural") + "." + Tree.text(spec, "group");
        String name = Tree.text(next, "metadata", "name");
        if (!name.equals(expected)) {
            errors.add(FieldError.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        }
        List<Map<String, @Nullable Object>> versions = Tree.maps(spec, "versions");
        long stored = versions.stream()
                .filter(version -> Tree.flag(version, "storage"))
                .count();
        if (stored != 1) {
            errors.add(FieldError.invalid(
                    "spec.versions", spec.get("versions"), "must have exactly one version marked as storage version"));
        }
        for (int i = 0; i < versions.size(); i++) {
            if (Tree.map(versions.get(i), "schema", "openAPIV3Schema").isEmpty()) {
                errors.add(FieldError.required("spec.versions[" + i + "].schema.openAPIV3Schema", ""));
            }
        }
        List<String> scopes = List.of("Cluster", "Namespaced");
        String scope = Tree.text(spec, "scope");
        if (!scopes.contains(scope)) {
            errors.add(FieldError.unsupported("spec.scope", scope, scopes));
        }
        if (live != null) {
            Immutability.unchanged(live, next, errors, "spec", "group");
            Immutability.unchanged(live, next, errors, "spec", "scope");
            Immutability.unchanged(live, next, errors, "spec", "names", "plural");
            Immutability.unchanged(live, next, errors, "spec", "names", "kind");
        }
    }
}
