package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.head.Head.BundleHead;
import io.keelstream.contracts.head.Head.Ending;
import io.keelstream.contracts.head.Head.Lifetime;
import io.keelstream.contracts.head.Head.SourceHead;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.head.Head.Undecided;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.evaluation.TargetEvaluation.EvaluationResult.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes of a target's record other than an accepted bundle. Stateless. */
final class Heads {

    /** What is kept of a rejection; the event of the commit has all problems. */
    private static final int KEPT_PROBLEMS = 5;

    private Heads() {}

    /**
     * A target that never had a bundle.
     *
     * @param since number of the first commit that may have rejected it
     * @param files the files that are rejected; null where they are not known
     */
    static TargetHead neverGood(
            TargetName name,
            String key,
            @Nullable Target described,
            Refused refused,
            long since,
            @Nullable Undecided files) {
        String cluster = described == null ? "default" : described.cluster();
        String namespace = described == null ? name.application() : described.namespace();
        TargetPolicy policy = described == null ? TargetPolicy.DEFAULT : described.policy();
        BundleHead none = new BundleHead(null, List.of(), List.of(), cluster, namespace, policy, 0);
        Ending ending = new Ending(true, kept(refused.problems()), since, files);
        return new TargetHead(key, none, ending, false, List.of(), Lifetime.NONE);
    }

    /**
     * The last good bundle stays; only the newest inputs are rejected.
     *
     * @param since number of the first commit that may have let go of something, where it kept nothing before
     * @param files the files that are rejected; null where they are not known
     */
    static TargetHead rejected(TargetHead known, String key, Refused refused, long since, @Nullable Undecided files) {
        Ending ending = new Ending(true, kept(refused.problems()), since(known, since), files);
        return new TargetHead(key, known.bundle(), ending, known.removed(), known.sources(), known.lifetime());
    }

    /** It is rejected as it was before, though not all of its files need be the same. */
    static TargetHead stillRejected(TargetHead known, long since, Undecided files) {
        return rejected(known, known.inputKey(), new Refused(known.problems()), since, files);
    }

    /** Git may not have the target any more, and it keeps what it has. */
    static TargetHead held(TargetHead known, long since) {
        Ending ending = new Ending(known.rejected(), known.problems(), since(known, since), null);
        return new TargetHead(
                known.inputKey(), known.bundle(), ending, known.removed(), known.sources(), known.lifetime());
    }

    /** Number of the first commit that may have let go of what a target has. */
    static long since(@Nullable TargetHead known, long since) {
        Long recorded = known == null ? null : known.ending().since();
        return recorded != null ? recorded : known != null && known.rejected() ? 0 : since;
    }

    /** Git no longer has the target. */
    static TargetHead removed(TargetHead known, List<Desired.Moved> movedTo, Revision revision) {
        BundleHead last = known.bundle();
        BundleHead left = new BundleHead(
                last.bundleDigest(), List.of(), movedTo, last.cluster(), last.namespace(), last.policy(), 0);
        return new TargetHead("", left, Ending.GOOD, true, List.of(), known.lifetime())
                .changedBy(revision.numberedCommit());
    }

    /** Nothing is rendered anew: Git has what the target has, and more may be known of what it reads from elsewhere. */
    static TargetHead looked(TargetHead known, List<SourceHead> sources) {
        return new TargetHead(
                known.inputKey(), known.bundle(), Ending.GOOD, known.removed(), sources, known.lifetime());
    }

    static List<Problem> kept(List<Problem> problems) {
        return problems.stream().limit(KEPT_PROBLEMS).toList();
    }
}
