package io.keelstream.canary.query;

import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One label matcher of a selector, as {@code status=~"5.."}. Immutable.
 *
 * @param label whose value is compared; a label that a series has not is empty
 * @param operator {@code =}, {@code !=}, {@code =~} or {@code !~}
 * @param quoted the value within its quotes, as in the query
 */
record LabelMatcher(String label, String operator, String quoted) {

    private static final String REGEX = "=~";

    /** A backslash stands before itself or a quote; there are other escapes, and nobody needs them. */
    private static final Pattern ESCAPES = Pattern.compile("[^\\\\]*+(?:\\\\[\\\\\"][^\\\\]*+)*+");

    /** As it is written in a query. */
    String text() {
        return label + operator + '"' + quoted + '"';
    }

    /** Whether it is a regular expression that a label has to match. */
    boolean isRegexOf(String name) {
        return label.equals(name) && operator.equals(REGEX);
    }

    /** One that is fulfilled where this or another is; both are regular expressions of one label. */
    LabelMatcher or(LabelMatcher other) {
        return new LabelMatcher(label, REGEX, "(?:" + quoted + ")|(?:" + other.quoted + ")");
    }

    /** Whether the labels of a series fulfil it; empty where the source might decide otherwise. */
    Optional<Predicate<Map<String, String>>> test() {
        if (!ESCAPES.matcher(quoted).matches()) {
            return Optional.empty();
        }
        String value = quoted.replaceAll("\\\\(.)", "$1");
        return switch (operator) {
            case "=" -> Optional.of(labels -> of(labels).equals(value));
            case "!=" -> Optional.of(labels -> !of(labels).equals(value));
            case REGEX -> regex(value);
            default -> regex(value).map(Predicate::not);
        };
    }

    /** Prometheus matches by RE2, and the whole value. */
    private Optional<Predicate<Map<String, String>>> regex(String value) {
        try {
            var whole = com.google.re2j.Pattern.compile(value, com.google.re2j.Pattern.DOTALL);
            return Optional.of(labels -> whole.matches(of(labels)));
        } catch (PatternSyntaxException refused) {
            return Optional.empty();
        }
    }

    private String of(Map<String, String> labels) {
        return labels.getOrDefault(label, "");
    }
}
