package io.keelstream.cli.decide;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.plan.PlanText;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.targets.TargetState.CanaryState;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a verb is going to do to a target as it is now. Pure: what cannot be done ends the command.
 *
 * @param kind what is decided
 * @param named what exactly is meant
 * @param effect what is going to happen, in a sentence
 */
record Intent(Kind kind, Named named, String effect) {

    /** Fewer digits name a change by accident. */
    private static final int FEWEST_DIGITS = 6;

    /** Fewer digits of a commit name nothing. */
    private static final int FEWEST_DIGITS_OF_COMMITS = 7;

    /**
     * The canary goes on.
     *
     * @param full whether it is promoted whatever steps and verdicts are missing
     */
    static Intent promote(TargetState target, boolean full) {
        CanaryState canary = onTrial(target);
        if (canary.rehearses()) {
            throw CommandFailure.no(canary(target, canary)
                    + " promotes nothing: the version that runs is on trial against itself. It ends by itself, or by"
                    + " keelstream abort " + name(target));
        }
        String deployment = deployment(target);
        if (full) {
            return new Intent(
                    Kind.PROMOTE,
                    Named.deployment(deployment),
                    "promotes " + canary(target, canary) + ", without further steps and verdicts");
        }
        TrialHold hold = canary.hold();
        if (hold != null && hold.cause() == TrialHold.Cause.START) {
            return new Intent(Kind.PROMOTE, Named.start(deployment), "begins " + canary(target, canary));
        }
        int step = canary.step() == null ? 0 : canary.step();
        boolean last = step == canary.steps() - 1;
        return new Intent(
                Kind.PROMOTE,
                Named.step(deployment, step),
                "ends the step of " + canary(target, canary) + "; "
                        + (last ? "the promotion follows" : "step " + (step + 2) + " follows"));
    }

    /** The canary is taken back. */
    static Intent abort(TargetState target) {
        CanaryState canary = running(target);
        return new Intent(
                Kind.ABORT,
                Named.deployment(deployment(target)),
                canary.rehearses()
                        ? "ends " + canary(target, canary) + "; nothing was promoted, and nothing is blocked"
                        : "takes back " + canary(target, canary)
                                + "; its version is not begun again until Git changes it, or keelstream retry");
    }

    /**
     * A commit is released without its trial.
     *
     * @param commit the commit, or its first digits, which may not be there yet; null for the one that Git wants
     */
    static Intent release(TargetState target, @Nullable String commit) {
        Revision wanted = target.desired();
        if (commit != null && commit.length() < FEWEST_DIGITS_OF_COMMITS) {
            throw CommandFailure.no("'" + commit + "' is too short; name the commit by " + FEWEST_DIGITS_OF_COMMITS
                    + " digits or more");
        }
        if (wanted != null && (commit == null || wanted.commit().startsWith(commit))) {
            return untried(wanted.commit(), text(wanted));
        }
        if (commit == null) {
            throw CommandFailure.no("Git wants nothing of " + name(target));
        }
        return untried(commit, "commit " + Revision.shortened(commit) + ", once it is pushed,");
    }

    private static Intent untried(String commit, String what) {
        return new Intent(
                Kind.RELEASE,
                Named.commit(commit),
                "releases " + what + " without a trial: nothing looks for harm before all pods are replaced");
    }

    /** The version that runs is put on trial against itself. */
    static Intent rehearse(TargetState target) {
        Revision applied = target.applied();
        if (applied == null) {
            throw CommandFailure.no(
                    "nothing of " + name(target) + " is applied; a rehearsal needs a version that runs");
        }
        if (target.running()) {
            throw CommandFailure.no("a release of " + name(target) + " runs; see keelstream status " + name(target));
        }
        return new Intent(
                Kind.REHEARSE,
                Named.commit(applied.commit()),
                "rehearses a canary with " + text(applied) + ", the version that runs: copies of it are created, get"
                        + " traffic step by step, and are compared with one another; nothing is promoted");
    }

