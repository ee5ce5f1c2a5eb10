package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.snapshot.Entry;
import java.util.List;

/**
 * The result of evaluating one target.
 *
 * @param name the target's full name
 * @param application its application
 * @param target the target as its file describes it
 * @param inputKey key of its inputs
 * @param inputs what it reads in the repository
 * @param sources what it reads from elsewhere
 * @param result the result
 */
record TargetEvaluation(
        TargetName name,
        Application application,
        Target target,
        String inputKey,
        List<Entry> inputs,
        UsedSources sources,
        EvaluationResult result) {

    /** The same with another result, which does not follow from the inputs alone. */
    TargetEvaluation refused(EvaluationResult other) {
        return new TargetEvaluation(name, application, target, NO_KEY, inputs, sources, other);
    }

    /** The key of a result that does not follow from the inputs alone: the target is evaluated again at the next opportunity. */
    static final String NO_KEY = "";

    /** The result. */
    sealed interface EvaluationResult {

        /** The inputs are those of the last render. */
        record Unchanged() implements EvaluationResult {}

        /** A bundle. */
        record Accepted(Bundle.Complete bundle, String renderer, long millis) implements EvaluationResult {}

        /** Something from elsewhere is still being fetched. */
        record Waiting() implements EvaluationResult {}

        /** No bundle, and why. */
        record Refused(List<Problem> problems) implements EvaluationResult {

            public Refused {
                problems = List.copyOf(Limits.cut(problems));
            }
        }
    }
}
