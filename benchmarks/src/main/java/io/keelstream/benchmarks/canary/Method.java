package io.keelstream.benchmarks.canary;

/** A way to judge a canary. Safe for use by many threads. */
interface Method {

    /** As in the report. */
    String name();

    /** Judges one simulated analysis, made from a seed. */
    Outcome judge(Scenario scenario, long seed);
}
