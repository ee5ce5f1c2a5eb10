package io.keelstream.applier;

import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.kubernetes.health.cel.CelCheck;
import io.keelstream.kubernetes.health.library.InstalledHealth;
import io.keelstream.kubernetes.object.GroupKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One of {@code keelstream.health}: how the objects of one kind are judged, in CEL over {@code object} and {@code conditions}, asked in the
 * order suspended, healthy, degraded, progressing. Where none is true, the object is progressing. It takes the place of what the library says of the
 * kind.
 *
 * @param group API group; empty for core
 * @param kind kind; {@code *} for all kinds of the group that have none of their own
 * @param healthy when it is healthy
 * @param degraded when it is degraded; empty for never
 * @param progressing when it is progressing; empty for whenever nothing else is true
 * @param suspended when it is suspended; empty for never
 * @param generic whether the kind is judged by the rules for every kind, in place of the library
 */
public record HealthCheck(
        @DefaultValue("") String group,
        @DefaultValue("") String kind,
        @DefaultValue("") String healthy,
        @DefaultValue("") String degraded,
        @DefaultValue("") String progressing,
        @DefaultValue("") String suspended,
        @DefaultValue("false") boolean generic) {

    public HealthCheck {
        if (kind.isBlank() || (healthy.isBlank() != generic)) {
            throw new IllegalArgumentException(
                    "keelstream.health[] needs kind, and either healthy or generic: true, e.g. {group: acme.example.com, kind:"
                            + " Database, healthy: \"object.status.ready\"}");
        }
        if (group.indexOf('*') >= 0 || (kind.indexOf('*') >= 0 && !kind.equals("*"))) {
            throw new IllegalArgumentException("keelstream.health[] has " + kind + " of group '" + group
                    + "': a group has to be whole, and a kind too, or * for every kind of the group");
        }
    }

    /**
     * Compiles them; a later one of the same kind replaces an earlier one.
     *
     * @throws IllegalArgumentException naming the kind, the expression and the compiler's reason
     */
    public static CustomHealth compile(List<HealthCheck> checks) {
        Map<GroupKind, CelCheck> own = new HashMap<>();
        Set<GroupKind> generic = new HashSet<>();
        for (HealthCheck each : checks) {
            GroupKind kind = new GroupKind(each.group, each.kind);
            if (each.generic) {
                generic.add(kind);
                own.remove(kind);
            } else {
                own.put(kind, new CelCheck(each.suspended, each.healthy, each.degraded, each.progressing, ""));
            }
        }
        return InstalledHealth.of(own, generic);
    }
}
