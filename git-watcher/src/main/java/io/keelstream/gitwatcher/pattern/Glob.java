package io.keelstream.gitwatcher.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern of one name. A star that was passed is never tried again, so that matching takes at most as many steps as the
 * name has characters, times those of the pattern. Immutable.
 */
public final class Glob {

    private static final Part STAR = new Part(true, c -> true);
    private static final Part ANY = new Part(false, c -> true);
    private static final Part NEVER = new Part(false, c -> false);

    private final List<Part> parts;

    /**
     * A part of a pattern.
     *
     * @param star whether it stands for any number of characters
     * @param accepts the character it stands for
     */
    private record Part(boolean star, IntPredicate accepts) {}

    private Glob(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** A pattern that knows {@code *} and {@code ?} alone. */
    public static Glob plain(String pattern) {
        List<Part> parts = new ArrayList<>();
        pattern.chars().forEach(c -> add(parts, c == '*' ? STAR : c == '?' ? ANY : literal(c)));
        return new Glob(parts);
    }

    /** A pattern of {@code .gitignore}, with classes and backslashes; one that is not valid there matches nothing. */
    public static Glob ignore(String pattern) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '*' -> add(parts, STAR);
                case '?' -> add(parts, ANY);
                case '\\' -> add(parts, at < pattern.length() ? literal(pattern.charAt(at++)) : NEVER);
                case '[' -> {
                    CharacterClass.Read read = CharacterClass.read(pattern, at);
                    add(parts, read == null ? NEVER : new Part(false, read.accepts()));
                    at = read == null ? pattern.length() : read.end();
                }
                default -> add(parts, literal(c));
            }
        }
        return new Glob(parts);
    }

    /** Whether a whole name matches. */
    public boolean matches(String name, Steps steps) {
        int at = 0;
        int part = 0;
        int star = -1;
        int resumed = 0;
        while (at < name.length()) {
            steps.take();
            if (part < parts.size() && parts.get(part).star()) {
                star = part++;
                resumed = at;
            } else if (part < parts.size() && parts.get(part).accepts().test(name.charAt(at))) {
                part++;
                at++;
            } else if (star >= 0) {
                part = star + 1;
                at = ++resumed;
            } else {
                return false;
            }
        }
        return parts.subList(part, parts.size()).stream().allMatch(Part::star);
    }

    /** Two stars are one. */
    private static void add(List<Part> parts, Part part) {
        if (!part.star() || parts.isEmpty() || !parts.getLast().star()) {
            parts.add(part);
        }
    }

    private static Part literal(int c) {
        return new Part(false, each -> each == c);
    }
}
