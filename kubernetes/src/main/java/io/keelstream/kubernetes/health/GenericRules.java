package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules that hold for every kind; they come before the kind's own. */
final class GenericRules {

    /** For these an absent observedGeneration means that no controller has looked yet. */
    private static final Set<String> OBSERVED = Set.of(
            "Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps", "PodDisruptionBudget.policy");

    private GenericRules() {}

    /** The health; null where the kind decides. */
    static @Nullable HealthStatus of(Manifest object) {
        if ("ignore".equals(object.annotation(Annotations.HEALTH))) {
            return HealthAssessment.healthy("ignored as annotated");
        }
        if (object.terminating()) {
            return HealthAssessment.progressing("terminating");
        }
        long generation = HealthAssessment.number(object.metadata().get("generation"), -1);
        boolean counted = OBSERVED.contains(object.groupKind().toString());
        long observed = generation(object.status().get("observedGeneration"), counted ? 0 : -1);
        if (generation >= 0 && observed >= 0 && generation > observed) {
            return HealthAssessment.progressing("waiting for its controller to observe generation " + generation);
        }
        Condition stalled = Condition.find(object, "Stalled");
        if (stalled != null && stalled.isTrue()) {
            return HealthAssessment.degraded("stalled: " + stalled.text());
        }
        Condition reconciling = Condition.find(object, "Reconciling");
        if (reconciling != null && reconciling.isTrue()) {
            return HealthAssessment.progressing("reconciling: " + reconciling.text());
        }
        return null;
    }

    /** Some APIs write it as a text. */
    private static long generation(@Nullable Object observed, long otherwise) {
        return observed instanceof String text && text.matches("\\d{1,18}")
                ? Long.parseLong(text)
                : HealthAssessment.number(observed, otherwise);
    }
}
