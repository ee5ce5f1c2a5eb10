package io.keelstream.kubernetes.object;

import java.util.Comparator;

/**
 * The identity of an object inside one cluster: group, kind, namespace and name, never the version. Two manifests with
 * different apiVersions of one group are the same live object and have equal references.
 *
 * @param group API group; empty for the core group
 * @param kind kind
 * @param namespace namespace; empty for cluster-scoped objects
 * @param name name
 */
public record ObjectReference(String group, String kind, String namespace, String name)
        implements Comparable<ObjectReference> {

    private static final Comparator<ObjectReference> ORDER = Comparator.comparing(ObjectReference::group)
            .thenComparing(ObjectReference::kind)
            .thenComparing(ObjectReference::namespace)
            .thenComparing(ObjectReference::name);

    public ObjectReference {
        if (kind.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("kind and name of an object must not be empty");
        }
    }

    public GroupKind groupKind() {
        return new GroupKind(group, kind);
    }

    /** The same object in another namespace; empty makes it cluster-scoped. */
    public ObjectReference inNamespace(String other) {
        return new ObjectReference(group, kind, other, name);
    }

    /** Reads what {@link #toString()} writes. Throws {@link IllegalArgumentException} naming the text. */
    public static ObjectReference parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not an object reference (Kind.group/namespace/name): " + text);
        }
        int dot = parts[0].indexOf('.');
        String kind = dot < 0 ? parts[0] : parts[0].substring(0, dot);
        String group = dot < 0 ? "" : parts[0].substring(dot + 1);
        return new ObjectReference(group, kind, parts[1], parts[2]);
    }

    @Override
    public int compareTo(ObjectReference other) {
        return ORDER.compare(this, other);
    }

    /** {@code Kind.group/namespace/name}; the namespace is empty for cluster-scoped objects. */
    @Override
    public String toString() {
        return groupKind() + "/" + namespace + "/" + name;
    }
}
