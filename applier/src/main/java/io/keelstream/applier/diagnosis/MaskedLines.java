package io.keelstream.applier.diagnosis;

import io.keelstream.contracts.text.Printable;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines of a log as a message may have them: without values that are known to be secret, nor what is written like one, on one
 * line, and not too long. Pure.
 *
 * @param secrets values that are left out, the longest first
 */
record MaskedLines(List<String> secrets) {

    static final String MASK = "***";

    /** Letters that are kept, of the end. */
    static final int LONGEST = 2_000;

    /** A shorter value is found everywhere, and says nothing. */
    private static final int SHORTEST = 4;

    /** A user's password in an address, a named secret with its value, and a header with a token. */
    private static final List<Pattern> LIKE_SECRETS = List.of(
            Pattern.compile("(?<=://)[^\\s/@:]*:[^\\s/@]+(?=@)"),
            Pattern.compile("(?i)(?<=(?:password|passwd|passphrase|secret|token|api[-_]?key|credential)s?"
                    + "[\"']?\\s{0,3}[=:]\\s{0,3}[\"']?)[^\\s\"',;]+"),
            Pattern.compile("(?i)(?<=\\b(?:bearer|basic) )[a-z0-9._~+/=-]{8,}"));

    MaskedLines {
        secrets = secrets.stream()
                .flatMap(value ->
                        Stream.concat(Stream.of(value.strip()), value.lines().map(String::strip)))
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The last lines of a log, separated by {@code |}. */
    String of(String log) {
        String text = log;
        for (String secret : secrets) {
            text = text.replace(secret, MASK);
        }
        for (Pattern pattern : LIKE_SECRETS) {
            text = pattern.matcher(text).replaceAll(MASK);
        }
        String line = text.lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(Printable::line)
                .collect(Collectors.joining(" | "));
        return line.length() <= LONGEST ? line : "… " + line.substring(line.length() - LONGEST);
    }
}
