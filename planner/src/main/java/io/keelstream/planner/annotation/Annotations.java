package io.keelstream.planner.annotation;

import io.keelstream.kubernetes.hold.Hold;

/** The names of annotations and labels that the planner reads or writes. */
public final class Annotations {

    public static final String PREFIX = "keelstream.io/";

    public static final String OWNER = PREFIX + "owner";
    public static final String COMMIT = PREFIX + "commit";
    public static final String SHARD = PREFIX + "shard";
    public static final String WAVE = PREFIX + "wave";
    public static final String PRUNE = PREFIX + "prune";
    public static final String DRIFT = PREFIX + "drift";
    public static final String HEALTH = PREFIX + "health";
    public static final String REPLACE = PREFIX + "replace";
    public static final String IGNORE_FIELDS = PREFIX + "ignore-fields";
    public static final String DEPENDS_ON = PREFIX + "depends-on";
    public static final String HOLD_UNTIL = Hold.UNTIL;
    public static final String HOLD_BY = Hold.BY;

    static final String ARGO_WAVE = "argocd.argoproj.io/sync-wave";
    static final String ARGO_OPTIONS = "argocd.argoproj.io/sync-options";
    static final String FLUX_PRUNE = "kustomize.toolkit.fluxcd.io/prune";
    static final String FLUX_RECONCILE = "kustomize.toolkit.fluxcd.io/reconcile";
    static final String FLUX_SSA = "kustomize.toolkit.fluxcd.io/ssa";
    static final String FLUX_FORCE = "kustomize.toolkit.fluxcd.io/force";
    static final String HELM_POLICY = "helm.sh/resource-policy";

    private Annotations() {}
}
