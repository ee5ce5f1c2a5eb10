package io.keelstream.contracts.window;

/**
 * Hours of the week in which changes may begin, or may not.
 *
 * @param effect whether changes may begin then
 * @param hours days and times, e.g. {@code Mon-Fri 09:00-16:00}
 * @param timezone the IANA name of the time zone that the hours are in, e.g. {@code Europe/Berlin}
 */
public record Window(Effect effect, String hours, String timezone) {

    /** Whether changes may begin. */
    public enum Effect {
        ALLOW,
        /** Takes precedence over what is allowed. */
        DENY,
        UNKNOWN
    }
}
