package io.keelstream.kubernetes.annotation;

/** Annotations of Argo CD that Keelstream understands. */
public final class ArgoCd {

    /** What the names of all of its annotations begin with. */
    public static final String PREFIX = "argocd.argoproj.io/";

    /** In which wave an object is applied. */
    public static final String SYNC_WAVE = "argocd.argoproj.io/sync-wave";

    /** Options of the apply, separated by commas. */
    public static final String SYNC_OPTIONS = "argocd.argoproj.io/sync-options";

    /** When the object is run as a hook. */
    public static final String HOOK = "argocd.argoproj.io/hook";

    /** When the object of a hook is deleted. */
    public static final String HOOK_DELETE_POLICY = "argocd.argoproj.io/hook-delete-policy";

    /** Options of the comparison with Git. */
    public static final String COMPARE_OPTIONS = "argocd.argoproj.io/compare-options";

    private ArgoCd() {}
}
