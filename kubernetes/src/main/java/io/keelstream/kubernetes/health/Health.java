package io.keelstream.kubernetes.health;

import java.util.Locale;

/** How an object is, worst first, so that the smallest of several is the health of all. */
public enum Health {
    UNKNOWN,
    DEGRADED,
    MISSING,
    PROGRESSING,
    SUSPENDED,
    HEALTHY;

    /** The word that people see: {@code Healthy}. */
    @Override
    public String toString() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
