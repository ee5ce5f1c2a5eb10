package io.keelstream.kubernetes.hook;

/** When a hook runs. */
public enum Moment {
    PRE_APPLY,
    /** Before the first release. */
    PRE_INSTALL,
    /** Before every later release. */
    PRE_UPGRADE,
    /** When the copies of a canary are ready. */
    CANARY,
    /** While a canary has traffic, to give it more. */
    CANARY_LOAD,
    /** While a canary has traffic, to test it. */
    CANARY_CHECK,
    POST_APPLY,
    /** After the first release. */
    POST_INSTALL,
    /** After every later release. */
    POST_UPGRADE,
    /** After a release that went wrong. */
    ON_FAILURE;

    /** Whether every release has it that goes forward, or its first or every later one, before or after everything is applied. */
    boolean forward() {
        return switch (this) {
            case PRE_APPLY, PRE_INSTALL, PRE_UPGRADE, POST_APPLY, POST_INSTALL, POST_UPGRADE -> true;
            case CANARY, CANARY_LOAD, CANARY_CHECK, ON_FAILURE -> false;
        };
    }

    /** Whether it comes in a release that is the first one, or not. */
    public boolean in(boolean first) {
        return switch (this) {
            case PRE_APPLY, CANARY, CANARY_LOAD, CANARY_CHECK, POST_APPLY, ON_FAILURE -> true;
            case PRE_INSTALL, POST_INSTALL -> first;
            case PRE_UPGRADE, POST_UPGRADE -> !first;
        };
    }
}
