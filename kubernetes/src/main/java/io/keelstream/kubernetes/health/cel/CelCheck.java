package io.keelstream.kubernetes.health.cel;

/**
 * How objects are judged: expressions over {@code object} and {@code conditions}, each true or false, asked in this order.
 * {@code conditions} has those of the object's generation, by type. Where none is true, the object is progressing.
 *
 * @param suspended when it is suspended; empty for never
 * @param healthy when it is healthy; empty for never
 * @param degraded when it is degraded; empty for never
 * @param progressing when it is progressing; empty for whenever nothing else is true
 * @param message what is said of an object that is not healthy, a text in CEL; empty for the condition that the expression names
 *     first
 */
public record CelCheck(String suspended, String healthy, String degraded, String progressing, String message) {

    /** One that is never suspended, and says no more than its conditions do. */
    public CelCheck(String healthy, String degraded, String progressing) {
        this("", healthy, degraded, progressing, "");
    }
}
