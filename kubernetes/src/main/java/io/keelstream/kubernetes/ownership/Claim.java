package io.keelstream.kubernetes.ownership;

import io.keelstream.kubernetes.object.ControllerReference;
import io.keelstream.kubernetes.object.Manifest;
import org.jspecify.annotations.Nullable;

/** Whose a live object says it is, read from its metadata alone. */
public sealed interface Claim {

    /** It carries our mark. */
    record Ours() implements Claim {}

    /** It has no owner mark: it existed before us. */
    record Unmarked() implements Claim {}

    /** It carries the mark of the target that hands it to us. */
    record HandedOver(OwnerMark from) implements Claim {}

    /** It carries the mark of another target or another installation. */
    record Foreign(String owner) implements Claim {}

    /** Another object controls it: operators copy labels and annotations to their children, so its own say nothing. */
    record Controlled(ControllerReference controller) implements Claim {}

    /**
     * The claim on a live object.
     *
     * @param live the object or its metadata
     * @param own our mark
     * @param movedFrom the target that hands the object over in Git; null without
     */
    static Claim on(Manifest live, OwnerMark own, @Nullable String movedFrom) {
        ControllerReference controller = live.controller();
        if (controller != null) {
            return new Controlled(controller);
        }
        String mark = OwnerMark.on(live);
        if (mark.isEmpty()) {
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
