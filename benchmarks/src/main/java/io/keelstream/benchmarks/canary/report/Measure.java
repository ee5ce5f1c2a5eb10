package io.keelstream.benchmarks.canary.report;

import io.keelstream.benchmarks.canary.method.Outcome;
import io.keelstream.canary.verdict.Ruling;
import java.util.List;

/** A number that a target bounds. */
enum Measure {
    /** Share that failed. */
    FAILED("%"),
    /** Share that did not fail. */
    NOT_FAILED("%"),
    /** Share that passed. */
    PASSED("%"),
    /** Median minutes to a failure. */
    MINUTES_TO_FAIL("min"),
    /** Median minutes to a pass. */
    MINUTES_TO_PASS("min");

    private final String unit;

    Measure(String unit) {
        this.unit = unit;
    }

    String unit() {
        return unit;
    }

    /** The number, in its unit. */
    double of(Tally tally) {
        return switch (this) {
            case FAILED -> 100.0 * tally.failed() / tally.runs();
            case NOT_FAILED -> 100.0 * (tally.runs() - tally.failed()) / tally.runs();
            case PASSED -> 100.0 * tally.passed() / tally.runs();
            case MINUTES_TO_FAIL -> tally.failMinutes().median();
            case MINUTES_TO_PASS -> tally.passMinutes().median();
        };
    }

    /**
     * Whether outcomes refute that the number is at most a bound: the lower end of Wilson's interval for the share of
     * runs that violate it lies above what the bound allows (for a median, one half).
     */
    boolean refuted(List<Outcome> outcomes, double bound) {
        int violations = (int)
                outcomes.stream().filter(outcome -> violates(outcome, bound)).count();
        double allowed = unit.equals("%") ? bound / 100 : 0.5;
        return Wilson.of(violations, outcomes.size()).low() > allowed;
    }

    private boolean violates(Outcome outcome, double bound) {
        return switch (this) {
            case FAILED -> outcome.ruling() == Ruling.FAIL;
            case NOT_FAILED -> outcome.ruling() != Ruling.FAIL;
            case PASSED -> outcome.ruling() == Ruling.PASS;
            case MINUTES_TO_FAIL -> outcome.ruling() != Ruling.FAIL || outcome.minutes() > bound;
            case MINUTES_TO_PASS -> outcome.ruling() != Ruling.PASS || outcome.minutes() > bound;
        };
    }
}
