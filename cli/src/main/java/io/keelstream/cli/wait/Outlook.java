package io.keelstream.cli.wait;

import io.keelstream.cli.wait.Progress.Ambiguous;
import io.keelstream.cli.wait.Progress.Failed;
import io.keelstream.cli.wait.Progress.Healthy;
import io.keelstream.cli.wait.Progress.NeedsPerson;
import io.keelstream.cli.wait.Progress.Pending;
import io.keelstream.cli.wait.Progress.Running;
import io.keelstream.contracts.canary.TrialHold;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.head.Commits;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.head.Head.TargetHead;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a commit is at a target, as the tables say. What a commit makes of a target is the bundle of the last commit up to it that
 * changed the target; a later bundle counts as well. A plan, an outcome and a pin count where they are about that bundle alone. Pure.
 */
final class Outlook {

    private static final String HEALTHY = "Healthy";

    private final String name;
    private final RefView ref;
    private final NumberedCommit asked;
    private final TargetHead head;
    private final @Nullable TargetState state;
    private final @Nullable Plan plan;

    private Outlook(
            String name,
            RefView ref,
            NumberedCommit asked,
            TargetHead head,
            @Nullable TargetState state,
            @Nullable Plan plan) {
        this.name = name;
        this.ref = ref;
        this.asked = asked;
        this.head = head;
        this.state = state;
        this.plan = plan;
    }

    /**
     * Looks.
     *
     * @param target the target
     * @param digits the first digits of the commit, at least seven
     * @param heads what the git-watcher recorded, as far as it can be read, by the keys of the records
     * @param state the target's read model; null without one
     * @param plan its plan; null without one
     */
    static Progress of(
            TargetName target,
            String digits,
            Map<String, Head> heads,
            @Nullable TargetState state,
            @Nullable Plan plan) {
        RefView ref = RefView.of(heads, target, digits).orElse(null);
        if (ref == null) {
            return new Pending("no ref has the target " + target + " or the commit " + digits + " yet");
        }
        List<String> found = ref.commits().beginning(digits);
        if (found.size() > 1) {
            return new Ambiguous("several commits of " + ref.key() + " begin with " + digits + ": "
                    + String.join(", ", found) + "; name more digits");
        }
        NumberedCommit asked = found.isEmpty() ? older(digits, ref) : numbered(found.getFirst(), ref.commits());
        if (asked == null) {
            return new Pending("commit " + digits + " is not among the last " + Commits.KEPT + " of " + ref.key()
                    + ": it is not seen yet, is older, or is on another branch");
        }
        String text = "commit " + Revision.shortened(asked.commit());
        if (!ref.hasProcessed(asked)) {
            return new Pending(text + " is being rendered");
        }
        TargetHead head = ref.target();
        return head == null
                ? new Failed(text + " has no target " + target)
                : new Outlook(target.toString(), ref, asked, head, state, plan).look();
    }

    private static @Nullable NumberedCommit numbered(String commit, Commits commits) {
        Long number = commits.numberOf(commit);
        return number == null ? null : new NumberedCommit(number, commit);
    }

    /** A commit that is not kept any more may be the one that changed the target last. */
    private static @Nullable NumberedCommit older(String digits, RefView ref) {
        NumberedCommit changed = ref.target() == null ? null : ref.target().changedAt();
        return changed != null && changed.commit().regionMatches(true, 0, digits, 0, digits.length()) ? changed : null;
    }

    private Progress look() {
        NumberedCommit changed = head.changedAt();
        if (head.removed()) {
            return removed();
        }
        if (head.rejected() && (changed == null || changed.number() != asked.number() || !isHealthyAt(changed))) {
            return new Failed(rejection());
        }
        // A version that did not number commits changed the target: whatever is up to date counts.
        NumberedCommit due = changed == null || changed.number() > asked.number() ? asked : changed;
        boolean healthy = changed == null ? isUpToDate() : isHealthyAt(due);
        return healthy ? new Healthy(success(changed)) : ahead(due);
    }

    private Progress removed() {
        if (state == null) {
            return new Healthy(name + " is not in Git any more, and nothing of it is left");
        }
        return ahead(asked);
    }

    private boolean isHealthyAt(NumberedCommit commit) {
        return state != null && state.reached(commit) && state.health().equals(HEALTHY);
    }

