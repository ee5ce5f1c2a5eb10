package io.keelstream.notifier.sink;

/** Texts that a receiver takes up to a length. */
final class Shortened {

    private static final String MORE = "...";

    private Shortened() {}

    /** The text, or its beginning with dots; never longer, and no character is cut in two. */
    static String to(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - MORE.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MORE;
    }
}
