package io.keelstream.applier;

import io.keelstream.kubernetes.health.cel.CelCheck;
import io.keelstream.kubernetes.health.cel.CelHealth;
import io.keelstream.kubernetes.object.GroupKind;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One of {@code keelstream.health}: how the objects of one kind are judged, in CEL over {@code object}, asked in this order.
 * Where none holds, the object is progressing.
 *
 * @param group API group; empty for core
 * @param kind kind
 * @param healthy when it is healthy
 * @param degraded when it is degraded; empty for never
 * @param progressing when it is progressing; empty for whenever nothing else holds
 */
public record HealthCheck(
        @DefaultValue("") String group,
        @DefaultValue("") String kind,
        @DefaultValue("") String healthy,
        @DefaultValue("") String degraded,
        @DefaultValue("") String progressing) {

    public HealthCheck {
        if (kind.isBlank() || healthy.isBlank()) {
            throw new IllegalArgumentException(
                    "keelstream.health[] needs kind and healthy, e.g. {group: acme.example.com, kind: Database, healthy:"
                            + " \"object.status.ready\"}");
        }
    }

    /**
     * Compiles them.
     *
     * @throws IllegalArgumentException naming the kind, the expression and the compiler's reason
     */
    public static CelHealth compile(List<HealthCheck> checks) {
        return CelHealth.compile(checks.stream()
                .map(each -> new CelCheck(
                        new GroupKind(each.group, each.kind), each.healthy, each.degraded, each.progressing))
                .toList());
    }
}