    private boolean isUpToDate() {
        return state != null
                && state.health().equals(HEALTHY)
                && Boolean.TRUE.equals(state.revisions().upToDate());
    }

    private String success(@Nullable NumberedCommit changed) {
        String commit = Revision.shortened(asked.commit());
        if (changed == null || changed.number() == asked.number()) {
            return name + " is healthy at " + commit;
        }
        if (changed.number() < asked.number()) {
            return name + " is healthy at " + Revision.shortened(changed.commit()) + ", and " + commit
                    + " changes nothing of it";
        }
        Revision applied = state == null ? null : state.applied();
        return name + " is healthy at " + (applied == null ? "a later commit" : applied.shortCommit())
                + ", which has taken the place of " + commit;
    }

    private String rejection() {
        Revision at = ref.changedApplication();
        String later = at != null && !at.commit().equals(asked.commit()) && at.isAtOrAfter(asked)
                ? ", or of one up to " + at.shortCommit() + ","
                : "";
        String more = head.problems().size() > 1 ? " (and " + (head.problems().size() - 1) + " more)" : "";
        String first =
                head.problems().isEmpty() ? "" : ": " + text(head.problems().getFirst());
        return "the change of " + name + " by commit " + Revision.shortened(asked.commit()) + later + " is rejected"
                + first + more;
    }

    /** The target is not there yet. */
    private Progress ahead(NumberedCommit due) {
        if (state == null) {
            return new Pending(name + " waits for a plan");
        }
        if (state.running()) {
            return running(state);
        }
        if (plan == null || !head.isAnsweredBy(plan)) {
            return new Pending(name + " waits for a plan");
        }
        return planned(state, plan, due);
    }

    private Progress running(TargetState now) {
        TrialHold hold = now.canary() == null ? null : now.canary().hold();
        String text = name + " waits for " + now.waitingFor();
        return hold != null && hold.cause().forPeople() ? new NeedsPerson(text) : new Running(text);
    }

    private Progress planned(TargetState now, Plan current, NumberedCommit due) {
        String text = name + " waits for " + now.waitingFor();
        if (has(current, Reason.PINNED)) {
            return new NeedsPerson(name + " is pinned: " + now.waitingFor());
        }
        if (has(current, Reason.ROLLED_BACK) || has(current, Reason.RELEASE_FAILED)) {
            return new Failed(now.waitingFor());
        }
        return switch (current.state()) {
            case AWAITING_APPROVAL -> new NeedsPerson(text);
            case AWAITING_WINDOW, AWAITING_DEPENDENCY, UNKNOWN -> new Pending(text);
            case FAILED -> new Failed(text);
            case BLOCKED -> current.passes() ? new Pending(text) : new Failed(text);
            case READY, UNCHANGED ->
                now.heldByPause() == null ? ended(now, due) : new NeedsPerson(name + " is paused: " + now.waitingFor());
        };
    }

    private static boolean has(Plan current, Reason reason) {
        return Stream.concat(current.problems().stream(), current.warnings().stream())
                .anyMatch(reason::is);
    }

    private Progress ended(TargetState now, NumberedCommit due) {
        Revision deployed = now.deployment().deploymentRevision();
        boolean ours = deployed != null && deployed.isAtOrAfter(due);
        String outcome = now.lastOutcome();
        boolean bad = Outcome.FAILED.name().equals(outcome)
                || Outcome.DEGRADED.name().equals(outcome)
                || Outcome.ROLLED_BACK.name().equals(outcome);
        if (ours && bad) {
            return new Failed("the release of " + name + " ended " + outcome
                    + (now.waitingFor().isEmpty() ? unhealthy(now) : ": " + now.waitingFor()));
        }
        return new Pending(
                now.waitingFor().isEmpty()
                        ? name + " is " + now.health() + unhealthy(now)
                        : name + " waits for " + now.waitingFor());
    }

    private static String unhealthy(TargetState now) {
        return now.unhealthy().isEmpty()
                ? ""
                : ": " + now.unhealthy().getFirst().reference() + " "
                        + now.unhealthy().getFirst().message();
    }

    private static String text(Problem problem) {
        return (problem.where() == null ? "" : problem.where() + ": ") + problem.message();
    }
}
