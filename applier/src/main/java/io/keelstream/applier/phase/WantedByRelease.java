package io.keelstream.applier.phase;

import io.keelstream.applier.write.Attempt;
import java.time.Duration;

/** Whether a release still wants what it writes: a newer revision ends every attempt. */
record WantedByRelease(Orders orders) implements Attempt.Wanted {

    @Override
    public boolean still() {
        return orders.goOn();
    }

    @Override
    public void pause(long millis) throws InterruptedException {
        orders.await(orders.seen(), Duration.ofMillis(millis));
    }
}
