package io.keelstream.kubernetes.object;

/**
 * A kind of object without its version: the part of an object's type that is identity.
 *
 * @param group API group; empty for the core group
 * @param kind kind, e.g. {@code Deployment}
 */
public record GroupKind(String group, String kind) implements Comparable<GroupKind> {

    public GroupKind {
        if (kind.isEmpty()) {
            throw new IllegalArgumentException("kind is empty");
        }
    }

    /** Reads the group from an apiVersion ({@code v1}, {@code apps/v1}); the version is dropped. */
    public static GroupKind of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return new GroupKind(slash < 0 ? "" : apiVersion.substring(0, slash), kind);
    }

    /** Whether the group has a dot, as those of all custom resources have, and some of Kubernetes itself. */
    public boolean isCustom() {
        return group.indexOf('.') >= 0;
    }

    @Override
    public int compareTo(GroupKind other) {
        int byGroup = group.compareTo(other.group);
        return byGroup != 0 ? byGroup : kind.compareTo(other.kind);
    }

    /** {@code Deployment.apps}, or {@code Service} for the core group: the form kubectl uses. */
    @Override
    public String toString() {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}
