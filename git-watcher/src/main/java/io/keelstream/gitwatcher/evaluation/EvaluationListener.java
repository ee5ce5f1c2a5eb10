package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import java.util.List;

/** Hears of a commit's evaluation while it runs. Parts are told on the thread that does them, decisions on the caller's. */
@FunctionalInterface
public interface EvaluationListener {

    /** Of an application something is to be written; told as early as it is certain. */
    void decided(ApplicationTransition transition);

    /** The commit's applications are being looked for. */
    default Part discovering() {
        return Part.UNHEARD;
    }

    /** A target is being rendered. */
    default Part rendering(TargetName target) {
        return Part.UNHEARD;
    }

    /** A part that is being done, until it is closed. */
    interface Part extends AutoCloseable {

        /** One that nobody listens to. */
        Part UNHEARD = () -> {};

        /** It came to nothing. */
        default void refused(List<Problem> problems) {}

        /** Nobody foresaw how it failed; it is refused as well. */
        default void unexpected(Throwable failure) {}

        @Override
        void close();
    }
}
