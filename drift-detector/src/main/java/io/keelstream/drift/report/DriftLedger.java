package io.keelstream.drift.report;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.drift.DriftResolved.Cause;
import io.keelstream.contracts.drift.DriftResolved.ResolvedObject;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftState.CorrectionHistory;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.drift.assessment.DriftAssessment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One target's step from the drift that was known to the drift that is. The first change of an object is reported at once;
 * what follows within half a second is reported together. The same drift is reported once. Pure; for one use.
 */
public final class DriftLedger {

    /** Controllers write several times: for this long, further changes of one object are collected. */
    public static final Duration QUIET = Duration.ofMillis(500);

    private static final int MOST_FIELDS = 50;

    private final DriftState before;
    private final Instant now;
    private final Map<String, CorrectionHistory> histories = new LinkedHashMap<>();
    private final List<DriftedObject> open = new ArrayList<>();
    private final List<DriftedObject> detected = new ArrayList<>();
    private final List<DriftedObject> changed = new ArrayList<>();
    private final List<ResolvedObject> resolved = new ArrayList<>();
    private final List<String> again = new ArrayList<>();

    private DriftLedger(DriftState before, Instant now) {
        this.before = before;
        this.now = now;
        before.corrections().stream()
                .filter(history -> OwnershipContest.matters(history, now))
                .forEach(history -> histories.put(history.reference(), history));
    }

    /**
     * What a step reports.
     *
     * @param after the state after it
     * @param detected drift that is new
     * @param changed drift that differs from what was reported
     * @param resolved drift that has ended
     * @param waiting references to assess again after {@link #QUIET}
     */
    public record DriftStep(
            DriftState after,
            List<DriftedObject> detected,
            List<DriftedObject> changed,
            List<ResolvedObject> resolved,
            List<String> waiting) {

        public DriftStep {
            detected = List.copyOf(detected);
            changed = List.copyOf(changed);
            resolved = List.copyOf(resolved);
            waiting = List.copyOf(waiting);
        }

        /** Whether anything is to be written. */
        public boolean differsFrom(DriftState before) {
            boolean moved = !after.objects().isEmpty() && after.inventorySequence() != before.inventorySequence();
            return moved
                    || !after.objects().equals(before.objects())
                    || !after.problems().equals(before.problems())
                    || !detected.isEmpty()
                    || !changed.isEmpty()
                    || !resolved.isEmpty();
        }
    }

    /**
     * The step.
     *
     * @param before what was known
     * @param sequence the inventory's sequence now
     * @param managed every reference that the inventory holds
     * @param assessed the objects that were assessed now; for the others, what was known is kept
     * @param problems why the target, or a part of it, cannot be assessed
     */
    public static DriftStep advance(
            DriftState before,
            long sequence,
            Set<String> managed,
            Collection<AssessedObject> assessed,
            List<Problem> problems,
            Instant now) {
        DriftLedger ledger = new DriftLedger(before, now);
        Map<String, AssessedObject> byReference = new LinkedHashMap<>();
        assessed.forEach(each -> byReference.put(each.reference(), each));
        for (DriftedObject known : before.objects()) {
            AssessedObject current = byReference.remove(known.reference());
            if (!managed.contains(known.reference())) {
                ledger.resolve(known, Cause.REMOVED);
            } else if (current == null) {
                ledger.open.add(known);
            } else {
                ledger.goOn(known, current);
            }
        }
        byReference.values().forEach(ledger::begin);
        DriftState after = new DriftState(sequence, ledger.open, List.copyOf(ledger.histories.values()), problems);
        return new DriftStep(after, ledger.detected, ledger.changed, ledger.resolved, ledger.again);
    }

    private void begin(AssessedObject current) {
        if (current.assessment() instanceof DriftAssessment.Drifted drift) {
            DriftedObject object = backedOff(drifted(current, drift, now));
            detected.add(object);
            open.add(object);
        }
    }

    private void goOn(DriftedObject known, AssessedObject current) {
        switch (current.assessment()) {
            case DriftAssessment.Clean clean -> resolve(known, cause(known, current));
            case DriftAssessment.Excluded excluded -> resolve(known, Cause.EXCLUDED);
            case DriftAssessment.Held held -> resolve(known, Cause.HELD);
            case DriftAssessment.Unsettled unsettled -> open.add(known);
            case DriftAssessment.Drifted drift -> stillDrifted(known, current, drift);
        }
    }

    private void stillDrifted(DriftedObject known, AssessedObject current, DriftAssessment.Drifted drift) {
        boolean correctedInVain = corrected(known, current);
        if (correctedInVain) {
            remember(known.reference());
        }
        boolean same = known.fingerprint().equals(drift.fingerprint()) && known.policy() == drift.policy();
        if (same && !correctedInVain) {
            open.add(known);
            return;
        }
        if (!same && !correctedInVain && known.reportedAt().plus(QUIET).isAfter(now)) {
            open.add(known);
            again.add(known.reference());
            return;
        }
        DriftedObject next = drifted(current, drift, known.detectedAt());
        next = correctedInVain ? backedOff(next) : next.withContest(known.contest());
        open.add(next);
        if (!same || next.contested()) {
            changed.add(next);
        }
    }

    private DriftedObject backedOff(DriftedObject object) {
        CorrectionHistory history = histories.get(object.reference());
        if (object.policy() != TargetPolicy.Drift.CORRECT || history == null || !OwnershipContest.lost(history, now)) {
            return object;
        }
        CorrectionHistory longer = OwnershipContest.backedOff(history);
        histories.put(object.reference(), longer);
        return object.withContest(new DriftedObject.Contest(true, OwnershipContest.notBefore(longer, now)));
    }

    private void resolve(DriftedObject known, Cause cause) {
        if (cause == Cause.CORRECTED) {
            remember(known.reference());
        }
        resolved.add(new ResolvedObject(known.reference(), cause, known.fingerprint(), known.detectedAt()));
    }

    /** One more correction of the object. */
    private void remember(String reference) {
        histories.compute(reference, (same, history) -> OwnershipContest.corrected(history, same, now));
    }

    private Cause cause(DriftedObject known, AssessedObject current) {
        if (!Objects.equals(known.digest(), current.digest())) {
            return Cause.ACCEPTED;
        }
        return corrected(known, current) ? Cause.CORRECTED : Cause.REVERTED;
    }

    /**
     * Whether a release put it back since. A release that was planned before the drift was reported did not, though it ended
     * after that.
     */
    private boolean corrected(DriftedObject known, AssessedObject current) {
        return current.appliedAfter(before.inventorySequence())
                && known.policy() == TargetPolicy.Drift.CORRECT
                && known.kind() != DriftKind.FOREIGN_OWNER
                && (known.notBefore() == null || !known.notBefore().isAfter(now));
    }

    private DriftedObject drifted(AssessedObject current, DriftAssessment.Drifted drift, Instant detectedAt) {
        int count = drift.fields().size();
        return new DriftedObject(
                current.reference(),
                drift.kind(),
                new DriftedObject.Difference(
                        count > MOST_FIELDS ? drift.fields().subList(0, MOST_FIELDS) : drift.fields(),
                        count,
                        drift.owner(),
                        drift.fingerprint()),
                current.digest(),
                drift.policy(),
                new DriftedObject.Times(detectedAt, now),
                DriftedObject.Contest.NONE);
    }
}
