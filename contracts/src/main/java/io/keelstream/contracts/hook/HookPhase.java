package io.keelstream.contracts.hook;

import java.util.Locale;

/** When a release runs a hook. */
public enum HookPhase {
    /** Before anything is applied. */
    PRE_APPLY,
    /** When the copies of a canary are ready, before they get traffic. */
    CANARY,
    /** After everything is healthy and what left Git is deleted. */
    POST_APPLY,
    /** After the release failed, or its canary was rolled back. */
    ON_FAILURE,
    UNKNOWN;

    /** As annotations write it, e.g. {@code pre-apply}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
