package io.keelstream.gitwatcher.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of a file in the syntax of {@code .gitignore}. Immutable.
 *
 * @param keeps whether it takes back what lines before it leave out
 * @param foldersOnly whether it matches folders alone
 * @param anywhere whether it matches the last name of a path, whatever is before that
 * @param names a pattern for each name of a path; empty for any number of names
 */
public record IgnoreRule(boolean keeps, boolean foldersOnly, boolean anywhere, List<Optional<Glob>> names) {

    private static final Optional<Glob> DEEP = Optional.empty();

    public IgnoreRule {
        names = List.copyOf(names);
    }

    /** The rule of a line; empty for a comment and for a line without a pattern. */
    public static Optional<IgnoreRule> of(String line) {
        String text = withoutTrailingSpaces(line);
        if (text.startsWith("#")) {
            return Optional.empty();
        }
        boolean keeps = text.startsWith("!");
        String pattern = keeps ? text.substring(1) : text;
        boolean foldersOnly = pattern.endsWith("/");
        while (pattern.endsWith("/")) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                pattern.contains("/")
                        ? new IgnoreRule(keeps, foldersOnly, false, names(pattern))
                        : new IgnoreRule(keeps, foldersOnly, true, List.of(Optional.of(Glob.ignore(pattern)))));
    }

    /**
     * Whether the rule is about an entry.
     *
     * @param path the names from the rule's folder to the entry
     * @param folder whether the entry is a folder
     */
    public boolean matches(List<String> path, boolean folder, Steps steps) {
        if (foldersOnly && !folder) {
            return false;
        }
        return matches(anywhere ? List.of(path.getLast()) : path, steps);
    }

    /** As {@link Glob#matches}, with names for characters. */
    private boolean matches(List<String> path, Steps steps) {
        int at = 0;
        int name = 0;
        int deep = -1;
        int resumed = 0;
        while (at < path.size()) {
            steps.take();
            if (name < names.size() && names.get(name).isEmpty()) {
                deep = name++;
                resumed = at;
            } else if (name < names.size() && names.get(name).get().matches(path.get(at), steps)) {
                name++;
                at++;
            } else if (deep >= 0) {
                name = deep + 1;
                at = ++resumed;
            } else {
                return false;
            }
        }
        return name == names.size();
    }

    /** {@code **} is any number of names; at the end it is at least one, so that the folder itself is not matched. */
    private static List<Optional<Glob>> names(String pattern) {
        List<Optional<Glob>> names = new ArrayList<>();
        for (String name : (pattern.startsWith("/") ? pattern.substring(1) : pattern).split("/", -1)) {
            if (!name.equals("**")) {
                names.add(Optional.of(Glob.ignore(name)));
            } else if (names.isEmpty() || names.getLast().isPresent()) {
                names.add(DEEP);
            }
        }
        if (names.getLast().isEmpty()) {
            names.add(Optional.of(Glob.ignore("*")));
        }
        return names;
    }

    /** A backslash keeps the space behind it. */
    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && !isEscaped(line, end - 1)) {
            end--;
        }
        return line.substring(0, end);
    }

    private static boolean isEscaped(String line, int index) {
        int slashes = 0;
        while (index - slashes > 0 && line.charAt(index - slashes - 1) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }
}
