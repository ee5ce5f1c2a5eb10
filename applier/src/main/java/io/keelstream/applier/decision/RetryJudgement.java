package io.keelstream.applier.decision;

import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.inventory.Inventory.Block;
import io.keelstream.contracts.inventory.Inventory.FailedBundle;
import io.keelstream.contracts.inventory.Inventory.History;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a {@code retry} while no release runs: a release that a hook failed begins with that hook, a version that
 * failed its canary is put on trial again, a bundle that did not become healthy is released again, and one that waits for its
 * next try has it now. Pure.
 */
public final class RetryJudgement {

    private RetryJudgement() {}

    /**
     * Judges.
     *
     * @param target the target's key
     * @param history what earlier releases left
     * @param last the deployment that ran last; null before the first
     */
    public static Judgement of(
            StandingDecision made, String target, History history, @Nullable String last, Instant now) {
        Judgement unusable = Judgement.unusable(made, target, now);
        if (unusable != null) {
            return unusable;
        }
        boolean aboutLast = last != null && made.about(last);
        Block hook = history.failedHook();
        Block block = history.block();
        FailedBundle failed = history.failed();
        boolean blocked = block != null && block.retriedBy() == null;
        boolean held = failed != null && failed.retriedBy() == null;
        if (hook == null && !blocked && !held && history.retry() == null) {
            return Judgement.outdated("no version of " + target + " is blocked");
        }
        boolean later = hook != null && held && failed != null && failed.at().isAfter(hook.at());
        if (hook != null && ((aboutLast && !later) || made.about(hook.deploymentId()))) {
            return new Judgement.Lifted(
                    history.hookRetried(made.decision().actor()),
                    "the release of " + Revision.shortened(hook.commit()) + " begins again with its hook, as decided "
                            + made.by());
        }
        if (held && failed != null && (aboutLast || made.about(failed.deploymentId()))) {
            return lifted(
                    made, history.withFailed(failed.retried(made.decision().actor())), failed);
        }
        if (blocked && block != null && (aboutLast || made.about(block.deploymentId()))) {
            return new Judgement.Lifted(
                    history.withBlock(block.retried(made.decision().actor())),
                    "the version of " + block.commit() + " is put on trial again, as decided " + made.by());
        }
        if (aboutLast && history.retry() != null) {
            return new Judgement.Lifted(
                    history.withRetry(null), "the release is tried again now, as decided " + made.by());
        }
        return Judgement.outdated("it is about deployment "
                + made.decision().named().deploymentId() + ", but "
                + other(
                        blocked ? block : null,
                        hook != null ? hook.deploymentId() : failed == null ? last : failed.deploymentId()));
    }

    private static Judgement lifted(StandingDecision made, History history, FailedBundle failed) {
        return new Judgement.Lifted(
                history.withRetry(null),
                "commit " + Revision.shortened(failed.commit()) + " is released again, as decided " + made.by());
    }

    private static String other(@Nullable Block canary, @Nullable String failed) {
        return canary == null
                ? "deployment " + failed + " failed"
                : "deployment " + canary.deploymentId() + " failed its canary";
    }
}
