package io.keelstream.contracts.problem;

import io.keelstream.contracts.revision.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why something is refused, waits or is worth knowing: one enum for all services. Its {@link #label} is the {@link
 * Problem#reason()} of events, status and metrics; it never changes once released, and each fact has one. Code that decides
 * by a problem's reason asks {@link #is}.
 */
public enum Reason {
    // A file in Git, or what a renderer makes of it.
    YAML_SYNTAX,
    UNKNOWN_FIELD,
    DUPLICATE_KEY,
    MISSING_FIELD,
    INVALID_VALUE,
    NOT_SUPPORTED("NotSupportedYet"),
    DUPLICATE_APPLICATION,
    DUPLICATE_OBJECT,
    INVALID_OBJECT,
    PATH_NOT_FOUND,
    LINK("LinkNotFollowed"),
    UNSAFE_ENTRY,
    LFS_POINTER,
    FILE_TOO_LARGE,
    BUNDLE_TOO_LARGE,
    PLAIN_SECRET,
    SECRET_FORMAT,
    CONTROL_CHANNEL,
    TEMPLATE_PARAMETER,
    TEMPLATE("InvalidTemplate"),
    RENDERER_MISSING,
    RENDERER_FAILED,
    RENDERER_LIMIT,
    RENDERER_INPUT,
    UNSTABLE_RENDER,
    HOOK_LEFT_OUT,
    HOOK_FORMAT,
    REMOVAL_WAITS,
    UNKNOWN_TARGET,
    TARGET_CYCLE,
    UNSIGNED_COMMIT,
    TENANT_LIMIT,

    // A chart or base that is not in the repository.
    SOURCE_NOT_ALLOWED,
    SOURCE_UNREACHABLE,
    SOURCE_UNAUTHORIZED,
    SOURCE_NOT_FOUND,
    SOURCE_DIGEST,
    SOURCE_INVALID,
    SOURCE_MOVED,

    // A repository.
    UNREADABLE_COMMIT,
    REPOSITORY_UNREACHABLE,
    REPOSITORY_UNAUTHORIZED,
    OBJECT_FORMAT("ObjectFormatNotSupported"),
    REF_NOT_FOUND,
    TRANSFER_TOO_LARGE,

    // An annotation or a dependency of an object.
    UNKNOWN_ANNOTATION,
    UNKNOWN_DEPENDENCY,
    DEPENDENCY_CYCLE,
    WAVE_CONTRADICTION,
    MARK_TAKEN,

    // A cluster.
    UNKNOWN_CLUSTER,
    CLUSTER_UNREACHABLE,
    CLUSTER_BUSY,
    CLUSTER_REPLACED,
    STOPPED,
    UNKNOWN_KIND,
    KIND_NOT_SERVED,
    KIND_NOT_READABLE,
    MISSING_NAMESPACE,
    NAMESPACE_TERMINATING,

    // An object in a cluster.
    HELD,
    HOLD_IGNORED,
    FOREIGN_OWNER,
    CONTROLLED,
    CONFLICT,
    IMMUTABLE_FIELD,
    REPLACEMENT_FAILED,
    JOB_RUNNING,
    OBJECT_TERMINATING,
    NOT_OURS,
    KEPT,
    REPLICAS_DROPPED,

    // What an API server answers.
    REFUSED,
    FORBIDDEN,
    NOT_FOUND,
    ALREADY_EXISTS,
    EXPIRED,
    DEPENDENCY_UNAVAILABLE,
    NO_DRY_RUN,

    // What must not be deleted without approval.
    PRUNE_LIMIT,
    PRUNE_CONFIRM,
    PRUNE_NEVER,
    PROTECTED_KIND,
    EMPTY_RENDER,
    REMOVAL_CONFIRM,
    LEFT_BEHIND,
    PAST_UNKNOWN,

    // What a change waits for.
    SYNC_MANUAL,
    APPROVAL_MISSING,
    APPROVAL_UNVERIFIED,
    REJECTED,
    WINDOW_CLOSED,
    RULE_BROKEN,
    RULE_LOCKED,
    RULE_UNKNOWN,
    COST_INCREASE,
    DEPENDENCY_NOT_READY,
    STILL_DEPENDED_ON,
    MOVE_WAITS,
    RELEASE_LIMIT,
    PAUSED,

    // A canary release.
    CANARY_FAILED,
    CANARY_WORKLOAD,
    CANARY_SERVICE,
    CANARY_ROUTE,
    CANARY_NAME,
    CANARY_SELECTOR,
    CANARY_SECRET,
    CANARY_ANALYSIS,
    CANARY_RUNNING,
    VERDICT_MISSING,

    // A release.
    UNSEALABLE,
    NOT_ESTABLISHED,
    NOT_HEALTHY,
    NOT_HEALTHY_IN_TIME,
    DEGRADED_BEFORE,
    FAILED,
    RELEASE_FAILED,
    ROLLED_BACK,
    LEFT_IN_PLACE,
    SECRETS_TAKEN_BACK,
    PINNED,
    HOOK_FAILED,
    PLAN_LOST,
    CANARY_HARM,
    CANARY_INCONCLUSIVE,
    CANARY_ABORTED,
    CANARY_ARMS_DIFFER,

    // A person's decision.
    HONOURED,
    DECISION_EXPIRED,
    DECISION_OUTDATED,
    DECISION_OVERRULED,
    DECISION_INVALID,
    DECISION_UNSIGNED,
    DECISION_UNVERIFIED,
    DECISION_FORBIDDEN,
    ROLLBACK_BARRED,

    // Keelstream itself.
    POISON_EVENT,
    PLAN_TOO_LARGE,
    NOT_OWNER,
    AND_MORE,
    INTERNAL("InternalError");

    private final String label;

    /** The constant's name in camel case. */
    Reason() {
        StringBuilder camel = new StringBuilder();
        for (String word : name().split("_", -1)) {
            camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        label = camel.toString();
    }

    Reason(String label) {
        this.label = label;
    }

    /** The stable name. */
    public String label() {
        return label;
    }

    /**
     * A problem with this reason.
     *
     * @param message what is wrong and what to do; never a secret value
     * @param where file with line and column, or an object; null when neither applies
     */
    public Problem problem(String message, @Nullable String where) {
        return new Problem(label, message, where);
    }

    /** Whether a problem has this reason. */
    public boolean is(Problem problem) {
        return problem.reason().equals(label);
    }
}
