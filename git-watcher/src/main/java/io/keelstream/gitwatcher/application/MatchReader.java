package io.keelstream.gitwatcher.application;

import io.keelstream.contracts.canary.CanaryRules.Match;
import io.keelstream.yaml.StrictMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads {@code canary.traffic.match}: headers, and cookies, which are a part of the header {@code Cookie}. Names of headers
 * are those of <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110</a>, cookies those of <a
 * href="https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1">RFC 6265</a>. Stateless.
 */
final class MatchReader {

    private static final int MOST = 8;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");
    private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,1022}[\\x21-\\x7e])?");
    private static final Pattern COOKIE = Pattern.compile("[!#-+\\x2d-:<-\\[\\]-~]{1,512}");
    private static final String SPECIAL = "\\^$.|?*+()[]{}";
    private static final String HEADER = "header";
    private static final String COOKIE_NAME = "cookie";
    private static final String VALUE = "value";
    private static final String REGEX = "regex";

    private MatchReader() {}

    /** The requests under {@code match}; empty where there are none. */
    static List<Match> read(StrictMapping traffic) {
        List<StrictMapping> items = traffic.sections("match", List.of(HEADER, COOKIE_NAME, VALUE, REGEX));
        Node at = traffic.get("match");
        if (at != null && items.size() > MOST) {
            traffic.invalid("match", at, "has " + items.size() + " matches, but " + MOST + " are the most");
        }
        List<Match> matches = new ArrayList<>();
        items.forEach(item -> one(item).ifPresent(matches::add));
        return matches;
    }

    private static Optional<Match> one(StrictMapping item) {
        if (!(item.node() instanceof MappingNode)) {
            return Optional.empty();
        }
        Node cookie = item.get(COOKIE_NAME);
        if (cookie != null && (item.has(HEADER) || item.has(REGEX))) {
            item.invalid(COOKIE_NAME, cookie, "is matched by 'value' alone; remove the other fields");
            return Optional.empty();
        }
        return cookie == null ? header(item) : cookie(item, cookie);
    }

    private static Optional<Match> header(StrictMapping item) {
        String name = item.required(HEADER);
        Node at = item.get(HEADER);
        if (at == null || !matches(item, HEADER, at, name, TOKEN, "the name of a header, e.g. x-canary")) {
            return Optional.empty();
        }
        Node regex = item.get(REGEX);
        if (regex == null) {
            return value(item, TEXT, "1 to 1024 printable characters").map(value -> new Match(name, value, false));
        }
        if (item.has(VALUE)) {
            item.invalid(REGEX, regex, "must not stand beside 'value'; remove one of them");
            return Optional.empty();
        }
        return regex(item, regex).map(value -> new Match(name, value, true));
    }

    private static Optional<String> regex(StrictMapping item, Node at) {
        String text = item.text(REGEX).orElse("");
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException broken) {
            item.invalid(REGEX, at, "is no regular expression: " + broken.getDescription());
            return Optional.empty();
        }
        return matches(item, REGEX, at, text, TEXT, "1 to 1024 printable characters")
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The cookie among the others of the header, whether a proxy compares all of the header or looks for a part of it. */
    private static Optional<Match> cookie(StrictMapping item, Node at) {
        String name = item.text(COOKIE_NAME).orElse("");
        if (!matches(item, COOKIE_NAME, at, name, TOKEN, "the name of a cookie")) {
            return Optional.empty();
        }
        return value(item, COOKIE, "the value of a cookie: no blanks, quotes, commas, semicolons or backslashes")
                .map(value -> new Match("Cookie", "^(.*; *)?" + quoted(name + "=" + value) + " *(;.*)?$", true));
    }

    private static Optional<String> value(StrictMapping item, Pattern syntax, String what) {
        String value = item.required(VALUE);
        Node at = item.get(VALUE);
        return at != null && matches(item, VALUE, at, value, syntax, what) ? Optional.of(value) : Optional.empty();
    }

    private static boolean matches(
            StrictMapping item, String field, Node at, String text, Pattern syntax, String what) {
        boolean fits = syntax.matcher(text).matches();
        if (!fits) {
            item.invalid(field, at, "must be " + what);
        }
        return fits;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        text.chars()
                .forEach(each ->
                        quoted.append(SPECIAL.indexOf(each) < 0 ? "" : "\\").append((char) each));
        return quoted.toString();
    }
}
