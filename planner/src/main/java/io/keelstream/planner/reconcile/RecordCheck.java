package io.keelstream.planner.reconcile;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks once, where records come in, what planning takes for granted later: references and target names. So an exception in
 * planning is never a malformed record. Pure.
 */
final class RecordCheck {

    private RecordCheck() {}

    /** What is malformed in what Git says; null when nothing is. */
    static @Nullable String problem(Desired desired) {
        String reference = malformed(Stream.concat(
                desired.objects().stream().map(each -> each.reference()),
                desired.movedTo().stream().map(Desired.Moved::reference)));
        if (reference != null) {
            return reference;
        }
        return desired.objects().stream()
                .map(each -> each.movedFrom() == null ? null : malformedTarget(each.movedFrom()))
                .filter(each -> each != null)
                .findFirst()
                .orElse(null);
    }

    /** What is malformed in what is applied; null when nothing is. */
    static @Nullable String problem(Inventory inventory) {
        return malformed(Stream.concat(
                        inventory.objects().stream(),
                        inventory.previous().stream().flatMap(each -> each.objects().stream()))
                .map(InventoryObject::reference));
    }

    private static @Nullable String malformed(Stream<String> references) {
        for (String reference : references.toList()) {
            try {
                ObjectReference.parse(reference);
            } catch (IllegalArgumentException e) {
                return String.valueOf(e.getMessage());
            }
        }
        return null;
    }

    private static @Nullable String malformedTarget(String target) {
        try {
            TargetName.parse(target);
            return null;
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
