package io.keelstream.cli.wait;

/** How far a commit is at a target. */
sealed interface Progress {

    /** What is said of it: one line. */
    String text();

    /** The target is healthy at the commit, or at a later one. */
    record Healthy(String text) implements Progress {}

    /** It does not become healthy by itself: it failed, was rolled back or rejected. */
    record Failed(String text) implements Progress {}

    /** A person has to decide; the text has the command. */
    record NeedsPerson(String text) implements Progress {}

    /** A release of the target runs, which ends by its own limits. */
    record Running(String text) implements Progress {}

    /** Something else is waited for, which nothing limits. */
    record Pending(String text) implements Progress {}

    /** Several commits begin with the digits. */
    record Ambiguous(String text) implements Progress {}
}
