package io.keelstream.planner.canary;

/**
 * Regular expressions for the names of a Deployment's pods: {@code <deployment>-<hash>-<suffix>}. Hash and suffix have no
 * vowels and no dash, so that the pods of {@code web-canary} are never taken for those of {@code web}. The base of a
 * generated name is cut after 58 characters, which takes first the dash, then the hash away (apiserver's {@code
 * SimpleNameGenerator}; the hash is at most ten characters long). Pure.
 */
final class PodPattern {

    private static final String LETTER = "[bcdfghjklmnpqrstvwxz2456789]";
    private static final int MOST_HASH = 10;
    private static final int SUFFIX = 5;
    private static final int MOST_BASE = 58;

    private PodPattern() {}

    /** The expression, in the syntax of RE2, for the whole name. */
    static String of(String deployment) {
        String name = deployment.replace(".", "[.]");
        int cutHash = MOST_BASE - deployment.length() - 1;
        int wholeHash = cutHash - 1;
        if (wholeHash >= MOST_HASH) {
            return name + "-" + LETTER + "{1," + MOST_HASH + "}-" + LETTER + "{" + SUFFIX + "}";
        }
        if (cutHash < 0) {
            return deployment.substring(0, MOST_BASE).replace(".", "[.]") + LETTER + "{" + SUFFIX + "}";
        }
        String cut = name + "-" + LETTER + "{" + (cutHash + SUFFIX) + "}";
        return wholeHash < 1
                ? cut
                : "(?:" + cut + "|" + name + "-" + LETTER + "{1," + wholeHash + "}-" + LETTER + "{" + SUFFIX + "})";
    }
}
