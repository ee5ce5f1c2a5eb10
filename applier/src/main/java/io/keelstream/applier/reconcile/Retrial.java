package io.keelstream.applier.reconcile;

import io.keelstream.applier.decision.Judgement;
import io.keelstream.applier.decision.RetryJudgement;
import io.keelstream.applier.journal.TransitionWriter;
import io.keelstream.applier.record.Known;
import io.keelstream.applier.record.Records;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.StandingDecision;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction by which what failed here may be tried again, as a person decided: the inventory says so from then on, and
 * the planner plans anew. Thread-safe.
 */
final class Retrial {

    private final Records records;
    private final TransitionWriter transitions;
    private final Clock clock;

    Retrial(Records records, TransitionWriter transitions, Clock clock) {
        this.records = records;
        this.transitions = transitions;
        this.clock = clock;
    }

    /** Answers a {@code retry} while no release runs; whether the records are others now. */
    boolean judged(String key, Known known) {
        StandingDecision made = records.decisions(key).open(Kind.RETRY);
        if (made == null || known.releasing() || !known.certain()) {
            return false;
        }
        Inventory inventory = known.inventory();
        Execution last = known.execution();
        Judgement judgement = RetryJudgement.of(
                made,
                key,
                inventory == null ? Inventory.History.NONE : history(inventory, known.desired()),
                last == null ? null : last.deploymentId(),
                clock.instant());
        List<Fact> facts = facts(key, made, judgement, inventory);
        if (!facts.isEmpty()) {
            transitions.write(key, facts);
        }
        return !facts.isEmpty();
    }

    /** What failed here; of several bundles the one that Git wants now comes first. */
    private static Inventory.History history(Inventory inventory, @Nullable Desired desired) {
        return desired == null ? inventory.history() : inventory.history().facing(desired.bundleDigest());
    }

    private List<Fact> facts(String key, StandingDecision made, Judgement judgement, @Nullable Inventory inventory) {
        EventContext context = EventContext.at(clock.instant());
        List<Fact> facts = new ArrayList<>();
        if (judgement instanceof Judgement.Lifted lifted && inventory != null) {
            Inventory after = inventory.withHistory(lifted.history()).next(null);
            facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, after, context));
            facts.addAll(Answers.facts(key, made.key(), lifted.answer(made), context));
        } else if (judgement instanceof Judgement.Refused refused) {
            facts.addAll(Answers.facts(key, made.key(), refused.answer(made), context));
        }
        return facts;
    }
}
