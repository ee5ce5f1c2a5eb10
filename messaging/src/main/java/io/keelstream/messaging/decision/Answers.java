package io.keelstream.messaging.decision;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts of an answer: the record that keeps a decision from being judged twice, the audit event, and what is in force from then
 * on. Pure.
 */
public final class Answers {

    private Answers() {}

    /** The facts of an answer to a decision that is under its own key. */
    public static List<Fact> facts(String target, DecisionAnswer answer, EventContext context) {
        return facts(target, answer.decision().key(target), answer, context);
    }

    /**
     * The facts of an answer.
     *
     * @param target the target that the decision is about
     * @param key where the decision is
     */
    public static List<Fact> facts(String target, String key, DecisionAnswer answer, EventContext context) {
        EventType audited = switch (answer.outcome()) {
            case HONOURED -> EventType.DECISION_HONOURED;
            case REFUSED -> EventType.DECISION_REFUSED;
            case UNKNOWN -> throw new IllegalArgumentException("an answer has an outcome");
        };
        EventType answered = answer.decision().kind().answers() == Topic.PLANNER_ANSWER
                ? EventType.PLANNER_ANSWERED
                : EventType.APPLIER_ANSWERED;
        Kind kind = answer.decision().kind();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(answered, key, answer, context));
        facts.add(Fact.of(audited, target, answer, context));
        if (answer.outcome() == Outcome.HONOURED && kind.lasts()) {
            facts.add(Fact.of(answered, kind.inForceKey(target), answer, context));
        } else if (answer.outcome() == Outcome.HONOURED && kind.ends()) {
            facts.add(Fact.tombstone(answered, kind.inForceKey(target), context));
        }
        return facts;
    }
}
