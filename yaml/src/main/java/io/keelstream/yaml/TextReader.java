package io.keelstream.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Constant;

/**
 * What SnakeYAML's scanner reads, with the whole text at hand. SnakeYAML's own reader takes a text in pieces of a thousand characters and
 * copies what is not scanned yet for each piece, so that a value or comment of a megabyte costs the square of its length. Everything
 * else is as there: positions, line ends, and which characters are allowed. For one use by one thread.
 */
public class TextReader extends StreamReader {

    private static final String NAME = "'string'";
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final int[] text;

    /** The first character that YAML does not allow; the text's length where there is none. */
    private final int forbidden;

    private int pointer;
    private int documentIndex;
    private int line;
    private int column;

    public TextReader(String text) {
        super("");
        this.text = text.codePoints().toArray();
        int at = 0;
        while (at < this.text.length && isPrintable(this.text[at])) {
            at++;
        }
        this.forbidden = at;
    }

    @Override
    public Mark getMark() {
        return new Mark(NAME, pointer, line, column, text, Math.min(pointer, text.length));
    }

    @Override
    public void forward(int length) {
        for (int i = 0; i < length && has(0); i++) {
            int character = text[pointer++];
            documentIndex++;
            boolean loneReturn = character == '\r' && has(0) && text[pointer] != '\n';
            if (loneReturn || Constant.LINEBR.has(character)) {
                line++;
                column = 0;
            } else if (character != BYTE_ORDER_MARK) {
                column++;
            }
        }
    }

    @Override
    public int peek() {
        return peeked(0);
    }

    @Override
    public int peek(int ahead) {
        return peeked(ahead);
    }

    @Override
    public String prefix(int length) {
        int there = length == 0 || has(length) ? length : Math.min(length, text.length - pointer);
        return new String(text, pointer, there);
    }

    @Override
    public String prefixForward(int length) {
        String prefix = prefix(length);
        pointer += length;
        documentIndex += length;
        // Never across a line end, which the scanner forwards over.
        column += length;
        return prefix;
    }

    @Override
    public int getColumn() {
        return column;
    }

    @Override
    public int getDocumentIndex() {
        return documentIndex;
    }

    @Override
    public void resetDocumentIndex() {
        documentIndex = 0;
    }

    @Override
    public int getIndex() {
        return pointer;
    }

    @Override
    public int getLine() {
        return line;
    }

    private int peeked(int ahead) {
        return has(ahead) ? text[pointer + ahead] : 0;
    }

    /** Whether the text goes on for so many characters; fails where one of them is not allowed. */
    private boolean has(int ahead) {
        int at = pointer + ahead;
        if (at >= forbidden && forbidden < text.length) {
            throw new ReaderException(NAME, forbidden, text[forbidden], "special characters are not allowed");
        }
        return at < text.length;
    }
}
