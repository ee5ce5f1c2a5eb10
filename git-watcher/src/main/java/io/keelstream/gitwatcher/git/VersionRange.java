package io.keelstream.gitwatcher.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of semantic versions as npm and Flux write it: {@code >=1.2 <2}, {@code ^1.4}, {@code ~1.4.2}, {@code 1.x}, {@code *}, alternatives with
 * {@code ||}. A pre-release is in a range only where one of its bounds is a pre-release of the same version. Immutable.
 */
final class VersionRange {

    private static final Pattern BOUND =
            Pattern.compile("(>=|<=|>|<|=|\\^|~)?\\s*v?([0-9xX*]+(?:\\.[0-9xX*]+){0,2})(?:-([0-9A-Za-z.-]+))?");

    /** The least pre-release, so that none of the next version is below it. */
    private static final String FIRST = "0";

    private final List<List<Bound>> alternatives;

    private VersionRange(List<List<Bound>> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * From a version on, or up to one.
     *
     * @param written whether the range names the version; the others follow from it
     */
    private record Bound(boolean lower, boolean included, Version version, boolean written) {

        boolean holds(Version other) {
            int order = other.compareTo(version);
            return order == 0 ? included : lower == order > 0;
        }
    }

    /** The range that a text says; empty where it says none. */
    static Optional<VersionRange> parse(String text) {
        List<List<Bound>> alternatives = new ArrayList<>();
        for (String alternative : text.split("\\|\\|", -1)) {
            List<Bound> bounds = new ArrayList<>();
            String rest = alternative.strip();
            if (rest.isEmpty()) {
                return Optional.empty();
            }
            while (!rest.isEmpty()) {
                Matcher matcher = BOUND.matcher(rest);
                if (!matcher.lookingAt() || !add(bounds, matcher)) {
                    return Optional.empty();
                }
                String after = rest.substring(matcher.end());
                if (!after.isEmpty() && !after.matches("[\\s,].*")) {
                    return Optional.empty();
                }
                rest = after.replaceFirst("^[\\s,]+", "");
            }
            alternatives.add(List.copyOf(bounds));
        }
        return Optional.of(new VersionRange(List.copyOf(alternatives)));
    }

    /** Whether a version is in it. */
    boolean contains(Version version) {
        return alternatives.stream()
                .anyMatch(bounds -> bounds.stream().allMatch(bound -> bound.holds(version))
                        && (version.isRelease()
                                || bounds.stream()
                                        .anyMatch(bound -> bound.written()
                                                && bound.version().isPreOf(version))));
    }

    private static boolean add(List<Bound> bounds, Matcher matcher) {
        String operator = matcher.group(1) == null ? "=" : matcher.group(1);
        List<Long> numbers = new ArrayList<>();
        for (String part : matcher.group(2).split("\\.", -1)) {
            if (part.matches("[xX*]")) {
                break;
            }
            if (!part.matches("0|[1-9][0-9]{0,8}")) {
                return false;
            }
            numbers.add(Long.parseLong(part));
        }
        String pre = matcher.group(3) == null ? "" : matcher.group(3);
        if (!pre.isEmpty() && numbers.size() < 3) {
            return false;
        }
        Version low = Version.of(numbers, pre);
        boolean whole = numbers.size() == 3;
        switch (operator) {
            case ">=" -> bounds.add(new Bound(true, true, low, true));
            case "<" -> bounds.add(new Bound(false, false, low, true));
            case ">" ->
                bounds.add(
                        whole
                                ? new Bound(true, false, low, true)
                                : new Bound(true, true, low.next(numbers.size(), ""), false));
            case "<=" -> bounds.add(whole ? new Bound(false, true, low, true) : below(low, numbers.size()));
            case "^" -> range(bounds, low, numbers.isEmpty() ? 0 : low.firstSignificant(numbers.size()));
            case "~" -> range(bounds, low, Math.min(2, numbers.size()));
            default -> range(bounds, low, numbers.size());
        }
        return true;
    }

    /** From a version to below the next one that differs in one of its first numbers; all of three is the version itself. */
    private static void range(List<Bound> bounds, Version low, int numbers) {
        bounds.add(new Bound(true, true, low, true));
        if (numbers == 3) {
            bounds.add(new Bound(false, true, low, true));
        } else if (numbers > 0) {
            bounds.add(below(low, numbers));
        }
    }

    private static Bound below(Version low, int numbers) {
        return numbers == 0
                ? new Bound(true, true, low, true)
                : new Bound(false, false, low.next(numbers, FIRST), false);
    }
}
