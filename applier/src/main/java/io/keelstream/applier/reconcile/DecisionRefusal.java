package io.keelstream.applier.reconcile;

import io.keelstream.applier.decision.Judgement;
import io.keelstream.applier.gate.Reading;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.record.Records;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.event.EventContext;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions that refuse decisions of people. What is honoured is answered in the transaction of the transition that it
 * causes, by the release itself. Thread-safe.
 */
final class DecisionRefusal {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionRefusal.class);

    private final Records records;
    private final TransitionWriter transitions;
    private final Clock clock;

    DecisionRefusal(Records records, TransitionWriter transitions, Clock clock) {
        this.records = records;
        this.transitions = transitions;
        this.clock = clock;
    }

    /** Refuses what cannot be carried out, given what the target needs. A release whose state is not known judges nothing. */
    void refuse(String key, Known known, Decision decision) {
        ReleaseState state = decision instanceof Decision.Resume(ReleaseState running) ? running : null;
        if (state == null && (known.releasing() || !known.certain())) {
            return;
        }
        for (StandingDecision made : records.decisions(key).open()) {
            Instant now = clock.instant();
            if (Judgement.of(made, key, state, reading(key, state, now), now) instanceof Judgement.Refused refused) {
                transitions.write(key, Answers.facts(key, made.key(), refused.answer(made), EventContext.at(now)));
                LOG.atInfo()
                        .addKeyValue("target", key)
                        .addKeyValue("kind", made.decision().kind())
                        .addKeyValue("actor", made.decision().actor())
                        .addKeyValue("reason", refused.why())
                        .log("Decision refused");
            }
        }
    }

    private @Nullable Reading reading(String key, @Nullable ReleaseState state, Instant now) {
        return state == null ? null : Reading.of(state, records.analysis(key), now);
    }
}
