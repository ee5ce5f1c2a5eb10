package io.keelstream.planner.cluster;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import org.jspecify.annotations.Nullable;

/** Ends a look at a cluster in the middle: the same question may have an answer later. */
public final class TransientFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String said;
    private final boolean ownError;

    public TransientFailure(ApiError error) {
        this(reason(error), words(error), error.kind() == ApiError.Kind.TRANSIENT && error.code() == 500);
    }

    /**
     * @param reason why there is no answer
     * @param said what is known of that
     */
    TransientFailure(Reason reason, String said) {
        this(reason, said, false);
    }

    private TransientFailure(Reason reason, String said, boolean ownError) {
        super(said, null, false, false);
        this.reason = reason;
        this.said = said;
        this.ownError = ownError;
    }

    /**
     * Whether this is an answer about one object, and says nothing of the others: the account may not read it, what the server has
     * to ask about it is away, or the server has an error of its own with it (500), again and again.
     */
    public boolean aboutObject() {
        return ownError || reason == Reason.DEPENDENCY_UNAVAILABLE || forbidden();
    }

    /** Whether the account may not read it. */
    public boolean forbidden() {
        return reason == Reason.FORBIDDEN;
    }

    /** Whether the server does not answer at all. */
    public boolean away() {
        return reason == Reason.CLUSTER_UNREACHABLE;
    }

    /**
     * The same for people.
     *
     * @param cluster the installation's name for the cluster
     * @param where the object that was asked about; null for none in particular
     */
    public Problem problem(String cluster, @Nullable String where) {
        return reason.problem(
                switch (reason) {
                    case CLUSTER_UNREACHABLE ->
                        "cluster " + cluster + " is unreachable; planning resumes when it answers: " + said;
                    case DEPENDENCY_UNAVAILABLE ->
                        said
                                + ". The API server answers; what it names does not. Repair or remove that, planning goes on"
                                + " then";
                    case FORBIDDEN ->
                        said.contains(" by RBAC")
                                ? said
                                : said + "; let the planner's account read it (deploy/kubernetes/README.md says how)";
                    default ->
                        ownError
                                ? said
                                        + ". The API server answers with an error of its own (500); planning is tried again."
                                        + " Change the object, or look into the API server's log"
                                : "cluster " + cluster
                                        + " answers, but not to everything now; planning is tried again: " + said;
                },
                where);
    }

    private static Reason reason(ApiError error) {
        return switch (error.kind()) {
            case UNREACHABLE -> Reason.CLUSTER_UNREACHABLE;
            case DEPENDENCY -> Reason.DEPENDENCY_UNAVAILABLE;
            case FORBIDDEN -> Reason.FORBIDDEN;
            case TRANSIENT, NOT_FOUND, CONFLICT, ALREADY_EXISTS, PERMANENT, GONE, NOT_OWNER -> Reason.CLUSTER_BUSY;
        };
    }

    private static String words(ApiError error) {
        return error.message().isEmpty() ? "no answer (" + error.code() + ")" : error.message();
    }
}
