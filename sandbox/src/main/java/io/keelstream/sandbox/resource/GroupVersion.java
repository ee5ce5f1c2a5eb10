package io.keelstream.sandbox.resource;

/**
 * A group and one of its versions.
 *
 * @param group API group; empty for core
 * @param version e.g. {@code v1}
 */
public record GroupVersion(String group, String version) {

    /** {@code apps/v1}, or {@code v1} for the core group. */
    @Override
    public String toString() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Reads what {@link #toString} writes. */
    public static GroupVersion parse(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersion("", apiVersion)
                : new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
    }
}
