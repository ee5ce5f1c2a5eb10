package io.keelstream.canary.config;

/** The few range checks of this package, with one wording. Stateless. */
final class Checks {

    private Checks() {}

    static void above(String name, double value, double limit) {
        if (!(value > limit && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be greater than " + limit + ", got " + value);
        }
    }

    static void atLeast(String name, double value, double limit) {
        if (!(value >= limit && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be at least " + limit + ", got " + value);
        }
    }

    static void within(String name, double value, double low, double high) {
        if (!(value >= low && value < high)) {
            throw new IllegalArgumentException(name + " must be in [" + low + ", " + high + "), got " + value);
        }
    }

    static void inside(String name, double value, double low, double high) {
        if (!(value > low && value < high)) {
            throw new IllegalArgumentException(name + " must be between " + low + " and " + high + ", got " + value);
        }
    }
}
