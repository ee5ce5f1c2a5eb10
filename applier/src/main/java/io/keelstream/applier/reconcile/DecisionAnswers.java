package io.keelstream.applier.reconcile;

import io.keelstream.applier.decision.Decisions;
import io.keelstream.applier.decision.Judgement;
import io.keelstream.applier.decision.Pause;
import io.keelstream.applier.decision.PauseJudgement;
import io.keelstream.applier.gate.Reading;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.record.Records;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.event.EventContext;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions that answer decisions of people which move no release: those that are refused, and pauses and their ends. What
 * moves a release is answered in the transaction of the transition that it causes, by the release itself. Thread-safe.
 */
final class DecisionAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionAnswers.class);

    private final Records records;
    private final TransitionWriter transitions;
    private final Clock clock;

    DecisionAnswers(Records records, TransitionWriter transitions, Clock clock) {
        this.records = records;
        this.transitions = transitions;
        this.clock = clock;
    }

    /**
     * Answers what moves no release, given what the target needs; whether anything counts now that did not before. A release whose
     * state is not known judges nothing.
     */
    boolean noted(String key, Known known, Decision decision) {
        ReleaseState state = decision instanceof Decision.Resume(ReleaseState running) ? running : null;
        if (state == null && (known.releasing() || !known.certain())) {
            return false;
        }
        boolean noted = false;
        Decisions decisions = records.decisions(key);
        for (StandingDecision made : decisions.open()) {
            Instant now = clock.instant();
            DecisionAnswer answer = answer(made, judged(key, made, state, pause(key, known, decisions), now));
            if (answer != null) {
                transitions.write(key, Answers.facts(key, made.key(), answer, EventContext.at(now)));
                noted |= answer.outcome() == Outcome.HONOURED;
                LOG.atInfo()
                        .addKeyValue("target", key)
                        .addKeyValue("kind", made.decision().kind())
                        .addKeyValue("actor", made.decision().actor())
                        .addKeyValue("outcome", answer.outcome())
                        .addKeyValue("reason", answer.message())
                        .log("Decision answered");
            }
        }
        return noted;
    }

    /** The pause that is in force, or was until now by a decision that could not be read, in whose place another one is. */
    private static @Nullable Pause pause(String key, Known known, Decisions decisions) {
        Pause said = Pause.UNREADABLE;
        boolean stood =
                known.state() != null && known.state().conditions().contains(said.problem(TargetName.parse(key)));
        return decisions.inForce() == null && stood ? said : decisions.inForce();
    }

    private Judgement judged(
            String key, StandingDecision made, @Nullable ReleaseState state, @Nullable Pause pause, Instant now) {
        return switch (made.decision().kind()) {
            case PAUSE, RESUME -> PauseJudgement.of(made, key, state, pause, now);
            case APPROVE, REJECT, RETRY, REPLAN, REHEARSE, RELEASE, PROMOTE, ABORT, PIN, ROLLBACK, UNPIN, UNKNOWN ->
                Judgement.of(made, key, state, reading(key, state, now), now);
        };
    }

    private static @Nullable DecisionAnswer answer(StandingDecision made, Judgement judgement) {
        return switch (judgement) {
            case Judgement.Refused refused -> refused.answer(made);
            case Judgement.Noted noted -> noted.answer(made);
            case Judgement.Honoured _, Judgement.Lifted _, Judgement.Open _ -> null;
        };
    }

    private @Nullable Reading reading(String key, @Nullable ReleaseState state, Instant now) {
        return state == null ? null : Reading.of(state, records.analysis(key), now);
    }
}
