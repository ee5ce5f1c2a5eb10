package io.keelstream.contracts.execution;

import io.keelstream.contracts.deployment.Outcome;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a release is. A step is complete: with it, the plan and the inventory, another process goes on without knowing
 * anything else. Hooks and canary steps are steps of their own, with what they need; nothing here changes for them.
 *
 * <p>In JSON, {@code kind} says which one it is. A kind that this version does not know is {@link Unknown}: such a release is
 * left to a version that knows it.
 */
public sealed interface Step {

    /** The kind as events write it, e.g. {@code APPLYING}. */
    default String label() {
        return getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /**
     * The objects of a wave are being applied.
     *
     * @param wave the wave
     * @param deadline the wave has to be healthy by then
     */
    record Applying(int wave, Instant deadline) implements Step {}

    /**
     * A wave is applied; its objects have to become healthy.
     *
     * @param wave the wave
     * @param deadline the wave has to be healthy by then
     */
    record Waiting(int wave, Instant deadline) implements Step {}

    /**
     * Every wave is healthy; what left Git is being deleted.
     *
     * @param deadline everything has to be gone by then
     */
    record Pruning(Instant deadline) implements Step {}

    /** Everything is done; the health of the whole target decides the outcome. */
    record Settling() implements Step {}

    /**
     * The release ended; nothing runs.
     *
     * @param outcome how it ended
     */
    record Finished(Outcome outcome) implements Step {}

    /**
     * A step of a newer version, untouched.
     *
     * @param raw the whole step as it was read, {@code kind} included
     */
    record Unknown(Map<String, @Nullable Object> raw) implements Step {

        @Override
        public String label() {
            return String.valueOf(raw.get("kind")).toUpperCase(Locale.ROOT);
        }
    }
}
