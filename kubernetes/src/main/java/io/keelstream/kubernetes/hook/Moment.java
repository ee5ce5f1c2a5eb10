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

    /** Whether it comes in a release that is the first one, or not. */
    public boolean in(boolean first) {
        return switch (this) {
            case PRE_APPLY, CANARY, CANARY_LOAD, CANARY_CHECK, POST_APPLY, ON_FAILURE -> true;
            case PRE_INSTALL, POST_INSTALL -> first;
            case PRE_UPGRADE, POST_UPGRADE -> !first;
        };
    }
}
