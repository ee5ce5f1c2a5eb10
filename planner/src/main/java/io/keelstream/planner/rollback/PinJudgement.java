package io.keelstream.planner.rollback;

import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.Barrier;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.problem.Reason;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a {@code pin}, a {@code rollback} or an {@code unpin}. They count at any moment, also while a release runs, and where
 * nothing is known of what is applied: then the target stays as it is. Pure.
 */
public final class PinJudgement {

    private PinJudgement() {}

    /**
     * The target as it is.
     *
     * @param name its name
     * @param desired what Git wants; null where that is nothing
     * @param inventory what is applied; null before the first release
     * @param pinned whether it is pinned now
     */
    public record Situation(
            String name,
            @Nullable Desired desired,
            @Nullable Inventory inventory,
            boolean pinned) {}

    /** Judges. */
    public static DecisionAnswer of(StandingDecision made, Situation now, Effective.Lookup kept, Instant time)
            throws InterruptedException {
        Authority.Denied denied = made.denied();
        if (denied != null) {
            return made.refused(denied.reason(), denied.why());
        }
        if (!made.key().equals(Kind.PIN.key(now.name()))) {
            return made.refused(Reason.DECISION_INVALID, "the key " + made.key() + " is not that of a pin");
        }
        if (made.expired(time)) {
            return made.refused(Reason.DECISION_EXPIRED, "it counted until " + made.expiresAt());
        }
        return switch (made.decision().kind()) {
            case UNPIN ->
                now.pinned()
                        ? made.honoured(now.name() + " follows Git again, as decided by "
                                + made.decision().by())
                        : made.refused(Reason.DECISION_OUTDATED, now.name() + notPinned(now.desired()));
            case PIN, ROLLBACK -> pin(made, now, kept, time);
            case APPROVE, REJECT, RETRY, REPLAN, REHEARSE, RELEASE, PROMOTE, ABORT, PAUSE, RESUME, UNKNOWN ->
                made.refused(Reason.DECISION_INVALID, "it is no decision about a pin");
        };
    }

    private static DecisionAnswer pin(StandingDecision made, Situation now, Effective.Lookup kept, Instant time)
            throws InterruptedException {
        String commit = made.decision().named().commit();
        Desired desired = now.desired();
        if (commit == null || commit.length() < Pin.LEAST_DIGITS) {
            return made.refused(
                    Reason.DECISION_INVALID, "it names no commit, of which it takes " + Pin.LEAST_DIGITS + " digits");
        }
        if (desired == null || desired.removed()) {
            return made.refused(Reason.DECISION_OUTDATED, "Git has no target " + now.name());
        }
        if (now.inventory() == null) {
            return made.honoured(now.name() + " stays as it is until keelstream unpin " + now.name()
                    + ", since it is not known what was healthy here, as decided by "
                    + made.decision().by());
        }
        List<KnownGood> bundles = now.inventory().history().knownGood();
        Pin pin = new Pin(
                commit,
                new Pin.Origin.Person(Decided.of(made), time, Instant.MAX),
                Pin.Extent.of(made.decision().named()));
        KnownGood good = pin.among(bundles);
        if (good == null) {
            return made.refused(
                    Reason.DECISION_OUTDATED,
                    now.name() + " was not healthy at " + commit + " lately; "
                            + (bundles.isEmpty() ? "it was at no commit" : "it was at " + commits(bundles))
                            + ". For any other commit, revert in Git");
        }
        boolean wanted = good.bundle().equals(desired.bundleDigest());
        if (wanted && made.decision().kind() == Kind.ROLLBACK) {
            return made.refused(
                    Reason.DECISION_OUTDATED,
                    "commit " + good.revision().shortCommit() + " is what Git wants; keelstream pin stays at it");
        }
        Barrier barrier = wanted ? null : pin.barrier(now.inventory().history(), good);
        if (barrier != null) {
            return made.refused(Reason.ROLLBACK_BARRED, WayBack.barred(barrier, now.name(), commit));
        }
        Desired earlier = wanted ? desired : kept.find(good.bundle());
        if (earlier == null) {
            return made.refused(
                    Reason.DECISION_OUTDATED,
                    "the bundle of " + good.revision().shortCommit() + " is not kept; revert in Git");
        }
        String foreign = wanted ? null : WayBack.foreign(earlier, desired);
        if (foreign != null) {
            return made.refused(Reason.TENANT_LIMIT, foreign);
        }
        String moved = WayBack.moved(earlier, desired);
        if (moved != null) {
            return made.refused(
                    Reason.DECISION_OVERRULED,
                    moved + " moved between targets since " + good.revision().shortCommit() + "; revert in Git");
        }
        return made.honoured(now.name() + (made.decision().kind() == Kind.ROLLBACK ? " returns to " : " stays at ")
                + good.revision().shortCommit() + " until keelstream unpin " + now.name()
                + ", as decided by " + made.decision().by());
    }

    private static String notPinned(@Nullable Desired desired) {
        return desired != null && Pin.declared(desired) != null
                ? " is pinned in Git alone: take policy.pin out of keelstream.yaml"
                : " is not pinned";
    }

    private static String commits(List<KnownGood> bundles) {
        return bundles.stream().map(each -> each.revision().shortCommit()).collect(Collectors.joining(", "));
    }
}
