package io.keelstream.applier.reconcile;

import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.notice.WorkloadEvents;
import io.keelstream.applier.phase.TrialPace;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every target of a process shares.
 *
 * @param cluster access by the cluster's name; null for a name the installation does not know
 * @param installation what holds in all of it
 * @param telemetry meters and traces
 * @param events what is said on workloads
 * @param pace how long a trial gives a router
 * @param clock time
 */
record ApplierContext(
        Function<String, @Nullable ClusterAccess> cluster,
        Installation installation,
        Telemetry telemetry,
        WorkloadEvents events,
        TrialPace pace,
        Clock clock) {}
