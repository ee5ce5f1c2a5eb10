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
    /** While everything is applied, in a wave. */
    SYNC,
    POST_APPLY,
    /** After the first release. */
    POST_INSTALL,
    /** After every later release. */
    POST_UPGRADE,
    /** Before a rollback to the commit that has the hook. */
    PRE_ROLLBACK,
    /** After a rollback to the commit that has the hook. */
    POST_ROLLBACK,
    /** Before the target is deleted. */
    PRE_DELETE,
    /** After the target is deleted. */
    POST_DELETE,
    /** After a release that went wrong. */
    ON_FAILURE;

    /** Whether it comes in such a release. */
    public boolean in(Occasion occasion) {
        return switch (this) {
            case PRE_APPLY, CANARY, CANARY_LOAD, CANARY_CHECK, SYNC, POST_APPLY ->
                occasion == Occasion.FIRST || occasion == Occasion.LATER;
            case PRE_INSTALL, POST_INSTALL -> occasion == Occasion.FIRST;
            case PRE_UPGRADE, POST_UPGRADE -> occasion == Occasion.LATER;
            case PRE_ROLLBACK, POST_ROLLBACK -> occasion == Occasion.ROLLBACK;
            case PRE_DELETE, POST_DELETE -> occasion == Occasion.REMOVAL;
            case ON_FAILURE -> occasion != Occasion.REMOVAL;
        };
    }

    /** Whether a release of what Git wants has it before, while or after everything is applied. */
    boolean withTheApply() {
        return switch (this) {
            case PRE_APPLY, PRE_INSTALL, PRE_UPGRADE, SYNC, POST_APPLY, POST_INSTALL, POST_UPGRADE -> true;
            case CANARY, CANARY_LOAD, CANARY_CHECK, PRE_ROLLBACK, POST_ROLLBACK, PRE_DELETE, POST_DELETE, ON_FAILURE ->
                false;
        };
    }
}
