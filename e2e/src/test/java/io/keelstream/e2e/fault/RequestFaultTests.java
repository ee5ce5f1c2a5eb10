package io.keelstream.e2e.fault;

import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.sandbox.fault.Fault;
import java.time.Duration;
import java.util.List;

/**
 * The main path while requests to the cluster are late, refused or cut. What the client does with each kind of refusal is
 * tested with the client, and what becomes of a release whose writes are refused with the applier.
 */
@AnyCluster
class RequestFaultTests extends FaultedPush {

    @Override
    List<PathFault> faults() {
        return List.of(
                PathFault.hitting("latency", "", new Fault.Latency(Duration.ofMillis(250)), 200),
                PathFault.hitting("429", "", new Fault.TooManyRequests(Duration.ofSeconds(1)), 4),
                PathFault.hitting("500", "", new Fault.ServerError(500), 3),
                PathFault.hitting("connections that end before the effect", "", new Fault.ResetBefore(), 3));
    }
}
