package io.keelstream.applier.report;

import io.keelstream.applier.diagnosis.Diagnosis;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.contracts.targets.TargetState.ObjectHealth;
import io.keelstream.kubernetes.health.PodDiagnosis;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of workloads that are not healthy said when they were asked last: so the read model says why a release waits long before
 * its time is over. Pods are not watched. A workload is asked about once it has not been healthy for a few seconds, and again now and
 * then, one workload of a target at a time, and the server has a moment to answer. Thread-safe.
 */
final class PodReports {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Set<String> WITH_PODS =
            Set.of("Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch");

    private final Clock clock;
    private final Map<String, Map<String, Report>> reports = new ConcurrentHashMap<>();

    PodReports(Clock clock) {
        this.clock = clock;
    }

    /**
     * What is known of one workload.
     *
     * @param due when its pods are asked next
     * @param said what they said; {@link PodDiagnosis.Report#NOTHING} before the first time, and where they say nothing
     */
    private record Report(Instant due, PodDiagnosis.Report said) {}

    /** The health with what pods said; objects that are not healthy are remembered, and the others forgotten. */
    TargetHealth add(String target, TargetHealth health) {
        Map<String, Report> known = reports.getOrDefault(target, Map.of());
        Map<String, Report> now = new HashMap<>();
        Instant first = clock.instant().plus(PATIENCE);
        for (ObjectHealth object : health.unhealthy()) {
            String reference = object.reference();
            if (WITH_PODS.contains(ObjectReference.parse(reference).groupKind().toString())) {
                now.put(reference, known.getOrDefault(reference, new Report(first, PodDiagnosis.Report.NOTHING)));
            }
        }
        if (now.isEmpty()) {
            reports.remove(target);
            return health;
        }
        reports.put(target, now);
        return new TargetHealth(
                health.health(),
                health.unhealthy().stream()
                        .map(each -> with(each, now.get(each.reference())))
                        .toList());
    }

    /** Asks about the workload that has been due for the longest time, if one is. */
    void ask(String target, ClusterAccess cluster) {
        Map<String, Report> known = reports.getOrDefault(target, Map.of());
        Instant now = clock.instant();
        known.entrySet().stream()
                .filter(each -> !each.getValue().due().isAfter(now))
                .min(Map.Entry.comparingByValue(Comparator.comparing(Report::due)))
                .map(Map.Entry::getKey)
                .ifPresent(reference -> {
                    Map<String, Report> changed = new HashMap<>(known);
                    changed.put(reference, new Report(now.plus(AGAIN), said(reference, cluster, now)));
                    reports.put(target, changed);
                });
    }

    /** Forgets a target. */
    void forget(String target) {
        reports.remove(target);
    }

    private PodDiagnosis.Report said(String reference, ClusterAccess cluster, Instant now) {
        Manifest workload = cluster.live().unhealthy(ObjectReference.parse(reference));
        return workload == null
                ? PodDiagnosis.Report.NOTHING
                : new Diagnosis(cluster.client().until(now.plus(LIMIT)), clock).report(workload);
    }

    private static ObjectHealth with(ObjectHealth object, @Nullable Report report) {
        return report == null || report.said().text().isEmpty()
                ? object
                : object.with(report.said().text(), report.said().since());
    }
}
