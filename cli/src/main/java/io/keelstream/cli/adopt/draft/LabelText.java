package io.keelstream.cli.adopt.draft;

import io.keelstream.gitwatcher.application.Names;
import java.util.Locale;

/** DNS labels out of other names. Pure. */
public final class LabelText {

    private static final int LONGEST = 63;

    private LabelText() {}

    /** The nearest DNS label; empty where nothing is left of the text. */
    public static String of(String text) {
        String label = trimmed(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-"));
        return label.length() <= LONGEST ? label : trimmed(label.substring(0, LONGEST));
    }

    /** Whether the text is one already. */
    public static boolean is(String text) {
        return Names.isDnsLabel(text);
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '-') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '-') {
            to--;
        }
        return text.substring(from, to);
    }
}
