package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.snapshot.Entry;
import java.util.List;

/**
 * What one look at one target found.
 *
 * @param name the target's full name
 * @param application its application
 * @param target the target as its file describes it
 * @param inputKey key of its inputs
 * @param inputs what it reads
 * @param verdict the result
 */
record TargetEvaluation(
        TargetName name, Application application, Target target, String inputKey, List<Entry> inputs, Verdict verdict) {

    /** The result. */
    sealed interface Verdict {

        /** The inputs are those of the last render. */
        record Unchanged() implements Verdict {}

        /** A bundle. */
        record Accepted(Bundle.Complete bundle, String renderer, long millis) implements Verdict {}

        /** No bundle, and why. */
        record Refused(List<Problem> problems) implements Verdict {}
    }
}
