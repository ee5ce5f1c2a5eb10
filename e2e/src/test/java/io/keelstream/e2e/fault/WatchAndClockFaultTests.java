package io.keelstream.e2e.fault;

import io.keelstream.e2e.suite.AnyCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The main path while watches are silent and while the server's clock is wrong. */
@AnyCluster
class WatchAndClockFaultTests extends FaultedPush {

    private static final Duration SILENCE = Duration.ofSeconds(3);

    @Override
    List<PathFault> faults() {
        return List.of(
                PathFault.of("watches that are silent and then break", faults -> {
                    faults.silenceWatches();
                    CompletableFuture.delayedExecutor(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                            .execute(faults::unsilenceWatches);
                }),
                PathFault.of("a server clock an hour ahead", faults -> faults.skewClock(Duration.ofHours(1))),
                PathFault.of("a server clock an hour behind", faults -> faults.skewClock(Duration.ofHours(-1))));
    }
}
