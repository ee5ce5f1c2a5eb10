package io.keelstream.planner.reconcile;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.event.Ids;

/** The id of a plan: equal inputs, equal id. Pure. */
final class PlanIds {

    private PlanIds() {}

    /**
     * Over target, mode, record, bundle, limits of tenants, inventory sequence, attempt, drift fingerprints, policy and the approvals that
     * count. The bundle is the one that is applied; the record is the one that is answered.
     */
    static String of(Inputs inputs, Plan.Mode mode) {
        return Ids.nameBased(
                        "plan",
                        inputs.target(),
                        mode.name(),
                        inputs.wanted().identity(),
                        inputs.desired().bundleDigest(),
                        inputs.desired().tenants().toString(),
                        Long.toString(inputs.sequence()),
                        Integer.toString(inputs.attempt()),
                        inputs.corrections().fingerprint(),
                        inputs.desired().policyDigest(),
                        inputs.approvals().fingerprint())
                .toString();
    }

    /** Of a rehearsal: one decision, one plan for each state of the records. */
    static String rehearsal(Inputs inputs, AskedRehearsal asked) {
        return Ids.nameBased("rehearsal", of(inputs, Plan.Mode.APPLY), asked.id())
                .toString();
    }

    /** Of a target whose record cannot be read. */
    static String unreadable(String target, String reason) {
        return Ids.nameBased("plan", target, "unreadable", reason.replace('\n', ' '))
                .toString();
    }
}
