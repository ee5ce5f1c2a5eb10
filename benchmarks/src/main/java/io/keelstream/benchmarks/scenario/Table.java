package io.keelstream.benchmarks.scenario;

import java.io.PrintStream;

/** Rows of Markdown, printed as they come. */
public final class Table {

    private final PrintStream out;
    private boolean begun;

    public Table(PrintStream out) {
        this.out = out;
    }

    public void row(String what, String measured) {
        if (!begun) {
            out.println("| what | measured |");
            out.println("|---|---|");
            begun = true;
        }
        out.println("| " + what + " | " + measured + " |");
        out.flush();
    }
}
