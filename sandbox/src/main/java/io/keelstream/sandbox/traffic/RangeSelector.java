package io.keelstream.sandbox.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A range selector of PromQL, {@code name{label="value",other=~"pattern"}[60s]}: the only expression that pretended metrics
 * answer.
 *
 * @param seconds length of the range
 */
record RangeSelector(List<Condition> conditions, long seconds) {

    private static final Pattern WHOLE =
            Pattern.compile("([a-zA-Z_:][\\w:]*)?(?:\\{(.*)})?\\[(\\d+)s]", Pattern.DOTALL);
    private static final Pattern CONDITION =
            Pattern.compile("\\s*(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:,|$)");

    /** A condition on one label. */
    record Condition(String label, String operator, Pattern pattern) {

        boolean holds(Map<String, String> labels) {
            boolean matches = pattern.matcher(labels.getOrDefault(label, "")).matches();
            return operator.startsWith("!") != matches;
        }
    }

    /** Reads it; empty for any other expression. */
    static Optional<RangeSelector> parse(String expression) {
        Matcher whole = WHOLE.matcher(expression.strip());
        if (!whole.matches()) {
            return Optional.empty();
        }
        List<Condition> conditions = new ArrayList<>();
        if (whole.group(1) != null) {
            conditions.add(new Condition("__name__", "=", Pattern.compile(Pattern.quote(whole.group(1)))));
        }
        String inside = whole.group(2) == null ? "" : whole.group(2);
        Matcher condition = CONDITION.matcher(inside);
        int end = 0;
        while (end < inside.length()) {
            if (!condition.find(end) || condition.start() != end) {
                return Optional.empty();
            }
            String value = condition.group(3).replace("\\\"", "\"").replace("\\\\", "\\");
            boolean literal = !condition.group(2).endsWith("~");
            try {
                conditions.add(new Condition(
                        condition.group(1),
                        condition.group(2),
                        Pattern.compile(literal ? Pattern.quote(value) : value)));
            } catch (PatternSyntaxException e) {
                return Optional.empty();
            }
            end = condition.end();
        }
        return Optional.of(new RangeSelector(conditions, Long.parseLong(whole.group(3))));
    }

    boolean matches(Map<String, String> labels) {
        return conditions.stream().allMatch(condition -> condition.holds(labels));
    }
}
