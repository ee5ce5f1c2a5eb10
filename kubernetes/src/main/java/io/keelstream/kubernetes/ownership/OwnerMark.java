package io.keelstream.kubernetes.ownership;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.Manifest;

/**
 * The value of the annotation {@link Annotations#OWNER}: who may change an object.
 *
 * @param installation the installation's name, which contains no slash
 * @param target the target
 */
public record OwnerMark(String installation, String target) {

    /** The mark on an object as it is written there; empty without one. */
    public static String on(Manifest object) {
        String mark = object.annotation(Annotations.OWNER);
        return mark == null ? "" : mark;
    }

    /** The mark of another target of the same installation. */
    public OwnerMark of(String otherTarget) {
        return new OwnerMark(installation, otherTarget);
    }

    /** {@code <installation>/<target>}. */
    @Override
    public String toString() {
        return installation + "/" + target;
    }
}
