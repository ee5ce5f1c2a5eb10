package io.keelstream.canary.observations;

/**
 * Events among a total within one tick. Invariant: both finite, {@code 0 <= events <= total}. Immutable.
 *
 * @param events how many of the total were events (errors, slow requests, good requests); fractions come from
 *     increments that were spread between two scrapes
 * @param total how many there were
 */
public record Counts(double events, double total) implements Reading {

    /** Nothing happened. */
    public static final Counts NONE = new Counts(0, 0);

    public Counts {
        if (!isUsable(events, total)) {
            throw new IllegalArgumentException(
                    "counts must be finite with 0 <= events <= total, got " + events + " of " + total);
        }
    }

    /** Whether the two numbers can be counts at all. */
    public static boolean isUsable(double events, double total) {
        return events >= 0 && total >= events && total < Double.POSITIVE_INFINITY;
    }

    /** The sum of two ticks, pods or arms. */
    public Counts plus(Counts other) {
        return new Counts(events + other.events, total + other.total);
    }
}
