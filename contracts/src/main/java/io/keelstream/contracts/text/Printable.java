package io.keelstream.contracts.text;

import java.util.HexFormat;

/**
 * Text as a terminal and a log may show it. A character that moves the cursor, starts an escape sequence, ends a line,
 * changes the direction of writing or is invisible becomes an escape of JSON, as {@code \u001b}, so that a commit message
 * or a name in Git forges nothing. JSON stays the same JSON. Pure.
 */
public final class Printable {

    private Printable() {}

    /** Text on one line: line feeds and tabs are escaped too. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** Text of any number of lines: its line feeds and tabs stay. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    /** Whether a character is shown as it is: not of the categories control, format, separator of lines, surrogate. */
    public static boolean is(int codePoint) {
        if (codePoint < 0x7f) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static String escaped(String text, boolean lines) {
        int first = 0;
        while (first < text.length() && stays(text.codePointAt(first), lines)) {
            first += Character.charCount(text.codePointAt(first));
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        text.substring(first).codePoints().forEach(each -> append(escaped, each, lines));
        return escaped.toString();
    }

    private static boolean stays(int codePoint, boolean lines) {
        return is(codePoint) || (lines && (codePoint == '\n' || codePoint == '\t'));
    }

    private static void append(StringBuilder escaped, int codePoint, boolean lines) {
        if (stays(codePoint, lines)) {
            escaped.appendCodePoint(codePoint);
            return;
        }
        switch (codePoint) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                for (char unit : Character.toChars(codePoint)) {
                    escaped.append("\\u").append(HexFormat.of().toHexDigits(unit));
                }
            }
        }
    }
}
