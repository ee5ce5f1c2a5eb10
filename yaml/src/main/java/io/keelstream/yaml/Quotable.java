package io.keelstream.yaml;

import java.util.regex.Pattern;

/**
 * What of a file's content a message may repeat: keys and paths, never a value. Messages become public facts, and the content
 * may be that of a Secret. What is not written as a key or a path may be a value at a wrong place ({@code password hunter2}
 * without its colon is a key to YAML). Stateless.
 */
public final class Quotable {

    /** Stands for what is not repeated. */
    public static final String WITHHELD = "(withheld)";

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.$][-A-Za-z0-9_.$/]{0,252}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_.~/][-A-Za-z0-9_.~/:@+]{0,1023}");

    private Quotable() {}

    /** The key of a mapping, if it is written as one. */
    public static String key(String text) {
        return isKey(text) ? text : WITHHELD;
    }

    /** Whether a text is written as keys are: letters, digits, and {@code - _ . $ /}. */
    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    /** A path, or an address without its password and its query, if it is written as one. */
    public static String path(String text) {
        String address = text.replaceFirst("(?<=://)[^/@]*@", "").replaceFirst("[?#].*", "");
        return PATH.matcher(address).matches() ? address : WITHHELD;
    }
}
