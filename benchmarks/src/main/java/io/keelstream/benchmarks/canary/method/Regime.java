package io.keelstream.benchmarks.canary.method;

/** What the judge knows before an analysis. */
public enum Regime {
    /** Nothing: the first analysis of a target. */
    FIRST("first analysis, no history"),
    /** Eight earlier healthy analyses of the same target, three hours each. */
    HISTORY("with history");

    private final String title;

    Regime(String title) {
        this.title = title;
    }

    /** As in the report. */
    public String title() {
        return title;
    }
}
