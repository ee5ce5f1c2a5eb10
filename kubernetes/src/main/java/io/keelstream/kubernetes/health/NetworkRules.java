package io.keelstream.kubernetes.health;

import static io.keelstream.kubernetes.health.HealthAssessment.degraded;
import static io.keelstream.kubernetes.health.HealthAssessment.healthy;
import static io.keelstream.kubernetes.health.HealthAssessment.number;
import static io.keelstream.kubernetes.health.HealthAssessment.progressing;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;

/** Services, Ingresses and the Gateway API. */
final class NetworkRules {

    private NetworkRules() {}

    static HealthStatus service(Manifest object) {
        boolean balanced = "LoadBalancer".equals(object.spec().get("type"));
        return balanced && addresses(object).isEmpty() ? progressing("waiting for a load balancer") : healthy();
    }

    static HealthStatus ingress(Manifest object, HealthContext context) {
        return context.ingressRequireAddress() && addresses(object).isEmpty()
                ? progressing("waiting for an address")
                : healthy();
    }

    static HealthStatus gateway(Manifest object) {
        return current(object, Condition.all(object), List.of("Programmed"));
    }

    static HealthStatus route(Manifest object) {
        List<?> parents = Manifest.list(object.status().get("parents"));
        if (parents.isEmpty()) {
            return progressing("no gateway has accepted it yet");
        }
        for (Object parent : parents) {
            List<Condition> conditions = Condition.read(Manifest.map(parent).get("conditions"));
            HealthStatus status = current(object, conditions, List.of("Accepted", "ResolvedRefs"));
            if (status.health() != Health.HEALTHY) {
                return status;
            }
        }
        return healthy();
    }

    /** All types must be True at the object's generation; a False one does not pass by itself. */
    private static HealthStatus current(Manifest object, List<Condition> conditions, List<String> types) {
        long generation = number(object.metadata().get("generation"), 0);
        for (String type : types) {
            Condition condition = conditions.stream()
                    .filter(each -> each.type().equals(type))
                    .findFirst()
                    .orElse(null);
            if (condition == null
                    || (condition.observedGeneration() >= 0 && condition.observedGeneration() < generation)) {
                return progressing("waiting for condition " + type);
            }
            if (condition.isFalse()) {
                return degraded(type + " is false: " + condition.text());
            }
            if (!condition.isTrue()) {
                return progressing("condition " + type + " is " + condition.status());
            }
        }
        return healthy();
    }

    private static List<?> addresses(Manifest object) {
        return Manifest.list(object.at("status", "loadBalancer", "ingress"));
    }
}
