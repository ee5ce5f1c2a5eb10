package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.DecisionTable;
import io.keelstream.planner.decision.Approvals;
import io.keelstream.planner.decision.Approvals.Given;
import java.util.ArrayList;
import java.util.List;

/**
 * The approvals and rejections of one target, read once for one evaluation.
 *
 * @param open those that nobody answered yet
 * @param honoured those that were honoured and whose actors may still decide so
 */
record ChangeDecisions(List<StandingDecision> open, Approvals honoured) {

    ChangeDecisions {
        open = List.copyOf(open);
    }

    static ChangeDecisions of(String target, DecisionTable table) {
        List<StandingDecision> open = new ArrayList<>();
        List<Given> honoured = new ArrayList<>();
        List<Problem> unreadable = new ArrayList<>();
        for (String key : table.approvals(target)) {
            StandingDecision made = table.at(
                    key,
                    reason -> unreadable.add(Reason.POISON_EVENT.problem(
                            "the decision in " + Topic.DECISION.topicName() + " cannot be read (" + reason
                                    + "); it is ignored until it is made again",
                            key)));
            DecisionAnswer answer = made == null ? null : table.answer(made);
            if (made != null && !made.answered()) {
                open.add(made);
            } else if (made != null
                    && made.denied() == null
                    && answer != null
                    && answer.outcome() == Outcome.HONOURED) {
                honoured.add(new Given(made, answer.inventorySequence()));
            }
        }
        return new ChangeDecisions(open, new Approvals(honoured, unreadable));
    }
}
