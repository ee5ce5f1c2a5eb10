package io.keelstream.planner.ownership;

/**
 * The value of the annotation {@code keelstream.io/owner}: who may change an object.
 *
 * @param installation the installation's name
 * @param target the target
 */
public record OwnerMark(String installation, String target) {

    /** {@code <installation>/<target>}. */
    @Override
    public String toString() {
        return installation + "/" + target;
    }

    /** The mark of another target of the same installation. */
    public OwnerMark of(String otherTarget) {
        return new OwnerMark(installation, otherTarget);
    }
}
