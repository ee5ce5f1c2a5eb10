package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an object that is being deleted waits for. Pure. */
public final class Termination {

    private Termination() {}

    /** In words, with what the object itself says of it. The object is null where it was not seen. */
    public static String text(@Nullable Manifest object) {
        return "is being deleted" + (object == null ? "" : waitsFor(object));
    }

    private static String waitsFor(Manifest object) {
        List<String> reasons = new ArrayList<>();
        List<@Nullable Object> finalizers = Manifest.list(object.metadata().get("finalizers"));
        if (!finalizers.isEmpty()) {
            reasons.add("waits for its finalizers "
                    + finalizers.stream().map(Objects::toString).collect(Collectors.joining(", ")));
        }
        if (object.kind().equals("Namespace")) {
            reasons.addAll(left(object));
        }
        return reasons.isEmpty() ? "" : "; " + String.join("; ", reasons);
    }

    /**
     * What the namespace controller says is left, as {@code NamespaceContentRemaining}: each of its conditions that holds names a
     * reason.
     */
    private static List<String> left(Manifest namespace) {
        return Manifest.list(namespace.status().get("conditions")).stream()
                .map(Manifest::map)
                .filter(condition -> "True".equals(condition.get("status")))
                .map(condition -> Objects.toString(condition.get("message"), ""))
                .filter(message -> !message.isBlank())
                .toList();
    }
}
