package io.keelstream.kubernetes.annotation;

import java.util.Set;

/** The annotations of Keelstream. */
public final class Annotations {

    /** What the names of all of them begin with. */
    public static final String PREFIX = "keelstream.io/";

    /** The installation and target that own an object; written by Keelstream. */
    public static final String OWNER = PREFIX + "owner";

    /** The commit at which an object changed last; written by Keelstream. */
    public static final String COMMIT = PREFIX + "commit";

    /** In which wave an object is applied: a whole number. */
    public static final String WAVE = PREFIX + "wave";

    /** {@code disabled}: the object is never pruned. */
    public static final String PRUNE = PREFIX + "prune";

    /** {@code correct}, {@code report} or {@code off}: what is done about drift. */
    public static final String DRIFT = PREFIX + "drift";

    /** {@code ignore}: the object counts as healthy. */
    public static final String HEALTH = PREFIX + "health";

    /** {@code on-immutable}: the object may be deleted and created again when an immutable field changes. */
    public static final String REPLACE = PREFIX + "replace";

    /** Paths (RFC 6901), separated by commas, that may differ without being drift. */
    public static final String IGNORE_FIELDS = PREFIX + "ignore-fields";

    /** Objects of the same wave that are applied before. */
    public static final String DEPENDS_ON = PREFIX + "depends-on";

    /** An RFC 3339 time until which the object is neither applied, corrected nor pruned. */
    public static final String HOLD_UNTIL = PREFIX + "hold-until";

    /** Who put the object on hold. */
    public static final String HOLD_BY = PREFIX + "hold-by";

    /** When the object is run as a hook. */
    public static final String HOOK = PREFIX + "hook";

    /** Which of several hooks runs first: a whole number, the lowest first. */
    public static final String HOOK_WEIGHT = PREFIX + "hook-weight";

    /** {@code before-create}, {@code succeeded}, {@code failed}: when the object of a hook is deleted. */
    public static final String HOOK_DELETE_POLICY = PREFIX + "hook-delete-policy";

    /** {@code allow}: a newer revision ends the hook while it runs. */
    public static final String HOOK_INTERRUPT = PREFIX + "hook-interrupt";

    /** {@code true}: no rollback passes the hook, unless a person says so. */
    public static final String BARRIER = PREFIX + "barrier";

    /** How long a hook may run, e.g. {@code 10m}. */
    public static final String HOOK_TIMEOUT = PREFIX + "hook-timeout";

    /** Which run of which hook an object is: deployment, phase and position; written by Keelstream. */
    public static final String HOOK_RUN = PREFIX + "hook-run";

    /** What becomes of a pod of the sandbox: {@code crash}, {@code stuck} and others. */
    public static final String PRETEND = PREFIX + "pretend";

    /** What a pod of the sandbox has written, with all its containers. */
    public static final String PRETEND_LOG = PREFIX + "pretend-log";

    /** How long a pod of the sandbox takes to start. */
    public static final String PRETEND_DELAY = PREFIX + "pretend-delay";

    /** How many requests per second a route or Service of the sandbox gets, or a pod of it sends to routes: a whole number. */
    public static final String PRETEND_LOAD = PREFIX + "pretend-load";

    /** The annotations that Git may set on an object that is applied, and those that Keelstream writes. */
    public static final Set<String> KNOWN = Set.of(
            OWNER,
            COMMIT,
            WAVE,
            PRUNE,
            DRIFT,
            HEALTH,
            REPLACE,
            IGNORE_FIELDS,
            DEPENDS_ON,
            HOLD_UNTIL,
            HOLD_BY,
            PRETEND,
            PRETEND_DELAY,
            PRETEND_LOG,
            PRETEND_LOAD);

    private Annotations() {}
}
