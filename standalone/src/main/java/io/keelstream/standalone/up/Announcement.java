package io.keelstream.standalone.up;

import java.io.PrintStream;

/** The lines that {@code up} prints: flushed at once. Thread-safe. */
final class Announcement {

    private final PrintStream out;

    Announcement(PrintStream out) {
        this.out = out;
    }

    /** {@code name: value}. */
    void fact(String name, String value) {
        line(name + ": " + value);
    }

    /** A whole line. */
    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }
}