    /**
     * Nothing of the target begins that moves forward, and its canary keeps its share of the traffic.
     *
     * @param hard whether what goes back is held as well
     */
    static Intent pause(TargetState target, boolean hard) {
        String what =
                hard ? "holds every release, also what goes back" : "holds new releases, and nothing that goes back";
        return new Intent(Kind.PAUSE, hard ? Named.EVERYTHING : Named.NOTHING, what + running(target, hard));
    }

    /** What of it runs, and what a pause does to that. */
    private static String running(TargetState target, boolean hard) {
        CanaryState canary = target.canary();
        if (canary != null && canary.step() != null) {
            return "; " + canary(target, canary) + " keeps its share, and "
                    + (hard ? "keelstream abort alone takes it back" : "harm still takes it back");
        }
        return target.running() ? "; the release that runs goes on to its end" : "";
    }

    /** What was paused goes on. */
    static Intent resume(TargetState target) {
        CanaryState canary = target.canary();
        return new Intent(
                Kind.RESUME,
                Named.NOTHING,
                "ends the pause: releases begin again"
                        + (canary == null || canary.step() == null
                                ? ""
                                : ", and " + canary(target, canary) + " goes on"));
    }

    /**
     * What failed is tried again: a plan, a version whose canary failed, a release that a hook failed, any other.
     *
     * @param plan what is planned for the target; null without a plan
     */
    static Intent retry(TargetState target, @Nullable Plan plan) {
        if (plan != null && plan.state() == Plan.State.FAILED && !target.running()) {
            return new Intent(
                    Kind.REPLAN,
                    Named.commit(plan.revision().commit()),
                    "makes the plan of " + text(plan.revision())
                            + " again, which failed, without waiting for its next try");
        }
        if (target.deploymentId() == null) {
            throw CommandFailure.no("nothing of " + name(target) + " was released yet");
        }
        if (target.running()) {
            throw CommandFailure.no("a release of " + name(target) + " runs; see keelstream status " + name(target));
        }
        return new Intent(
                Kind.RETRY,
                Named.deployment(deployment(target)),
                "tries again what failed: a version whose canary failed from its first step on, a release that a hook"
                        + " failed with that hook, anything else as a release");
    }

    /**
     * The target stays at a commit.
     *
     * @param commit the commit, or its first digits; null for the one that is applied
     */
    static Intent pin(TargetState target, @Nullable String commit) {
        Revision applied = target.applied();
        Revision chosen =
                commit == null ? healthy(target, applied == null ? "" : applied.commit()) : healthy(target, commit);
        return new Intent(
                Kind.PIN,
                Named.commit(chosen.commit()),
                "stays at " + text(chosen) + " whatever Git wants, until keelstream unpin");
    }

    /**
     * The target returns to a commit and stays there.
     *
     * @param commit the commit, or its first digits; null for the last one that was healthy, other than the one that Git wants
     */
    static Intent rollback(TargetState target, @Nullable String commit) {
        Revision wanted = target.desired();
        Revision chosen = commit != null
                ? healthy(target, commit)
                : target.healthy().stream()
                        .filter(each -> wanted == null || !each.commit().equals(wanted.commit()))
                        .findFirst()
                        .orElseThrow(() -> CommandFailure.no(
                                name(target) + " was healthy at no earlier commit lately; revert in Git"));
        return new Intent(
                Kind.ROLLBACK,
                Named.commit(chosen.commit()),
                "returns to " + text(chosen) + " and stays there, until keelstream unpin; what runs now ends first");
    }

    /** The same, also past hooks that are barriers. */
    Intent pastBarriers() {
        return new Intent(kind, named.pastBarriers(), effect + "; also past hooks that are barriers");
    }

    /** The same, with the Secrets of the commit. */
    Intent withSecrets() {
        return new Intent(
                kind, named.withItsSecrets(), effect + "; with its Secrets, also where they were rotated since");
    }

