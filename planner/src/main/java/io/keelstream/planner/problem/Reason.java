package io.keelstream.planner.problem;

import io.keelstream.contracts.revision.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a plan is not simply ready, or what a reader should know about it. The constant's name in camel case is the
 * {@link Problem#reason()} in events, status and metrics; it never changes once released.
 */
public enum Reason {
    POISON_EVENT,
    UNKNOWN_CLUSTER,
    CLUSTER_UNREACHABLE,
    CLUSTER_REPLACED,
    STOPPED,
    HELD,
    HOLD_IGNORED,
    FOREIGN_OWNER,
    CONTROLLED,
    CONFLICT,
    IMMUTABLE_FIELD,
    JOB_RUNNING,
    REFUSED,
    FORBIDDEN,
    UNKNOWN_KIND,
    MISSING_NAMESPACE,
    NAMESPACE_TERMINATING,
    OBJECT_TERMINATING,
    DUPLICATE_OBJECT,
    DEPENDENCY_CYCLE,
    WAVE_CONTRADICTION,
    PRUNE_LIMIT,
    PRUNE_CONFIRM,
    PROTECTED_KIND,
    PRUNE_NEVER,
    EMPTY_RENDER,
    REMOVAL_CONFIRM,
    LEFT_BEHIND,
    NOT_OURS,
    KEPT,
    UNKNOWN_ANNOTATION,
    UNKNOWN_DEPENDENCY,
    MARK_TAKEN,
    NO_DRY_RUN,
    PLAN_TOO_LARGE;

    private final String text;

    Reason() {
        StringBuilder camel = new StringBuilder();
        for (String word : name().split("_", -1)) {
            camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        text = camel.toString();
    }

    /** The reason as it stands in a {@link Problem}. */
    public String text() {
        return text;
    }

    /**
     * A problem of this reason.
     *
     * @param where object or file; null when the message stands for itself
     * @param message what is wrong and what to do; never a secret value
     */
    public Problem at(@Nullable String where, String message) {
        return new Problem(text, message, where);
    }

    /** Whether a problem has this reason. */
    public boolean is(Problem problem) {
        return problem.reason().equals(text);
    }
}
