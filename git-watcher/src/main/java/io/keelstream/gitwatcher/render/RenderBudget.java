package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.yaml.YamlBudget;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What rendering one target may use, taken while its files are read and its parameters are inserted. Whoever takes too much
 * ends with a {@link SpentException}. Confined to one thread.
 */
public final class RenderBudget {

    private static final int PACE = 1_000;

    private final LongSupplier clock;
    private final long start;
    private final YamlBudget files;
    private final YamlBudget inserted;
    private long characters;
    private long values;

    /** A budget of which nothing is spent, from now on. */
    public RenderBudget() {
        this(System::nanoTime);
    }

    /** @param clock nanoseconds */
    RenderBudget(LongSupplier clock) {
        this.clock = clock;
        this.start = clock.getAsLong();
        this.files = new YamlBudget(Limits.OBJECTS, Limits.VALUES, Limits.BUNDLE_BYTES, this::pace);
        this.inserted = new YamlBudget(Integer.MAX_VALUE, Limits.VALUES, Limits.BUNDLE_BYTES, this::pace);
    }

    /** For the target's files, or what its renderer wrote. */
    public YamlBudget files() {
        return files;
    }

    /** For values of parameters that are read as YAML. */
    YamlBudget inserted() {
        return inserted;
    }

    /** Takes characters that are inserted. */
    void insert(int some) {
        characters += some;
        if (characters > Limits.BUNDLE_BYTES) {
            throw new SpentException("more than " + Limits.BUNDLE_BYTES + " characters of parameters", false);
        }
    }

    /** Fails where values would be nested deeper than a file may nest them. */
    static void depth(int levels) {
        if (levels > Limits.DEPTH) {
            throw new SpentException(
                    "values with parameters inserted, nested deeper than " + Limits.DEPTH + " levels,", false);
        }
    }

    /** Takes one value that is copied. */
    void copy() {
        values++;
        if (values > 2L * Limits.VALUES) {
            throw new SpentException("more than " + Limits.VALUES + " values with parameters inserted", false);
        }
        if (values % PACE == 0) {
            pace();
        }
    }

    /** Ends a render that takes too long, or that nobody waits for any more. */
    void pace() {
        if (Thread.currentThread().isInterrupted()) {
            Thread.interrupted();
            throw new CancellationException();
        }
        if (clock.getAsLong() - start > Limits.TIME.toNanos()) {
            throw new SpentException("more than " + Limits.TIME.toSeconds() + " s of time", true);
        }
    }

    /** A render took more than it may; the message says of what. */
    public static final class SpentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean time;
        private final @Nullable String where;

        SpentException(String what, boolean time) {
            this(what, time, null);
        }

        private SpentException(String what, boolean time, @Nullable String where) {
            super(what, null, false, false);
            this.time = time;
            this.where = where;
        }

        /** The same with the place where that was noticed. */
        SpentException at(String place) {
            return new SpentException(String.valueOf(getMessage()), time, place);
        }

        /** The problem of a target whose render took too much, or too long. */
        Problem problem(String path) {
            String place = where == null ? path : where;
            String what = String.valueOf(getMessage());
            return time
                    ? Reason.RENDERER_LIMIT.problem(
                            "rendering was stopped because it used " + what + ". Split it", place)
                    : Limits.tooMuch(what, place);
        }
    }
}
