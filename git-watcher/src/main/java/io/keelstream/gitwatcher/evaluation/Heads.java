package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.head.Head.BundleHead;
import io.keelstream.contracts.head.Head.Ending;
import io.keelstream.contracts.head.Head.Lifetime;
import io.keelstream.contracts.head.Head.SourceHead;
import io.keelstream.contracts.head.Head.TargetHead;
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

    /** A target that never had a bundle. */
    static TargetHead neverGood(TargetName name, String key, @Nullable Target described, Refused refused) {
        String cluster = described == null ? "default" : described.cluster();
        String namespace = described == null ? name.application() : described.namespace();
        TargetPolicy policy = described == null ? TargetPolicy.DEFAULT : described.policy();
        BundleHead none = new BundleHead(null, List.of(), List.of(), cluster, namespace, policy, 0);
        return new TargetHead(key, none, ending(refused, List.of()), false, List.of(), Lifetime.NONE);
    }

    /** The last good bundle stays; only the newest inputs are rejected. What it waits for it does so for whatever it is rejected next. */
    static TargetHead rejected(TargetHead known, String key, Refused refused) {
        Ending ending = ending(refused, known.ending().waited());
        return new TargetHead(key, known.bundle(), ending, known.removed(), known.sources(), known.lifetime());
    }

    private static Ending ending(Refused refused, List<String> waitedFor) {
        List<String> waitsFor = refused.waitsFor().isEmpty() ? waitedFor : refused.waitsFor();
        return new Ending(
                true,
                kept(refused.problems()),
                waitsFor.size() > TargetEvaluation.MOST_WAITED ? List.of(TargetEvaluation.ANY) : waitsFor);
    }

    /** Git no longer has the target. */
    static TargetHead removed(TargetHead known, List<Desired.Moved> movedTo, Revision revision) {
        BundleHead last = known.bundle();
        BundleHead left = new BundleHead(
                last.bundleDigest(), List.of(), movedTo, last.cluster(), last.namespace(), last.policy(), 0);
        return new TargetHead("", left, Ending.GOOD, true, List.of(), known.lifetime())
                .changedBy(revision.numberedCommit());
    }

    /** Nothing is rendered anew, and more is known of what it reads from elsewhere. */
    static TargetHead looked(TargetHead known, List<SourceHead> sources) {
        return new TargetHead(
                known.inputKey(), known.bundle(), known.ending(), known.removed(), sources, known.lifetime());
    }

    static List<Problem> kept(List<Problem> problems) {
        return problems.stream().limit(KEPT_PROBLEMS).toList();
    }
}
