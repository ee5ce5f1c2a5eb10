package io.keelstream.planner.resolve;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.planner.cluster.ClusterView;
import io.keelstream.planner.cluster.TransientFailure;
import io.keelstream.planner.plan.PlanRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of every changed object in its cluster.
 *
 * @param resolved the objects that have one
 * @param failures why others have none
 * @param warnings worth knowing, not in the way
 * @param namespaceToCreate the target's own namespace where it has to be created first; null otherwise
 */
public record Resolution(
        List<Resolved> resolved,
        List<Problem> failures,
        List<Problem> warnings,
        @Nullable String namespaceToCreate) {

    public Resolution {
        resolved = List.copyOf(resolved);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }

    /**
     * Finds the places: is a kind served, is it namespaced, does its namespace exist. Costs no call when discovery and the
     * watch of namespaces know it all.
     *
     * @throws TransientFailure when the cluster does not say now
     */
    public static Resolution of(ClusterView cluster, PlanRequest request) {
        return new Resolver(cluster, request).resolution();
    }
}
