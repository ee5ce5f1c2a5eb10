package io.keelstream.contracts.text;

import java.util.List;

/** Patterns of names, in which {@code *} stands for any text, also for none. Stateless. */
public final class Wildcard {

    private static final String EXCLUDES = "!";

    private Wildcard() {}

    /**
     * Whether a list allows a name: one of its patterns matches, and none does that begins with {@code !}. An empty list allows
     * nothing.
     */
    public static boolean allows(List<String> patterns, String name) {
        boolean named = false;
        for (String pattern : patterns) {
            boolean excludes = pattern.startsWith(EXCLUDES);
            if (matches(excludes ? pattern.substring(1) : pattern, name)) {
                if (excludes) {
                    return false;
                }
                named = true;
            }
        }
        return named;
    }

    /** Whether a pattern matches a whole name. Each part between stars is sought once, behind the one before it: the first place is as good as any. */
    public static boolean matches(String pattern, String name) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equals(name);
        }
        String last = parts[parts.length - 1];
        if (!name.startsWith(parts[0]) || name.length() < parts[0].length() + last.length() || !name.endsWith(last)) {
            return false;
        }
        int at = parts[0].length();
        int end = name.length() - last.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }
}
