package io.keelstream.standalone.up;

import io.keelstream.contracts.text.Printable;
import java.io.PrintStream;
import java.util.List;

/** The lines that {@code up} prints: {@link Printable}, flushed at once. Thread-safe. */
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
    void line(String text) {
        lines(List.of(text));
    }

    /** Lines that belong together. */
    synchronized void lines(List<String> lines) {
        lines.forEach(line -> out.println(Printable.line(line)));
        out.flush();
    }
}
