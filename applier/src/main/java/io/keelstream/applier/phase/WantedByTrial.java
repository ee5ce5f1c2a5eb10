package io.keelstream.applier.phase;

import io.keelstream.applier.release.ReleaseState;
import io.keelstream.applier.write.Attempt;
import java.time.Duration;

/** Whether a state of a trial still wants what it writes: a newer revision, or harm, ends every attempt. */
record WantedByTrial(ReleaseContext context, Verdicts verdicts, ReleaseState state) implements Attempt.Wanted {

    @Override
    public boolean still() {
        return verdicts.goOn(state);
    }

    @Override
    public void pause(long millis) throws InterruptedException {
        context.orders().await(context.orders().seen(), Duration.ofMillis(millis));
    }
}
