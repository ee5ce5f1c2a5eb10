package io.keelstream.cli.output;

import io.keelstream.contracts.text.Printable;
import java.io.PrintWriter;

/**
 * Where all verbs print: whatever they print is {@link Printable}, and what {@link #println(String)} gets is one line. Text of
 * several lines is printed line by line, or by {@code print} where it was written by us. As thread-safe as its target.
 */
public final class TextOutput extends PrintWriter {

    /** @param target gets the text; flushed after each line */
    public TextOutput(PrintWriter target) {
        super(target, true);
    }

    /** Whether something was not written. The standard stream keeps that to itself until it is asked. */
    @Override
    public boolean checkError() {
        boolean failed = super.checkError();
        return System.out.checkError() || failed;
    }

    @Override
    public void println(String line) {
        super.println(Printable.line(String.valueOf(line)));
    }

    @Override
    public void println(Object line) {
        println(String.valueOf(line));
    }

    @Override
    public void write(String text, int offset, int length) {
        String escaped = Printable.lines(text.substring(offset, offset + length));
        super.write(escaped, 0, escaped.length());
    }

    @Override
    public void write(char[] text, int offset, int length) {
        write(new String(text, offset, length));
    }

    @Override
    public void write(int character) {
        write(String.valueOf((char) character));
    }
}
