package io.keelstream.planner.ownership;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.kubernetes.diff.Masking;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.kubernetes.scale.ScaleTargets;
import java.time.Instant;
import java.util.List;

/**
 * From where a live object is looked at.
 *
 * @param own the target's mark
 * @param policy the target's rules
 * @param tenants the limits that the target is held to
 * @param adoption whose fields may be folded into ours
 * @param scaled what something else scales in this cluster and bundle
 * @param masking hides secret values in what is published
 * @param now the time
 */
public record OwnershipContext(
        OwnerMark own,
        TargetPolicy policy,
        List<TenantLimits> tenants,
        Adoption adoption,
        ScaleTargets scaled,
        Masking masking,
        Instant now) {

    public OwnershipContext {
        tenants = List.copyOf(tenants);
    }
}
