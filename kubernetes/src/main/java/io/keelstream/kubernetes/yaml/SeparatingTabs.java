package io.keelstream.kubernetes.yaml;

import io.keelstream.yaml.TextReader;
import java.util.BitSet;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Shows SnakeYAML's scanner a space where a tab separates tokens, as kubectl reads it: anywhere on a line but in its
 * indentation and behind the indicators {@code -}, {@code ?} and {@code :} that open a nested block. The scanner only looks
 * ahead through {@link #peek}; the text of scalars is taken from the text itself and keeps its tabs. For one use by one
 * thread.
 */
final class SeparatingTabs extends TextReader {

    private final BitSet tabs;
    private final BitSet escaped;

    private SeparatingTabs(String text, BitSet tabs, BitSet escaped) {
        super(text);
        this.tabs = tabs;
        this.escaped = escaped;
    }

    /**
     * A reader of the text.
     *
     * @param continuing positions, in code points, of tabs in the indentation that are none: {@link ContinuingTabs}
     */
    static StreamReader reader(String text, BitSet continuing) {
        if (text.indexOf('\t') < 0) {
            return new TextReader(text);
        }
        BitSet tabs = separating(text);
        tabs.or(continuing);
        return new SeparatingTabs(text, tabs, escaped(text));
    }

    /**
     * The scanner asks in this way for the character behind a backslash of a double-quoted text, and for no other one behind a
     * backslash that matters. It does not know that an escaped tab is a tab, as {@code \\t} is.
     */
    @Override
    public int peek() {
        return escaped.get(getIndex()) ? 't' : shown(super.peek(), getIndex());
    }

    @Override
    public int peek(int ahead) {
        return shown(super.peek(ahead), getIndex() + ahead);
    }

    private int shown(int character, int position) {
        return character == '\t' && tabs.get(position) ? ' ' : character;
    }

    /** Positions, in code points, of the tabs that have something on their line before them to be separated from. */
    private static BitSet separating(String text) {
        BitSet found = new BitSet();
        boolean content = false;
        int position = 0;
        for (int i = 0; i < text.length(); position++) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (character == '\n' || character == '\r') {
                content = false;
            } else if (character == '\t') {
                found.set(position, content);
            } else if (character != ' ' && !content) {
                content = !isIndicator(character) || !isBlank(text, i);
            }
        }
        return found;
    }

    /** Positions, in code points, of the tabs behind an odd number of backslashes. */
    private static BitSet escaped(String text) {
        BitSet found = new BitSet();
        boolean escaping = false;
        int position = 0;
        for (int i = 0; i < text.length(); position++) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            found.set(position, escaping && character == '\t');
            escaping = character == '\\' && !escaping;
        }
        return found;
    }

    private static boolean isIndicator(int character) {
        return character == '-' || character == '?' || character == ':';
    }

    private static boolean isBlank(String text, int at) {
        return at >= text.length() || " \t\r\n".indexOf(text.charAt(at)) >= 0;
    }
}
