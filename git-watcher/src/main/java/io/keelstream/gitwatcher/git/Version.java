package io.keelstream.gitwatcher.git;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (semver.org, 2.0.0) of a tag; a {@code v} before it and build metadata behind it do not count.
 *
 * @param pre the identifiers of a pre-release; empty for a release
 */
record Version(long major, long minor, long patch, String pre) implements Comparable<Version> {

    private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
    private static final Pattern FORM = Pattern.compile("v?" + NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?");
    private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::major)
            .thenComparingLong(Version::minor)
            .thenComparingLong(Version::patch)
            .thenComparing(Version::pre, Version::comparePre);

    /** The version that a tag names; empty where it names none. */
    static Optional<Version> parse(String tag) {
        Matcher matcher = FORM.matcher(tag);
        return matcher.matches()
                ? Optional.of(new Version(
                        Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(3)),
                        matcher.group(4) == null ? "" : matcher.group(4)))
                : Optional.empty();
    }

    /** From the first numbers; the others are zero. */
    static Version of(List<Long> numbers, String pre) {
        return new Version(at(numbers, 0), at(numbers, 1), at(numbers, 2), pre);
    }

    private static long at(List<Long> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    boolean isRelease() {
        return pre.isEmpty();
    }

    /** Whether this is a pre-release of the version that another pre-release leads to. */
    boolean isPreOf(Version other) {
        return !isRelease() && major == other.major && minor == other.minor && patch == other.patch;
    }

    /** The least version that has a greater number among the first ones, with these identifiers of a pre-release. */
    Version next(int numbers, String newPre) {
        return switch (numbers) {
            case 1 -> new Version(major + 1, 0, 0, newPre);
            case 2 -> new Version(major, minor + 1, 0, newPre);
            default -> new Version(major, minor, patch + 1, newPre);
        };
    }

    /** How many numbers a caret keeps: up to the first that is not zero, of those that are written. */
    int firstSignificant(int written) {
        int significant = major > 0 ? 1 : minor > 0 ? 2 : 3;
        return Math.min(significant, written);
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    /** A release is after its pre-releases; numbers are before words. */
    private static int comparePre(String one, String two) {
        if (one.isEmpty() || two.isEmpty()) {
            return Boolean.compare(one.isEmpty(), two.isEmpty());
        }
        String[] left = one.split("\\.", -1);
        String[] right = two.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean leftNumber = left[i].matches("[0-9]+");
            boolean rightNumber = right[i].matches("[0-9]+");
            int order = leftNumber && rightNumber
                    ? new BigInteger(left[i]).compareTo(new BigInteger(right[i]))
                    : leftNumber != rightNumber
                            ? Boolean.compare(rightNumber, leftNumber)
                            : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
