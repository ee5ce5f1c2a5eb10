package io.keelstream.sandbox.resource;

/**
 * A type of stored object, without a version: objects are stored once, and served in every version.
 *
 * @param group API group; empty for core
 * @param plural e.g. {@code deployments}
 */
public record TypeKey(String group, String plural) {

    /** {@code apps/deployments}, {@code configmaps}: how request counts and faults name it. */
    @Override
    public String toString() {
        return group.isEmpty() ? plural : group + "/" + plural;
    }
}
