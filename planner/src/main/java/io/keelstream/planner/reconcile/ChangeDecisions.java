package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.DecisionTable;
import io.keelstream.planner.decision.Approvals;
import io.keelstream.planner.decision.Approvals.Given;
import io.keelstream.planner.decision.Basis;
import io.keelstream.planner.decision.TrialWaiver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people decided about the changes of one target, read once for one evaluation.
 *
 * @param open those that nobody answered yet
 * @param honoured those that were honoured and whose actors may still decide so
 * @param release the decision that a commit is released without its trial, while nobody has answered it; null without
 * @param replan the decision that a plan that failed is made again now, while nobody has answered it; null without
 */
record ChangeDecisions(
        List<StandingDecision> open,
        Approvals honoured,
        @Nullable StandingDecision release,
        @Nullable StandingDecision replan) {

    ChangeDecisions {
        open = List.copyOf(open);
    }

    /** Its problems say also which decisions about a pin and a rehearsal cannot be read. */
    static ChangeDecisions of(String target, DecisionTable table) {
        List<StandingDecision> open = new ArrayList<>();
        List<Given> honoured = new ArrayList<>();
        List<Problem> unreadable = new ArrayList<>();
        for (String key : table.approvals(target)) {
            StandingDecision made = at(table, key, unreadable);
            DecisionAnswer answer = made == null ? null : honoured(table, made);
            if (made != null && !made.answered()) {
                open.add(made);
            } else if (made != null && answer != null) {
                honoured.add(new Given(made, Basis.of(answer)));
            }
        }
        StandingDecision release = at(table, Kind.RELEASE.key(target), unreadable);
        StandingDecision replan = at(table, Kind.REPLAN.key(target), unreadable);
        at(table, Kind.REHEARSE.key(target), unreadable);
        at(table, Kind.PIN.key(target), unreadable);
        TrialWaiver waiver = release == null || honoured(table, release) == null ? null : new TrialWaiver(release);
        return new ChangeDecisions(
                open, new Approvals(honoured, unreadable, waiver), unanswered(release), unanswered(replan));
    }

    private static @Nullable StandingDecision unanswered(@Nullable StandingDecision made) {
        return made == null || made.answered() ? null : made;
    }

    private static @Nullable StandingDecision at(DecisionTable table, String key, List<Problem> unreadable) {
        return table.at(
                key,
                reason -> unreadable.add(Reason.POISON_EVENT.problem(
                        "the decision in " + Topic.DECISION.topicName() + " cannot be read (" + reason + "); "
                                + consequence(key),
                        key)));
    }

    /** It may be a pin, and then it holds where none is in force. */
    private static String consequence(String key) {
        String target = Topic.subject(key);
        return key.equals(Kind.PIN.key(target))
                ? "the target stays where it is pinned, or else as it is, until it is made again, or keelstream unpin "
                        + target + " is run"
                : "it is ignored until it is made again";
    }

    /** The answer to a decision that was honoured and that its actor may still make; null otherwise. */
    private static @Nullable DecisionAnswer honoured(DecisionTable table, StandingDecision made) {
        DecisionAnswer answer = table.answer(made);
        return made.denied() == null && answer != null && answer.outcome() == Outcome.HONOURED ? answer : null;
    }
}
