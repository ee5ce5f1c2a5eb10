package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.util.List;

/** Is notified of a commit's evaluation while it runs: of parts on the thread that does them, of decisions on the caller's. */
@FunctionalInterface
public interface EvaluationListener {

    /**
     * Transitions of applications that hand objects over to each other, or of one alone, are to be written, all or nothing; called as
     * soon as they are certain.
     */
    void decided(List<ApplicationTransition> together);

    /** The commit's applications are being discovered. */
    default Part discovering() {
        return Part.NO_LISTENER;
    }

    /** A target is being rendered. */
    default Part rendering(TargetName target) {
        return Part.NO_LISTENER;
    }

    /** A part of the evaluation, until it is closed. */
    interface Part extends AutoCloseable {

        /** One without a listener. */
        Part NO_LISTENER = () -> {};

        /** The part failed. */
        default void refused(List<Problem> problems) {}

        /** The part failed with an unexpected exception; the target is rejected as well. */
        default void unexpected(Throwable failure) {}

        @Override
        void close();
    }
}
