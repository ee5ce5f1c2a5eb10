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
import java.util.Collection;
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
        return new TargetEvaluation(name, application, target, NO_KEY, inputs, sources, other);
    }

    /** The key of a result that does not follow from the inputs alone: the target is evaluated again at the next opportunity. */
    static final String NO_KEY = "";

    /** What the keys begin with of results that something from elsewhere is missing for. */
    private static final String LACKING = "sources ";

    /** What the keys begin with of targets that wait for others. */
    private static final String WAITING = "moves ";

    /** How many names of others are recorded. */
    private static final int MOST_WAITED = 20;

    /** Stands for the names of too many others: whatever is not known. */
    static final String ANY = "*";

    /** The key of such a result, which is no other's: the target is rendered once it is there. */
    static String lackingSource(List<Problem> problems) {
        return LACKING
                + ObjectDigest.of(problems.stream().map(Problem::toString).toList());
    }

    /**
     * The key of a target that is not rendered because of a rule, which is no other's: it is rendered once the rule is kept.
     *
     * @param rule the rule
     * @param folder the folder of its objects, with which the key changes; null where there is none
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

    /**
     * The result of a target that waits for others.
     *
     * @param others the names of what it waits for; recorded as {@link #ANY} where they are too many
     */
    static EvaluationResult.Refused waits(Problem problem, Collection<String> others) {
        return new EvaluationResult.Refused(
                List.of(problem), others.size() > MOST_WAITED ? List.of(ANY) : List.copyOf(others));
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
    TargetEvaluation waitingFor(Problem problem, Collection<String> others) {
        return new TargetEvaluation(
                name, application, target, waiting(problem), inputs, sources, waits(problem, others));
    }

    /** Whether it was refused before as it is now, and the commit changes nothing of what was refused. */
    boolean isRecordedIn(@Nullable TargetHead head) {
        return head != null
                && head.rejected()
                && head.inputKey().equals(inputKey)
                && (!inputKey.equals(NO_KEY) || head.problems().equals(problems()));
    }

    /** What a record says of why it was refused; nothing where it was not. */
    private List<Problem> problems() {
        return result instanceof EvaluationResult.Refused refused ? Heads.kept(refused.problems()) : List.of();
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

        /**
         * No bundle, and why.
         *
         * @param waitsFor to what objects that would leave the target may have moved; empty where it is refused for something else
         */
        record Refused(List<Problem> problems, List<String> waitsFor) implements EvaluationResult {

            public Refused {
                problems = List.copyOf(Limits.cut(problems));
                waitsFor = List.copyOf(waitsFor);
            }

            /** For something else than a move. */
            Refused(List<Problem> problems) {
                this(problems, List.of());
            }
        }
    }
}
