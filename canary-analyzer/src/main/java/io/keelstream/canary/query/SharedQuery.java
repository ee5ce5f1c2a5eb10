package io.keelstream.canary.query;

import io.keelstream.canary.observations.Arm;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One query in place of two, with a rule that says for sure which of its series are whose. For both arms: a selector, or an aggregation
 * of one by pod, in which nothing differs but the regular expression of the label {@code pod}; or several of them with {@code or} between,
 * which name the same pods: what one arm's pods have then never depends on the other's. Immutable.
 */
public final class SharedQuery {

    private static final String POD = "pod";

    /** Aggregations, at most one function of a range, and a selector in them. Groups: what is before it, its two, what is after. */
    private static final Pattern AGGREGATED =
            Pattern.compile("((?:\\s*(?:sum|min|max|avg|count)\\s+by\\s*\\([^()\"]*\\)\\s*\\()*+"
                    + "(?:\\s*(?:rate|irate|increase|delta|(?:avg|min|max|sum|last)_over_time)\\s*\\()?)"
                    + Selector.SHAPE + "((?:\\[\\w+])?[\\s)]*)");

    private static final int BEFORE = 1;
    private static final int SELECTOR = 2;
    private static final int AFTER = 4;

    private static final Pattern OR = Pattern.compile("\\s+or\\s+");

    private static final Pattern BY = Pattern.compile("by\\s*\\(([^()]*)\\)");

    private final String text;
    private final Map<Arm, Predicate<Map<String, String>>> pods;

    private SharedQuery(String text, Map<Arm, Predicate<Map<String, String>>> pods) {
        this.text = text;
        this.pods = Map.copyOf(pods);
    }

    /**
     * One of the alternatives of a query, asked for both arms.
     *
     * @param text the alternative
     * @param baseline matcher of the baseline's pods
     * @param canary matcher of the canary's pods
     */
    private record Operand(String text, LabelMatcher baseline, LabelMatcher canary) {

        boolean namesThePodsOf(Operand other) {
            return baseline.equals(other.baseline) && canary.equals(other.canary);
        }
    }

    /** The query for both arms in place of one for each; empty where there is none. */
    public static Optional<SharedQuery> ofArms(String baseline, String canary) {
        String[] ones = OR.split(baseline, -1);
        String[] others = OR.split(canary, -1);
        if (ones.length != others.length) {
            return Optional.empty();
        }
        List<Operand> operands = IntStream.range(0, ones.length)
                .mapToObj(i -> operand(ones[i], others[i]))
                .flatMap(Optional::stream)
                .toList();
        return operands.size() == ones.length ? of(operands) : Optional.empty();
    }

    private static Optional<SharedQuery> of(List<Operand> operands) {
        Operand first = operands.getFirst();
        if (!operands.stream().allMatch(first::namesThePodsOf)) {
            return Optional.empty();
        }
        String text = operands.stream().map(Operand::text).collect(Collectors.joining(" or "));
        return first.baseline()
                .test()
                .flatMap(baseline -> first.canary()
                        .test()
                        .map(canary -> new SharedQuery(text, Map.of(Arm.BASELINE, baseline, Arm.CANARY, canary))));
    }

    private static Optional<Operand> operand(String baseline, String canary) {
        Matcher one = AGGREGATED.matcher(baseline);
        Matcher other = AGGREGATED.matcher(canary);
        boolean alike = one.matches()
                && other.matches()
                && one.group(BEFORE).equals(other.group(BEFORE))
                && one.group(AFTER).equals(other.group(AFTER))
                && keepsPodsApart(one.group(BEFORE));
        return alike ? operand(one.toMatchResult(), other.toMatchResult()) : Optional.empty();
    }

    private static Optional<Operand> operand(MatchResult baseline, MatchResult canary) {
        Selector one = Selector.of(baseline, SELECTOR);
        Selector other = Selector.of(canary, SELECTOR);
        int place = one.differsAt(other);
        if (place < 0) {
            return Optional.empty();
        }
        LabelMatcher ones = one.matchers().get(place);
        LabelMatcher others = other.matchers().get(place);
        return ones.isRegexOf(POD) && others.isRegexOf(POD)
                ? Optional.of(new Operand(
                        baseline.group(BEFORE)
                                + one.with(place, ones.or(others)).text()
                                + baseline.group(AFTER),
                        ones,
                        others))
                : Optional.empty();
    }

    /**
     * Which of the series of a wider query are those of a narrower one.
     *
     * @return empty where it is not wider for sure, or that cannot be told
     */
    public static Optional<Predicate<Map<String, String>>> part(String narrower, String wider) {
        return Selector.parse(narrower).flatMap(one -> Selector.parse(wider).flatMap(one::within));
    }

    /** The query. */
    public String text() {
        return text;
    }

    /** Whose a series is: one arm's, both arms', or nobody's, when the source understands the query otherwise than this class. */
    public Set<Arm> arms(Map<String, String> labels) {
        return pods.entrySet().stream()
                .filter(arm -> arm.getValue().test(labels))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Arm.class)));
    }

    private static boolean keepsPodsApart(String aggregations) {
        return BY.matcher(aggregations)
                .results()
                .allMatch(by -> Arrays.stream(by.group(1).split(",", -1))
                        .map(String::trim)
                        .anyMatch(POD::equals));
    }
}
