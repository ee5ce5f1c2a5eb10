package io.keelstream.kubernetes.sops;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file of any kind, which SOPS encrypts as one value: a JSON object with {@code data} and {@code sops}.
 *
 * @param leaves the value
 * @param metadata what SOPS wrote about it
 */
record BinaryLayout(List<Leaf> leaves, Map<String, @Nullable Object> metadata) implements Layout {

    private static final String DATA = "data";

    BinaryLayout {
        leaves = List.copyOf(leaves);
    }

    /** The file; null where the object is no such file. */
    static @Nullable BinaryLayout of(Map<String, @Nullable Object> tree) {
        return tree.keySet().equals(Set.of(DATA, SopsDocument.FIELD)) && tree.get(DATA) instanceof String token
                ? new BinaryLayout(List.of(Leaf.text(List.of(DATA), token)), Manifest.map(tree.get(SopsDocument.FIELD)))
                : null;
    }

    @Override
    public String text(Function<Leaf, Replacement> values) {
        return values.apply(leaves.getFirst()).text();
    }
}
