package io.keelstream.kubernetes.object;

/**
 * The owner reference of an object's controller.
 *
 * @param kind the controller's kind
 * @param name its name, in the object's own namespace
 * @param uid its uid
 */
public record ControllerReference(String kind, String name, String uid) {

    /** {@code Kind/name}. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
