package io.keelstream.kubernetes.hook;

/** When a hook runs. */
public enum Moment {
    PRE_APPLY,
    /** Before the first release. */
    PRE_INSTALL,
    /** Before every later release. */
    PRE_UPGRADE,
    POST_APPLY,
    /** After the first release. */
    POST_INSTALL,
    /** After every later release. */
    POST_UPGRADE;

    /** Whether it comes before anything is applied. */
    public boolean before() {
        return switch (this) {
            case PRE_APPLY, PRE_INSTALL, PRE_UPGRADE -> true;
            case POST_APPLY, POST_INSTALL, POST_UPGRADE -> false;
        };
    }

    /** Whether it comes in a release that is the first one, or not. */
    public boolean in(boolean first) {
        return switch (this) {
            case PRE_APPLY, POST_APPLY -> true;
            case PRE_INSTALL, POST_INSTALL -> first;
            case PRE_UPGRADE, POST_UPGRADE -> !first;
        };
    }
}
