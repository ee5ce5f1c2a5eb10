package io.keelstream.planner.plan;

import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.planner.ownership.Farewell;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a survey of one target found out.
 *
 * @param clusterUid the cluster's identity; null when it was not asked
 * @param missingNamespace the target's namespace, to be created first; null when it exists or is not needed
 * @param verdicts one per changed object
 * @param farewells one per object that left Git
 * @param leftBehind objects that carry our mark although neither Git nor a record knows them
 * @param released objects that are let go without a look
 * @param unchanged objects that need nothing
 * @param failures what is wrong with the bundle on this cluster, beyond single objects
 * @param stopped whether a person stopped all writes to this cluster
 * @param warnings worth knowing
 */
public record Findings(
        @Nullable String clusterUid,
        @Nullable String missingNamespace,
        List<Verdict> verdicts,
        List<Farewell> farewells,
        List<Farewell.Delete> leftBehind,
        List<InventoryObject> released,
        int unchanged,
        List<Problem> failures,
        boolean stopped,
        List<Problem> warnings) {

    public Findings {
        verdicts = List.copyOf(verdicts);
        farewells = List.copyOf(farewells);
        leftBehind = List.copyOf(leftBehind);
        released = List.copyOf(released);
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
    }

    /** Of a target that needs nothing. */
    public static Findings nothing(int unchanged, List<Problem> warnings) {
        return new Findings(
                null, null, List.of(), List.of(), List.of(), List.of(), unchanged, List.of(), false, warnings);
    }
}
