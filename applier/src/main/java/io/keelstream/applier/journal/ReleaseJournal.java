package io.keelstream.applier.journal;

import io.keelstream.applier.inventory.InventoryProgress;
import io.keelstream.applier.notice.Notice;
import io.keelstream.applier.release.Hooking;
import io.keelstream.applier.release.Release;
import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.release.Results;
import io.keelstream.applier.release.Steps;
import io.keelstream.applier.release.Withdrawing;
import io.keelstream.applier.report.DeploymentMeters;
import io.keelstream.applier.report.DeploymentReport;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.messaging.decision.Answers;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records a running release. Every event goes in the transaction of the state that it speaks of, and every state in that of
 * the results and the evidence which led to it: whoever reads the records continues from them alone. Used by the thread that runs the release.
 */
public final class ReleaseJournal {

    private final TransitionWriter transitions;
    private final ReleaseSpan span;
    private final DeploymentMeters meters;
    private final Clock clock;
    private final Consumer<List<Notice>> notices;
    private Execution recorded;
    private Evidence evidence;
    private Inventory inventory;

    /**
     * @param notices hears what people are to read on the workload, after it is recorded; must return at once
     * @param recorded the execution that is recorded now
     * @param inventory the inventory that is recorded now; the release runs in it
     */
    public ReleaseJournal(
            TransitionWriter transitions,
            ReleaseSpan span,
            DeploymentMeters meters,
            Clock clock,
            Consumer<List<Notice>> notices,
            Execution recorded,
            Inventory inventory) {
        this.transitions = transitions;
        this.span = span;
        this.meters = meters;
        this.clock = clock;
        this.notices = notices;
        this.recorded = recorded;
        this.evidence = recorded.found();
        this.inventory = inventory;
    }

    /** The inventory as it is recorded. */
    public Inventory inventory() {
        return inventory;
    }

    /** What let the release through since it began. */
    public Evidence evidence() {
        return evidence;
    }

    /** Something let the release go on; it is recorded together with the state that it led to. */
    public void found(Evidence more) {
        evidence = evidence.and(more);
    }

    /** The span of the release. */
    public ReleaseSpan span() {
        return span;
    }

    /**
     * A state begins. It is recorded before it is acted on, together with what was done before.
     *
     * @param gate what the state asks of the canary-analyzer; null where the gate stays as it is
     * @param why what led to it, for people; null where that is plain
     * @param answer to the decision that led to it; null where none did
     */
    public void entered(
            ReleaseState state,
            Results results,
            @Nullable AnalysisRequest gate,
            @Nullable String why,
            @Nullable DecisionAnswer answer) {
        DeploymentProgressed entered = DeploymentReport.entered(state);
        Step before = recorded.step();
        List<DeploymentProgressed> events =
                why == null ? List.of(entered) : List.of(DeploymentReport.progressed(state, why), entered);
        write(state, results, events, gate, answer);
        meters.entered(before, state, gate != null, clock.instant());
        notices.accept(Notice.of(state, why, entered.message()));
    }

    /** The release waits for long: what it did is recorded, so that nothing is in memory alone. */
    public void waits(ReleaseState state, Results results) {
        if (!results.isEmpty() || !recorded.step().equals(Steps.of(state))) {
            write(state, results, List.of(), null, null);
        }
    }

    /** Something happened in a state that people want to know. */
    public void happened(ReleaseState state, String what) {
        write(state, Results.NONE, List.of(DeploymentReport.progressed(state, what)), null, null);
    }

    private void write(
            ReleaseState state,
            Results results,
            List<DeploymentProgressed> events,
            @Nullable AnalysisRequest gate,
            @Nullable DecisionAnswer answer) {
        Release release = state.release();
        String key = release.target().toString();
        EventContext context = TransitionWriter.context(release, clock.instant(), span.header());
        Execution execution = state.execution().with(evidence);
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(EventType.EXECUTION_CHANGED, key, execution, context));
        if (!results.isEmpty()) {
            inventory = InventoryProgress.record(inventory, release, results);
            facts.add(Fact.of(EventType.INVENTORY_CHANGED, key, inventory, context));
        }
        if (gate != null) {
            facts.add(Fact.of(EventType.ANALYSIS_REQUESTED, key, gate, context));
        } else if (unwatched(state)) {
            facts.add(Fact.tombstone(EventType.ANALYSIS_REQUESTED, key, context));
        }
        if (answer != null) {
            facts.addAll(Answers.facts(key, answer, context));
        }
        events.forEach(event -> facts.add(Fact.of(EventType.DEPLOYMENT_PROGRESSED, key, event, context)));
        transitions.write(key, facts);
        recorded = execution;
    }

    /** Whether nobody has to watch any more from this state on. */
    private boolean unwatched(ReleaseState state) {
        Step last = recorded.step();
        boolean ended = last instanceof Step.Withdrawing before && !before.inSteps();
        return (state instanceof Withdrawing back && !back.step().inSteps() && !ended)
                || ((state instanceof ReleaseState.Pruning || state instanceof Hooking) && last instanceof Step.Baking);
    }
}
