package io.keelstream.planner.gate;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.targets.Gating.Sync;
import java.time.Duration;
import java.util.List;

/**
 * Under {@code sync: manual} each change that Git asks for waits. What puts drift back does not: it is what was approved.
 * Pure.
 *
 * @param lookAgain how soon to look again
 */
record ManualSync(Duration lookAgain) implements Gate {

    @Override
    public List<Objection> check(PlanDraft draft) {
        Sync sync = draft.desired().policy().gating().sync();
        boolean waits = sync != Sync.AUTO && draft.begins();
        return waits
                ? List.of(new Objection(
                        Reason.SYNC_MANUAL,
                        null,
                        "set policy.sync: auto, which applies changes at once",
                        "policy.sync is manual",
                        lookAgain))
                : List.of();
    }
}
