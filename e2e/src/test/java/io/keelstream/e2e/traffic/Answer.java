package io.keelstream.e2e.traffic;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of one request.
 *
 * @param sent when it was sent
 * @param took until the answer was complete, or until there was none
 * @param status of the answer; 0 without one
 * @param pod that answered; empty where none did
 */
public record Answer(Instant sent, Duration took, int status, String pod) {

    /** Whether the client did not get what it asked for. */
    public boolean failed() {
        return status != 200;
    }

    /** Whether a pod of the copy with this suffix answered. */
    public boolean of(String workload) {
        return pod.startsWith(workload + "-");
    }

    /** When it was complete. */
    public Instant ended() {
        return sent.plus(took);
    }
}
