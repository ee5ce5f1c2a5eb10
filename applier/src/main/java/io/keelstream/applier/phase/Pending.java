package io.keelstream.applier.phase;

import io.keelstream.applier.live.Answer;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import org.jspecify.annotations.Nullable;

/**
 * One object that does not pass: it is neither healthy nor suspended as Git declares.
 *
 * @param reference the object
 * @param status its health
 * @param hopeless whether waiting longer is in vain
 * @param manifest the object as last seen; null where it is not known
 */
record Pending(
        ObjectReference reference,
        HealthStatus status,
        boolean hopeless,
        @Nullable Manifest manifest) {

    /** The same, which the server cannot show now. */
    Pending notShown(Answer.Unavailable answer) {
        String text = (status.message().isEmpty() ? "" : status.message() + "; ") + notShownText(answer);
        return new Pending(reference, new HealthStatus(status.health(), text), hopeless, manifest);
    }

    /** One that passes by what was seen of it before, and that the server cannot show now: it is waited for. */
    static Pending unknown(ObjectReference reference, Answer.Unavailable answer) {
        return new Pending(reference, new HealthStatus(Health.PROGRESSING, notShownText(answer)), false, null);
    }

    private static String notShownText(Answer.Unavailable answer) {
        return "is not shown now: " + answer.why();
    }

    /**
     * What is said of it.
     *
     * @param pods what its pods say; empty when they say nothing
     */
    Problem problem(Reason reason, String pods) {
        String text = status.health()
                + (status.message().isEmpty() ? "" : ": " + status.message())
                + (pods.isEmpty() ? "" : "; " + pods)
                + (reason == Reason.DEGRADED_BEFORE ? "; so before this release, which does not touch it" : "");
        return reason.problem(text, reference.toString());
    }

    boolean is(String groupKind) {
        return reference.groupKind().toString().equals(groupKind);
    }
}
