package io.keelstream.contracts.desired;

import io.keelstream.contracts.targets.TenantLimits;
import java.util.List;

/**
 * The limits that a target's objects are held to since its last commit was accepted: those of its {@link Desired} record no longer count, for
 * what is applied of it later as well as for a way back. There is a record where the limits changed and the commit is rejected, so that no
 * other bundle says them.
 *
 * @param forDesired identity of the record whose limits these replace; of another one they say nothing
 * @param tenants the limits of every tenant that has a say in the target
 */
public record NewerLimits(String forDesired, List<TenantLimits> tenants) {

    public NewerLimits {
        tenants = List.copyOf(tenants);
    }

    /** What Git wants, held to these limits where they are meant for it. */
    public Desired over(Desired desired) {
        return desired.identity().equals(forDesired) ? desired.heldTo(tenants) : desired;
    }
}
