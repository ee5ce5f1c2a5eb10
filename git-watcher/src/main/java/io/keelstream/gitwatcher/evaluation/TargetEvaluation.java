package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.kubernetes.digest.ObjectDigest;
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

    /** What the keys begin with of results that something from elsewhere is missing for. */
    private static final String LACKING = "sources ";

    /** The key of such a result, which is no other's: the target is rendered once it is there. */
    static String lackingSource(List<Problem> problems) {
        return LACKING
                + ObjectDigest.of(problems.stream().map(Problem::toString).toList());
    }

    /** The key of a target whose dependencies break a rule, which is no other's: it is rendered once they do not. */
    static String breakingRule(Problem problem) {
        return "dependency " + ObjectDigest.of(problem.toString());
    }

    /** Whether a key is that of such a result. */
    static boolean isLackingSource(String key) {
        return key.startsWith(LACKING);
    }

    /** The same as a result that waits for another target: objects move between the two. */
    TargetEvaluation waitingFor(Problem problem) {
        String key = "moves " + ObjectDigest.of(problem.toString());
        return new TargetEvaluation(
                name, application, target, key, inputs, sources, new EvaluationResult.Refused(List.of(problem)));
    }

    /** Whether it was refused because something from elsewhere is not to be had. */
    boolean lacksSource() {
        return result instanceof EvaluationResult.Refused && isLackingSource(inputKey);
    }

    /** The result. */
    sealed interface EvaluationResult {

        /** The inputs are those of the last render. */
        record Unchanged() implements EvaluationResult {}

        /**
         * A bundle.
         *
         * @param signers fingerprints of the keys that signed what it was rendered from; empty where nobody has to sign
         */
        record Accepted(Bundle.Complete bundle, String renderer, long millis, List<String> signers)
                implements EvaluationResult {

            /** The same, which these signed. */
            EvaluationResult by(List<String> others) {
                return new Accepted(bundle, renderer, millis, others);
            }
        }

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
