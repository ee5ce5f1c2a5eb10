package io.keelstream.planner.reconcile;

import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.messaging.decision.DecisionTable;
import io.keelstream.planner.decision.Basis;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsal that a person asks for, and that nobody has refused or used up.
 *
 * @param made the decision
 * @param honoured whether it was honoured, on the target as it is now: what follows is its plan, until a release changes that
 */
record AskedRehearsal(StandingDecision made, boolean honoured) {

    /**
     * The rehearsal of a target; null where none is asked for. A decision that cannot be read asks for nothing, and
     * {@link ChangeDecisions} says so.
     *
     * @param basis what a rehearsal counts on now
     */
    static @Nullable AskedRehearsal of(String target, DecisionTable table, Basis basis) {
        StandingDecision made = table.at(Kind.REHEARSE.key(target), unreadable -> {});
        if (made == null || !made.answered()) {
            return made == null ? null : new AskedRehearsal(made, false);
        }
        DecisionAnswer answer = table.answer(made);
        return answer != null
                        && made.denied() == null
                        && answer.outcome() == Outcome.HONOURED
                        && basis.equals(Basis.of(answer))
                ? new AskedRehearsal(made, true)
                : null;
    }

    /** When it is over, should it not have begun; null for never. */
    @Nullable
    Instant end() {
        return made.expiresAt().equals(Instant.MAX) ? null : made.expiresAt();
    }

    /** The decision's id. */
    String id() {
        return made.decision().id();
    }
}
