package io.keelstream.gitwatcher.pattern;

/** The patterns of a target take more work than a target may. */
public final class TooManyStepsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
        super("the patterns take too many steps");
    }
}
