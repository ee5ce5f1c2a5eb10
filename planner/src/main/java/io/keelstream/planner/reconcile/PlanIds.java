package io.keelstream.planner.reconcile;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.messaging.event.Ids;
import io.keelstream.planner.rollback.Effective;
import java.util.ArrayList;
import java.util.List;

/** The id of a plan: equal inputs, equal id. Pure. */
final class PlanIds {

    private PlanIds() {}

    /**
     * Over target, mode, record, bundle, limits of tenants, inventory sequence, attempt, drift fingerprints, policy, the approvals that
     * count and the pin. The bundle is the one that is applied; the record is the one that is answered.
     */
    static String of(Inputs inputs, Plan.Mode mode) {
        List<String> parts = new ArrayList<>(List.of(
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
                inputs.approvals().fingerprint()));
        if (inputs.effective() instanceof Effective.Earlier(var _, var _, Evidence asked)) {
            asked.decisions().forEach(each -> parts.add(each.id()));
        }
        return Ids.nameBased(parts.toArray(String[]::new)).toString();
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
