package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.ApplicationFile;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.render.Limits;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.snapshot.Snapshot;
import io.keelstream.kubernetes.digest.ObjectDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        return new TargetEvaluation(name, application, target, "refused " + inputKey, inputs, sources, other);
    }

    /** The key of nothing: of what still waits, and of what could not be written. */
    static final String NO_KEY = "";

    /** What the keys begin with of results that something from elsewhere is missing for. */
    private static final String LACKING = "sources ";

    /** What the keys begin with of targets that wait for others. */
    private static final String WAITING = "moves ";

    /** The key of such a result, which is no other's: the target is rendered once it is there. */
    static String lackingSource(List<Problem> problems) {
        return LACKING
                + ObjectDigest.of(problems.stream().map(Problem::toString).toList());
    }

    /**
     * The key of a target that is not rendered because of a rule, which is no other's: it is rendered once the rule is kept.
     *
     * @param rule the rule
     * @param folder the folder of its objects, with which the key changes; null where there is none, or it cannot be read
     */
    static String breaking(String rule, @Nullable Entry folder) {
        return rule + " " + content(folder);
    }

    /** Whether a key is that of such a result. */
    static boolean isLackingSource(String key) {
        return key.startsWith(LACKING);
    }

    /** The key of a target that waits for others, because objects move between them, or may have moved there. */
    static String waiting(Problem problem) {
        return WAITING + ObjectDigest.of(problem.toString());
    }

    /** The key of the targets of a file that cannot be used; another one with everything that is changed in its folder. */
    static String unusable(ApplicationFile.Unusable file, Snapshot snapshot) {
        Entry folder = snapshot.find(Paths.parent(file.file()));
        return "unusable " + ObjectDigest.of(List.of(file.problems().toString(), content(folder)));
    }

    /** Another text for other content; of the root, with which every commit is another one, always the same. */
    private static String content(@Nullable Entry folder) {
        return folder == null || folder.path().isEmpty() ? "" : folder.id();
    }

    /** The same as a result that waits for others. */
    TargetEvaluation waitingFor(Problem problem) {
        return new TargetEvaluation(
                name,
                application,
                target,
                waiting(problem),
                inputs,
                sources,
                new EvaluationResult.Refused(List.of(problem)));
    }

    /** Whether it is refused, or was and its inputs are the same. */
    boolean isRejected(@Nullable TargetHead head) {
        return result instanceof EvaluationResult.Refused
                || (result instanceof EvaluationResult.Unchanged && head != null && head.rejected());
    }

    /** Whether it was refused before as it is now, and the commit changes nothing of what was refused. */
    boolean isRecordedIn(@Nullable TargetHead head) {
        return head != null
                && head.rejected()
                && !inputKey.equals(NO_KEY)
                && head.inputKey().equals(inputKey);
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
