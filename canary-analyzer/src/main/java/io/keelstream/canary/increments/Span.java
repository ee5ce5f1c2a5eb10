package io.keelstream.canary.increments;

/**
 * A span of time without its begin and with its end.
 *
 * @param from milliseconds since 1970
 * @param to milliseconds since 1970, after {@code from}
 */
public record Span(long from, long to) {

    public Span {
        if (to <= from) {
            throw new IllegalArgumentException("a span must end after it begins, got " + from + " to " + to);
        }
    }

    /** The part of another span, from 0 to 1, that is in this one. */
    double shareOf(Span other) {
        long common = Math.min(to, other.to) - Math.max(from, other.from);
        return common <= 0 ? 0 : (double) common / (other.to - other.from);
    }
}
