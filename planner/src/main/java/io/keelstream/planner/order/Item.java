package io.keelstream.planner.order;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object to be applied, as ordering sees it.
 *
 * @param reference identity, with the namespace resolved
 * @param wave effective wave
 * @param creates whether the object does not exist yet: what needs it cannot come in an earlier wave
 * @param dependsOn explicit dependencies, as written
 * @param body the object
 */
public record Item(ObjectReference reference, int wave, boolean creates, List<String> dependsOn, Manifest body) {

    public Item {
        dependsOn = List.copyOf(dependsOn);
    }

    /** Items of one order have distinct references; comparing bodies would cost more than the order itself. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Item item && item.reference.equals(reference);
    }

    @Override
    public int hashCode() {
        return reference.hashCode();
    }
}
