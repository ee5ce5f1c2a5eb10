package io.keelstream.kubernetes.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The wait for one answer: a write whose guard says no is given up at once, a call to a server that is away when
 * {@link ServerPace} says so, and every call at its end. Used by one thread.
 *
 * @param place the call's place; null where it needs none
 */
record CallWait(ApiRequest request, WriteGuard guard, Pulse pulse, Lanes.@Nullable Place place, Times times)
        implements Exchange.Waiting {

    /**
     * Times of {@link System#nanoTime}.
     *
     * @param start when the attempt began
     * @param enough when an attempt that repeats another is given up, where the server has not been heard during it
     * @param end when it is given up however well the server is; not before {@code enough}
     */
    record Times(long start, long enough, long end) {}

    @Override
    public @Nullable ApiError objection() {
        if (request.keepsSomething() && !guard.mayWrite()) {
            return ApiErrors.notOwner(request);
        }
        long now = System.nanoTime();
        ServerPace pace = pulse.pace();
        if (now - times.start() >= pace.slow().toNanos()) {
            pulse.ask();
            if (place != null) {
                place.late();
            }
        }
        Duration waited = Duration.ofNanos(now - times.start());
        boolean heard = pulse.heardSince(times.start());
        Duration silence = heard ? pulse.sinceHeard() : waited;
        if (now - times.end() >= 0) {
            return ApiErrors.late(request, waited);
        }
        boolean away = silence.compareTo(pace.silence(request.bytes())) >= 0 || (now - times.enough() >= 0 && !heard);
        return away ? ApiErrors.silent(request, silence) : null;
    }
}
