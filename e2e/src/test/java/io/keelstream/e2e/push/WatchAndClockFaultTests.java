package io.keelstream.e2e.push;

import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The main path while watches break, expire or are silent, and while the server's clock is wrong. */
@AnyCluster
class WatchAndClockFaultTests extends FaultedPush {

    private static final Duration SILENCE = Duration.ofSeconds(3);

    @Override
    Map<String, Consumer<Faults>> faults() {
        Map<String, Consumer<Faults>> all = new LinkedHashMap<>();
        all.put("410 on resuming", faults -> {
            faults.inject(RequestMatch.verb("watch"), new Fault.Expired(), 3);
            faults.dropWatches();
        });
        all.put("watches that are silent and then break", faults -> {
            faults.silenceWatches();
            CompletableFuture.delayedExecutor(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(faults::unsilenceWatches);
        });
        all.put("a server clock an hour ahead", faults -> faults.skewClock(Duration.ofHours(1)));
        all.put("a server clock an hour behind", faults -> faults.skewClock(Duration.ofHours(-1)));
        return all;
    }
}
