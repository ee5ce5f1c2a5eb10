package io.keelstream.planner.reconcile;

import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.plan.Findings;
import io.keelstream.planner.plan.ObjectPlan;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When the first of the holds that a dry run found ends. Pure. */
final class HoldEnds {

    private HoldEnds() {}

    static @Nullable Instant first(Findings findings) {
        Stream<Hold> applies = findings.objectPlans().stream()
                .flatMap(objectPlan ->
                        objectPlan instanceof ObjectPlan.Held held ? Stream.of(held.hold()) : Stream.empty());
        Stream<Hold> pruneDecisions = findings.pruneDecisions().stream()
                .flatMap(pruneDecision ->
                        pruneDecision instanceof PruneDecision.Held held ? Stream.of(held.hold()) : Stream.empty());
        return Stream.concat(applies, pruneDecisions)
                .map(Hold::until)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
