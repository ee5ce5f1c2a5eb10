package io.keelstream.gitwatcher.pattern;

import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code [...]} of a pattern as Git does: ranges, {@code [:digit:]} and such in ASCII, {@code !} or {@code ^}. */
final class CharacterClass {

    private static final Map<String, IntPredicate> NAMED = Map.ofEntries(
            Map.entry("alnum", c -> isLetter(c) || isDigit(c)),
            Map.entry("alpha", CharacterClass::isLetter),
            Map.entry("blank", c -> c == ' ' || c == '\t'),
            Map.entry("cntrl", c -> c < ' ' || c == 0x7f),
            Map.entry("digit", CharacterClass::isDigit),
            Map.entry("graph", CharacterClass::isGraph),
            Map.entry("lower", c -> c >= 'a' && c <= 'z'),
            Map.entry("print", c -> c == ' ' || isGraph(c)),
            Map.entry("punct", c -> isGraph(c) && !isLetter(c) && !isDigit(c)),
            Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
            Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
            Map.entry("xdigit", c -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));

    private final String text;
    private int at;
    private IntPredicate accepted = c -> false;

    private CharacterClass(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /**
     * What was read.
     *
     * @param accepts the characters of the class
     * @param end where the pattern goes on
     */
    record Read(IntPredicate accepts, int end) {}

    /** The class that starts behind a bracket; null where the pattern is none that Git knows, which matches nothing. */
    static @Nullable Read read(String text, int start) {
        CharacterClass read = new CharacterClass(text, start);
        boolean inverse = start < text.length() && (text.charAt(start) == '!' || text.charAt(start) == '^');
        if (inverse) {
            read.at++;
        }
        if (!read.items()) {
            return null;
        }
        IntPredicate accepted = read.accepted;
        return new Read(inverse ? accepted.negate() : accepted, read.at);
    }

    /** Reads up to the bracket that ends the class; a bracket that comes first is a member. */
    private boolean items() {
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            boolean known = text.startsWith("[:", at) ? named() : range();
            if (!known) {
                return false;
            }
            first = false;
        }
        return at++ < text.length();
    }

    private boolean named() {
        StringBuilder name = new StringBuilder();
        for (at += 2; at < text.length() && text.charAt(at) != ']'; at++) {
            name.append(text.charAt(at));
        }
        int colon = name.length() - 1;
        IntPredicate named = colon >= 0 && name.charAt(colon) == ':' ? NAMED.get(name.substring(0, colon)) : null;
        if (named == null || at++ >= text.length()) {
            return false;
        }
        accepted = accepted.or(named);
        return true;
    }

    private boolean range() {
        int low = member();
        int high = low;
        if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
            at++;
            high = member();
        }
        int last = high;
        accepted = accepted.or(c -> c >= low && c <= last);
        return at <= text.length();
    }

    /** The next character, which a backslash may escape; behind the end where there is none. */
    private int member() {
        if (text.charAt(at) == '\\') {
            at++;
        }
        return at < text.length() ? text.charAt(at++) : at++;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isGraph(int c) {
        return c > ' ' && c < 0x7f;
    }
}
