package io.keelstream.contracts.hook;

import java.util.Locale;

/** When a release runs a hook. */
public enum HookPhase {
    /** Before anything is applied. */
    PRE_APPLY,
    /** When the copies of a canary are ready, before they get traffic. */
    CANARY,
    /** While a canary has traffic: requests for it. What becomes of them decides nothing. */
    CANARY_LOAD,
    /** While a canary has traffic: a check, whose failure is harm, and which has to succeed before the promotion. */
    CANARY_CHECK,
    /** In a wave, when its objects are applied, and before they are waited for; with a canary in the promotion. */
    SYNC,
    /** After everything is healthy and what left Git is deleted. */
    POST_APPLY,
    /** After the release failed, or its canary was rolled back. */
    ON_FAILURE,
    UNKNOWN;

    /** Whether a release of what Git wants runs it whatever becomes of the release. */
    public boolean ofEveryRelease() {
        return this == PRE_APPLY || this == SYNC || this == POST_APPLY;
    }

    /** Whether only a release with a trial runs it. */
    public boolean ofTrial() {
        return this == CANARY || besideCanary();
    }

    /** Whether it runs beside a canary, while this has traffic; its end is not waited for before anything else begins. */
    public boolean besideCanary() {
        return this == CANARY_LOAD || this == CANARY_CHECK;
    }

    /** As annotations write it, e.g. {@code pre-apply}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
