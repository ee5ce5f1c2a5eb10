package io.keelstream.applier.diagnosis;

import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.health.PodDiagnosis;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks more closely at workloads that do not become healthy. Thread-safe. */
public final class Diagnosis {

    private final PodsOfWorkload pods;
    private final StuckStatefulSets stuck;
    private final LastLines lastLines;

    /** @param client guarded: deletes nothing once the partition is lost */
    public Diagnosis(ClusterClient client, Clock clock) {
        this.pods = new PodsOfWorkload(client, clock);
        this.lastLines = new LastLines(client);
        this.stuck = new StuckStatefulSets(client, pods, clock);
    }

    /** What its pods say, e.g. {@code app: CrashLoopBackOff, exit code 1}; empty when they say nothing. */
    public String pods(Manifest workload) {
        return report(workload).text();
    }

    /** The same with the time since when. */
    public PodDiagnosis.Report report(Manifest workload) {
        return pods.of(workload);
    }

    /** What a Job or a Pod that failed wrote last, behind what is said of it; empty where that cannot be read. */
    public String wrote(Manifest ended) {
        return lastLines.of(ended.kind().equals("Pod") ? List.of(ended) : pods.list(ended));
    }

    /** The same behind what is said of the workload, e.g. {@code ; app: exit code 1}. */
    public String because(Manifest workload) {
        String said = pods(workload);
        return said.isEmpty() ? "" : "; " + said;
    }

    /** Its pods now; null where the cluster does not say so before the deadline. */
    public @Nullable List<Manifest> podsUntil(Instant deadline, Manifest workload) {
        return pods.listUntil(deadline, workload);
    }

    /**
     * Frees a StatefulSet whose repaired template cannot reach a pod that an older revision broke.
     *
     * @return the name of the pod that was deleted
     */
    public Optional<String> unstick(Manifest statefulSet) {
        return stuck.unstick(statefulSet);
    }
}
