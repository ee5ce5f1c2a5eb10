package io.keelstream.applier.journal;

import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.event.EventType;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.util.List;

/** The facts of an answer: the record that keeps a decision from being judged twice, and the audit event. Pure. */
public final class Answers {

    private Answers() {}

    /** The facts of an answer to a decision about the target. */
    public static List<Fact> facts(String target, DecisionAnswer answer, EventContext context) {
        EventType audited = switch (answer.outcome()) {
            case HONOURED -> EventType.DECISION_HONOURED;
            case REFUSED -> EventType.DECISION_REFUSED;
            case UNKNOWN -> throw new IllegalArgumentException("an answer has an outcome");
        };
        String key = answer.decision().kind().key(target);
        return List.of(
                Fact.of(EventType.APPLIER_ANSWERED, key, answer, context), Fact.of(audited, target, answer, context));
    }
}
