package io.keelstream.kubernetes.annotation;

/** Annotations of Flux that Keelstream understands. */
public final class Flux {

    /** How the API groups of Flux end, and the prefixes of its annotations and labels. */
    public static final String DOMAIN = ".toolkit.fluxcd.io/";

    private static final String PREFIX = "kustomize" + DOMAIN;

    /** {@code disabled}: the object is never pruned. */
    public static final String PRUNE = PREFIX + "prune";

    /** {@code disabled}: the object is left alone. */
    public static final String RECONCILE = PREFIX + "reconcile";

    /** How the object is applied: {@code Override}, {@code Merge}, {@code IfNotPresent} or {@code Ignore}. */
    public static final String SSA = PREFIX + "ssa";

    /** {@code enabled}: the object may be deleted and created again when an immutable field changes. */
    public static final String FORCE = PREFIX + "force";

    private Flux() {}
}
