package io.keelstream.applier.phase;

import java.time.Duration;

/**
 * How long a trial gives a router.
 *
 * @param settle from the confirmation of a weight until it counts as in effect
 * @param confirm until a shift that is not confirmed is said to be on hold; the way back goes on then
 */
public record TrialPace(Duration settle, Duration confirm) {

    /** As routers need. */
    public static final TrialPace DEFAULT = new TrialPace(Duration.ofSeconds(5), Duration.ofSeconds(60));
}
