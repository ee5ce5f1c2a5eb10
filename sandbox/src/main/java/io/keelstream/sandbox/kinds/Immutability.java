package io.keelstream.sandbox.kinds;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What cannot be changed once an object exists. */
final class Immutability {

    static final String MESSAGE = "field is immutable";

    private Immutability() {}

    /** Refuses another value at the path than the live one. */
    static void unchanged(
            Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            List<FieldError> errors,
            String... path) {
        Object after = Tree.at(next, path);
        if (!Objects.equals(Tree.at(live, path), after)) {
            errors.add(FieldError.invalid(String.join(".", path), Manifest.copyOf(after), MESSAGE));
        }
    }

    /** Who is on the way out may lose finalizers, but get no new ones. */
    static void finalizers(
            @Nullable Map<String, @Nullable Object> live, Map<String, @Nullable Object> next, List<FieldError> errors) {
        if (live == null || Tree.at(live, "metadata", "deletionTimestamp") == null) {
            return;
        }
        List<String> added = Tree.list(next, "metadata", "finalizers").stream()
                .filter(finalizer -> !Tree.list(live, "metadata", "finalizers").contains(finalizer))
                .map(finalizer -> "\"" + finalizer + "\"")
                .sorted()
                .toList();
        if (!added.isEmpty()) {
            FieldError error = FieldError.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                            + String.join(", ", added) + "}");
            errors.add(error);
            errors.add(error);
        }
    }

    /** The rules of ConfigMaps and Secrets that say they are immutable, and of the types of Secrets. */
    static void contents(
            String kind,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            List<FieldError> errors) {
        if (live == null) {
            return;
        }
        if (kind.equals("Secret") && !Objects.equals(live.get("type"), next.get("type"))) {
            errors.add(FieldError.invalid("type", next.get("type"), MESSAGE));
        }
        if (Tree.flag(live, "immutable")) {
            if (!Tree.flag(next, "immutable")) {
                errors.add(FieldError.forbidden("immutable", "field is immutable when `immutable` is set"));
            }
            for (String field : List.of("data", "binaryData")) {
                if (!Objects.equals(live.get(field), next.get(field))) {
                    errors.add(FieldError.forbidden(field, "field is immutable when `immutable` is set"));
                }
            }
        }
    }
}
