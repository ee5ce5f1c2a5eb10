package io.keelstream.gitwatcher.fetch;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A text for the parser of YAML, which copies all that it has read of a piece (a scalar, a comment) for each kilobyte that it reads more
 * of the piece's line: a line of megabytes would take minutes. Thus a text that goes on for too long without a line break fails, unless the
 * parser has got something out of it meanwhile, as it does from JSON in one line. Used by one thread.
 */
final class BrokenText extends FilterReader {

    /** Characters; with it the parser, which reads 1,024 at once, copies a character 32 times at most on average. */
    private static final int LONGEST = 1 << 16;

    private int unbroken;

    BrokenText(Reader text) {
        super(text);
    }

    /** The parser got something. */
    void progress() {
        unbroken = 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] characters, int offset, int length) throws IOException {
        int read = super.read(characters, offset, length);
        for (int i = offset; i < offset + read; i++) {
            boolean line = characters[i] == '\n' || characters[i] == '\r';
            unbroken = line ? 0 : unbroken + 1;
        }
        if (unbroken > LONGEST) {
            throw new ChartIndex.MalformedException("it has a line of more than " + LONGEST + " characters");
        }
        return read;
    }
}
