package io.keelstream.applier.phase;

import java.time.Duration;

/**
 * How long a trial gives a router, an autoscaler and a cluster.
 *
 * @param settle from the confirmation of a weight until it counts as in effect
 * @param confirm until a shift that is not confirmed is said to be on hold; the way back goes on then
 * @param measured from a shift until the metrics of an autoscaler are those of the new load
 * @param decided until a newer commit of which the planner says nothing ends the trial, which is always safe
 * @param lost until a cluster that takes no writes is given up, where Git has moved the target to another one
 */
public record TrialPace(Duration settle, Duration confirm, Duration measured, Duration decided, Duration lost) {

    /** As routers need; metrics of pods are collected once a minute, and autoscalers look at them four times. */
    public static final TrialPace DEFAULT = new TrialPace(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofMinutes(2),
            Duration.ofSeconds(10),
            Duration.ofHours(1));
}
