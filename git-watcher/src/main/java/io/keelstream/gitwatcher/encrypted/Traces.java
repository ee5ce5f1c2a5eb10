package io.keelstream.gitwatcher.encrypted;

import io.keelstream.kubernetes.sops.Placeholder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Recognises a placeholder by its beginning, also in other case and inside base64, where it looks in one of three ways by what is
 * before it. Stateless.
 */
final class Traces {

    private static final String START = Placeholder.START;
    private static final int GROUP = 3;
    private static final List<String> ENCODED =
            IntStream.range(0, GROUP).mapToObj(Traces::encoded).toList();

    private Traces() {}

    static boolean in(String text) {
        return text.toLowerCase(Locale.ROOT).contains(START) || ENCODED.stream().anyMatch(text::contains);
    }

    /** What of its base64 does not depend on its neighbours, where so many bytes of a group of three are before it. */
    private static String encoded(int before) {
        byte[] start = START.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[before + start.length];
        System.arraycopy(start, 0, whole, before, start.length);
        int groups = whole.length / GROUP;
        String base64 = Base64.getEncoder().encodeToString(Arrays.copyOf(whole, groups * GROUP));
        return base64.substring(before == 0 ? 0 : GROUP + 1);
    }
}
