package io.keelstream.canary.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A selector of PromQL, taken apart. Immutable.
 *
 * @param name of the metric before the braces; may be empty
 * @param matchers what is within the braces
 */
record Selector(String name, List<LabelMatcher> matchers) {

    private static final String LABEL = "[a-zA-Z_]\\w*";
    private static final String OPERATOR = "=~|!~|!=|=";
    private static final String VALUE = "[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+";

    private static final Pattern MATCHER =
            Pattern.compile("(" + LABEL + ")\\s*(" + OPERATOR + ")\\s*\"(" + VALUE + ")\"");

    /** Regular expression of a selector; the first group is its name, the second its matchers. */
    static final String SHAPE = "\\s*([a-zA-Z_:][\\w:]*)?\\s*\\{((?:\\s*" + LABEL + "\\s*(?:" + OPERATOR + ")\\s*\""
            + VALUE + "\"\\s*(?:,|(?=})))+)\\s*}\\s*";

    private static final Pattern WHOLE = Pattern.compile(SHAPE);

    Selector {
        matchers = List.copyOf(matchers);
    }

    /** Takes a query apart; empty when it is no plain selector. */
    static Optional<Selector> parse(String query) {
        Matcher whole = WHOLE.matcher(query);
        return whole.matches() ? Optional.of(of(whole.toMatchResult(), 1)) : Optional.empty();
    }

    /**
     * The selector of a match.
     *
     * @param group which group of the match is the first of {@link #SHAPE}
     */
    static Selector of(MatchResult match, int group) {
        String name = match.group(group);
        return new Selector(
                name == null ? "" : name,
                MATCHER.matcher(match.group(group + 1))
                        .results()
                        .map(each -> new LabelMatcher(each.group(1), each.group(2), each.group(3)))
                        .toList());
    }

    /** As it is written in a query. */
    String text() {
        return name + "{" + matchers.stream().map(LabelMatcher::text).collect(Collectors.joining(",")) + "}";
    }

    /** The only place where two selectors differ; -1 when they differ in more, or in nothing. */
    int differsAt(Selector other) {
        if (!name.equals(other.name) || matchers.size() != other.matchers.size()) {
            return -1;
        }
        int found = -1;
        for (int i = 0; i < matchers.size(); i++) {
            if (!matchers.get(i).equals(other.matchers.get(i))) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    /** The same with another matcher in a place. */
    Selector with(int place, LabelMatcher matcher) {
        List<LabelMatcher> changed = new ArrayList<>(matchers);
        changed.set(place, matcher);
        return new Selector(name, changed);
    }

    /**
     * Which of the series of a wider selector are those of this one; empty when it is not wider for sure, or the source might decide
     * otherwise.
     */
    Optional<Predicate<Map<String, String>>> within(Selector wider) {
        List<LabelMatcher> more = new ArrayList<>(matchers);
        for (LabelMatcher each : wider.matchers) {
            if (!more.remove(each)) {
                return Optional.empty();
            }
        }
        Predicate<Map<String, String>> all = labels -> true;
        for (LabelMatcher each : more) {
            Optional<Predicate<Map<String, String>>> test = each.test();
            if (test.isEmpty()) {
                return Optional.empty();
            }
            all = all.and(test.get());
        }
        return name.equals(wider.name) ? Optional.of(all) : Optional.empty();
    }
}
