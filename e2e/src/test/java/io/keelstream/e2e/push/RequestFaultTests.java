package io.keelstream.e2e.push;

import static io.keelstream.e2e.push.DisturbedStage.hitting;

import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The main path while requests to the cluster are late, refused or cut. */
@AnyCluster
class RequestFaultTests extends FaultedPush {

    @Override
    Map<String, Consumer<Faults>> faults() {
        Map<String, Consumer<Faults>> all = new LinkedHashMap<>();
        all.put("latency", hitting("", new Fault.Latency(Duration.ofMillis(250)), 200));
        all.put("429 with Retry-After", hitting("", new Fault.TooManyRequests(Duration.ofSeconds(1)), 4));
        all.put("429 without Retry-After", hitting("apply", new Fault.TooManyRequests(null), 3));
        all.put("500", hitting("", new Fault.ServerError(500), 3));
        all.put("503", hitting("apply", new Fault.ServerError(503), 3));
        all.put("connections that end before the effect", hitting("", new Fault.ResetBefore(), 3));
        return all;
    }
}
