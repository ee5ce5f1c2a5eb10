package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;
import org.jspecify.annotations.Nullable;

/** Rules of the installation, which go before the built-in rule of a kind. Implementations are thread-safe. */
@FunctionalInterface
public interface CustomHealth {

    /** No rules. */
    CustomHealth NONE = object -> null;

    /** The object's health; null where the installation has no rule for its kind. */
    @Nullable
    HealthStatus of(Manifest object);
}
