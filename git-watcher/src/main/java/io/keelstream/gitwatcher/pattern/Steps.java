package io.keelstream.gitwatcher.pattern;

/** How much work the patterns of one target may take altogether. Confined to one thread. */
public final class Steps {

    private long left;

    /** This many comparisons of a character. */
    public Steps(long most) {
        left = most;
    }

    /** Takes one; fails when none is left. */
    void take() {
        take(1);
    }

    /** Takes some; fails when fewer are left. */
    public void take(int some) {
        left -= some;
        if (left < 0) {
            throw new TooManyStepsException();
        }
    }
}