    /** The target follows Git again. */
    static Intent unpin(TargetState target) {
        Revision wanted = target.desired();
        return new Intent(
                Kind.UNPIN,
                Named.NOTHING,
                "follows Git again" + (wanted == null ? "" : ", which wants " + text(wanted)));
    }

    private static Revision healthy(TargetState target, String commit) {
        return target.healthy().stream()
                .filter(each -> commit.length() >= FEWEST_DIGITS_OF_COMMITS
                        && each.commit().startsWith(commit))
                .findFirst()
                .orElseThrow(() -> CommandFailure.no(name(target) + " was not healthy at "
                        + (commit.isEmpty() ? "what is applied" : Revision.shortened(commit)) + " lately. "
                        + (target.healthy().isEmpty()
                                ? "It was at no commit"
                                : "It was at "
                                        + target.healthy().stream()
                                                .map(Intent::text)
                                                .collect(Collectors.joining(", ")))
                        + ". For any other commit, revert in Git"));
    }

    private static String text(Revision revision) {
        return revision.shortCommit() + " \"" + revision.message() + "\"";
    }

    /**
     * The change may be applied.
     *
     * @param digest the change as the person named it: its digest, or the digest's first digits
     */
    static Intent approve(String target, Plan plan, String digest) {
        return change(Kind.APPROVE, "approves ", target, plan, digest);
    }

    /** The change is not applied, unless whoever rejected it takes that back. */
    static Intent reject(String target, Plan plan, String digest) {
        return change(Kind.REJECT, "rejects ", target, plan, digest);
    }

    private static Intent change(Kind kind, String verb, String target, Plan plan, String digest) {
        String planned = plan.changeDigest();
        String what = planned.isEmpty() ? "" : "change " + Plan.shortDigest(planned) + " of ";
        String commit = plan.revision().shortCommit() + " \"" + plan.revision().message() + "\"";
        if (planned.isEmpty() || plan.actions().isEmpty()) {
            throw CommandFailure.no("no change of " + target + " waits; see keelstream plan " + target);
        }
        if (!named(planned, digest)) {
            throw CommandFailure.no("'" + digest + "' is not the change of " + target + " that waits, which is "
                    + Plan.shortDigest(planned) + " (" + commit + "); see keelstream plan " + target);
        }
        return new Intent(kind, Named.change(planned), verb + what + commit + ": " + PlanText.summary(plan));
    }

    private static boolean named(String planned, String digest) {
        String digits = planned.substring(planned.indexOf(':') + 1);
        return planned.equals(digest) || (digest.length() >= FEWEST_DIGITS && digits.startsWith(digest));
    }

    private static CanaryState onTrial(TargetState target) {
        CanaryState canary = running(target);
        if (canary.step() == null) {
            throw CommandFailure.no(
                    canary(target, canary) + " is being promoted; keelstream abort " + name(target) + " takes it back");
        }
        return canary;
    }

    private static CanaryState running(TargetState target) {
        CanaryState canary = target.canary();
        if (canary == null || target.deploymentId() == null) {
            throw CommandFailure.no("no canary of " + name(target) + " runs"
                    + (target.waitingFor().isEmpty() ? "" : "; what the target waits for: " + target.waitingFor()));
        }
        return canary;
    }

    private static String deployment(TargetState target) {
        @Nullable String id = target.deploymentId();
        return id == null ? "" : id;
    }

    private static String canary(TargetState target, CanaryState canary) {
        String commit = target.desired() == null
                ? ""
                : " of " + target.desired().shortCommit() + " \""
                        + target.desired().message() + "\"";
        String step = canary.step() == null ? "" : ", step " + (canary.step() + 1) + " of " + canary.steps();
        return (canary.rehearses() ? "the rehearsal" : "the canary") + commit + " (" + canary.weight() + " %" + step
                + ")";
    }

    private static String name(TargetState target) {
        return target.target() + "/" + target.application();
    }
}
