package io.keelstream.applier.phase;

import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.write.Attempt;
import java.time.Duration;

/** Whether a state still wants what it writes: whatever ends the state ends every attempt. */
record WantedByState(ReleaseContext context, Interruptions interruptions, ReleaseState state)
        implements Attempt.Wanted {

    @Override
    public boolean still() {
        return interruptions.none(state);
    }

    @Override
    public void pause(long millis) throws InterruptedException {
        context.orders().await(context.orders().seen(), Duration.ofMillis(millis));
    }
}
