package io.keelstream.drift.assessment;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldOwners;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a live object that are as we applied them: those that our Apply entry still owns. Whoever writes another value owns the
 * field from then on, so nobody changes by them what is drift. Pure.
 */
public final class AppliedAnnotations {

    private AppliedAnnotations() {}

    /** An object that has these annotations and nothing else. */
    public static Manifest of(Manifest live) {
        FieldSet ours = FieldOwners.of(live).ours();
        Map<String, @Nullable Object> applied =
                new TreeMap<>(Manifest.map(live.metadata().get("annotations")));
        applied.keySet().removeIf(name -> !ours.contains(FieldPath.of("metadata", "annotations", name)));
        return new Manifest(Map.of("metadata", Map.of("annotations", applied)));
    }
}
