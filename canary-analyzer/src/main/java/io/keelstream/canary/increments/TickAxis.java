package io.keelstream.canary.increments;

/**
 * Numbers ticks: tick n lasts from n times the length to n + 1 times the length after 1970, so that every process and every
 * analysis means the same by a number.
 *
 * @param tickMillis length of a tick, above 0
 */
public record TickAxis(long tickMillis) {

    /** A source forgets a series that was not scraped for so long; milliseconds. Prometheus' own rule. */
    public static final long LOOKBACK_MILLIS = 300_000;

    /** No tick is shorter than so many scrapes, so that each has a reading. */
    private static final long SCRAPES_PER_TICK = 2;

    public TickAxis {
        if (tickMillis <= 0) {
            throw new IllegalArgumentException("a tick must last longer than 0, got " + tickMillis + " ms");
        }
    }

    /**
     * The axis of an analysis.
     *
     * @param intervalMillis length that was asked for
     * @param scrapeMillis time between two scrapes; 0 where nothing is scraped
     */
    public static TickAxis of(long intervalMillis, long scrapeMillis) {
        long whole = Math.max(1, Math.round(SCRAPES_PER_TICK * scrapeMillis / 1_000.0)) * 1_000;
        return new TickAxis(scrapeMillis == 0 ? intervalMillis : Math.max(intervalMillis, whole));
    }

    /** The first tick that begins at a time or later. */
    public long firstFrom(long atMillis) {
        return Math.ceilDiv(atMillis, tickMillis);
    }

    /** The time of a tick. */
    public Span span(long tick) {
        return new Span(tick * tickMillis, (tick + 1) * tickMillis);
    }

    /** All the samples that a tick may depend on, and no others. */
    Span window(long tick) {
        return new Span(span(tick).from() - LOOKBACK_MILLIS, span(tick).to() + LOOKBACK_MILLIS);
    }
}
