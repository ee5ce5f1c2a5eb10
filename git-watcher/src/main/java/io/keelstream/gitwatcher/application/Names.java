package io.keelstream.gitwatcher.application;

import java.util.regex.Pattern;

/** Which names are allowed. Stateless. */
public final class Names {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private Names() {}

    /** A DNS label as RFC 1123 and Kubernetes have it: 1 to 63 of a-z, 0-9 and -, a letter or digit at both ends. */
    public static boolean isDnsLabel(String text) {
        return LABEL.matcher(text).matches();
    }
}
