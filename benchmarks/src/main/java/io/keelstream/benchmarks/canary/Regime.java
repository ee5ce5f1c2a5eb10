package io.keelstream.benchmarks.canary;

/** What the judge knows before an analysis. */
enum Regime {
    /** Nothing: the first analysis of a target. */
    FIRST("first analysis, no history"),
    /** Eight earlier healthy analyses of the same target, three hours each. */
    HISTORY("with history");

    private final String title;

    Regime(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
