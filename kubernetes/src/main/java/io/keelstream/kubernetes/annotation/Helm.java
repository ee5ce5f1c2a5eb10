package io.keelstream.kubernetes.annotation;

/** Annotations of Helm that Keelstream understands. */
public final class Helm {

    /** {@code keep}: the object is never pruned. */
    public static final String RESOURCE_POLICY = "helm.sh/resource-policy";

    /** When the object is run as a hook. */
    public static final String HOOK = "helm.sh/hook";

    private Helm() {}
}
