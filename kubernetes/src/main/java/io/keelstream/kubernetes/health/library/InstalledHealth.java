package io.keelstream.kubernetes.health.library;

import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.cel.CelCheck;
import io.keelstream.kubernetes.health.cel.CompiledCheck;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An installation's own checks, which take the place of the library's. What is said of a kind comes before what is said of all kinds of its
 * group, {@code *}. Immutable; thread-safe.
 */
public final class InstalledHealth implements CustomHealth {

    private static final String ANY = "*";

    private final Map<GroupKind, CompiledCheck> own;
    private final Set<GroupKind> generic;

    private InstalledHealth(Map<GroupKind, CompiledCheck> own, Set<GroupKind> generic) {
        this.own = own;
        this.generic = generic;
    }

    /**
     * Compiles the checks.
     *
     * @param checks by kind; kind {@code *} is every kind of the group
     * @param generic kinds that neither these nor the library judge, but the rules for every kind
     * @throws IllegalArgumentException naming the kind, the expression and the compiler's reason
     */
    public static InstalledHealth of(Map<GroupKind, CelCheck> checks, Set<GroupKind> generic) {
        Map<GroupKind, CompiledCheck> own = new HashMap<>();
        checks.forEach((kind, check) -> own.put(kind, CompiledCheck.of(kind.toString(), check)));
        return new InstalledHealth(Map.copyOf(own), Set.copyOf(new HashSet<>(generic)));
    }

    @Override
    public @Nullable HealthStatus of(Manifest object) {
        GroupKind kind = object.groupKind();
        for (GroupKind said : List.of(kind, new GroupKind(kind.group(), ANY))) {
            CompiledCheck check = own.get(said);
            if (check != null) {
                return check.of(object);
            }
            if (generic.contains(said)) {
                return null;
            }
        }
        return HealthLibrary.shipped().of(object);
    }
}
