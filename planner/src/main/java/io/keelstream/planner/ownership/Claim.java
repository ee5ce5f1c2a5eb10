package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.annotation.Annotations;
import org.jspecify.annotations.Nullable;

/** Who says that a live object is theirs, read from its metadata alone. */
public sealed interface Claim {

    /** It carries our mark. */
    record Ours() implements Claim {}

    /** It carries nobody's mark: it was there before us. */
    record Unmarked() implements Claim {}

    /** It carries the mark of the target that hands it to us. */
    record HandedOver(OwnerMark from) implements Claim {}

    /** It carries the mark of another target or another installation. */
    record Foreign(String owner) implements Claim {}

    /** Another object controls it: whatever its annotations say, they were copied from there. */
    record Controlled(String controller) implements Claim {}

    /**
     * The claim on a live object.
     *
     * @param live the object or its metadata
     * @param own our mark
     * @param movedFrom the target that hands the object over in Git; null without
     */
    static Claim on(Manifest live, OwnerMark own, @Nullable String movedFrom) {
        for (Object each : Manifest.list(live.metadata().get("ownerReferences"))) {
            Manifest owner = new Manifest(Manifest.map(each));
            if (Boolean.TRUE.equals(owner.tree().get("controller"))) {
                return new Controlled(owner.kind() + "/" + owner.tree().get("name"));
            }
        }
        String mark = live.annotation(Annotations.OWNER);
        if (mark == null || mark.isEmpty()) {
            return new Unmarked();
        }
        if (mark.equals(own.toString())) {
            return new Ours();
        }
        if (movedFrom != null && mark.equals(own.of(movedFrom).toString())) {
            return new HandedOver(own.of(movedFrom));
        }
        return new Foreign(mark);
    }
}
