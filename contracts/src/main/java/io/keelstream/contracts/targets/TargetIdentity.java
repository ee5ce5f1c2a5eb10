package io.keelstream.contracts.targets;

/**
 * A target as public records name it: by its two names, with its place.
 *
 * @param target the target's own name
 * @param application the application's name
 * @param cluster the cluster's name
 * @param namespace default namespace
 */
public record TargetIdentity(String target, String application, String cluster, String namespace) {

    /** The target of this name in a place. */
    public static TargetIdentity of(TargetName name, String cluster, String namespace) {
        return new TargetIdentity(name.target(), name.application(), cluster, namespace);
    }

    /** Its name. */
    public TargetName name() {
        return new TargetName(target, application);
    }
}
