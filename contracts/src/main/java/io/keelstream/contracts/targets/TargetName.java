package io.keelstream.contracts.targets;

/**
 * The name of a target, {@code <target name>/<application name>}: record key, event subject, log field and URL path.
 *
 * @param target the target's own name, e.g. {@code production}
 * @param application the application's name, e.g. {@code checkout}
 */
public record TargetName(String target, String application) implements Comparable<TargetName> {

    public TargetName {
        if (target.isEmpty() || application.isEmpty() || target.contains("/") || application.contains("/")) {
            throw new IllegalArgumentException("not a target name: '" + target + "/" + application + "'");
        }
    }

    /** Reads {@code target/application}; throws {@link IllegalArgumentException} naming the text. */
    public static TargetName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a target name (target/application): '" + text + "'");
        }
        return new TargetName(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(TargetName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return target + "/" + application;
    }
}
