package io.keelstream.gitwatcher.child;

/** How a child ended. */
sealed interface ChildResult {

    /**
     * By itself.
     *
     * @param exit its exit code
     * @param output what it wrote to its standard output
     * @param errors the first part of what it wrote to its standard error
     */
    record Ended(int exit, String output, String errors) implements ChildResult {

        /** Sizes only: the output may hold secrets. */
        @Override
        public String toString() {
            return "Ended[exit " + exit + ", " + output.length() + " characters]";
        }
    }

    /** It was killed because it exceeded a limit; the text says which. */
    record Killed(String limit) implements ChildResult {}

    /** It could not be started. */
    record NotStarted(String reason) implements ChildResult {}
}
