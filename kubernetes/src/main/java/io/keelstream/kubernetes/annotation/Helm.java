package io.keelstream.kubernetes.annotation;

/** Annotations of Helm that Keelstream understands. */
public final class Helm {

    /** {@code keep}: the object is never pruned. */
    public static final String RESOURCE_POLICY = "helm.sh/resource-policy";

    /** When the object is run as a hook. */
    public static final String HOOK = "helm.sh/hook";

    /** Which of several hooks runs first. */
    public static final String HOOK_WEIGHT = "helm.sh/hook-weight";

    /** When the object of a hook is deleted. */
    public static final String HOOK_DELETE_POLICY = "helm.sh/hook-delete-policy";

    private Helm() {}
}
