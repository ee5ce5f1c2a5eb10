package io.keelstream.kubernetes.demand;

import io.keelstream.contracts.plan.Assessment.Demand;
import io.keelstream.contracts.plan.Assessment.DemandRange;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.object.PodTemplate;
import io.keelstream.kubernetes.scale.Autoscaler;
import io.keelstream.kubernetes.scale.ScaleTargets;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the pods of a target request together: of each workload one pod's requests, as often as it has replicas, or as its autoscaler
 * allows; of a DaemonSet once a node. Jobs and CronJobs count nothing, because their pods end. Pure.
 */
public final class TargetDemand {

    private TargetDemand() {}

    /**
     * The requests.
     *
     * @param objects all objects of the target, each with the namespace that it is applied in
     * @param nodes how many nodes a DaemonSet runs on
     */
    public static DemandRange of(Map<ObjectReference, Manifest> objects, int nodes) {
        Map<ObjectReference, Autoscaler> scaled = new HashMap<>();
        objects.forEach((reference, body) -> {
            ObjectReference workload = ScaleTargets.of(body, reference.namespace());
            if (workload != null) {
                scaled.put(workload, new Autoscaler(body));
            }
        });
        DemandRange total = DemandRange.NONE;
        for (Map.Entry<ObjectReference, Manifest> each : objects.entrySet()) {
            PodTemplate pods = PodTemplate.of(each.getKey().groupKind(), each.getValue());
            if (pods != null) {
                total = total.plus(workload(each, pods, scaled.get(each.getKey()), nodes));
            }
        }
        return total;
    }

    private static DemandRange workload(
            Map.Entry<ObjectReference, Manifest> workload,
            PodTemplate pods,
            @Nullable Autoscaler autoscaler,
            int nodes) {
        Demand pod = PodRequest.of(pods);
        return switch (workload.getKey().groupKind().toString()) {
            case "Deployment.apps", "StatefulSet.apps", "ReplicaSet.apps", "ReplicationController" -> {
                long replicas = replicas(workload.getValue());
                if (autoscaler == null) {
                    yield range(pod, replicas, replicas);
                }
                int most = autoscaler.most();
                yield range(
                        pod,
                        autoscaler.least(),
                        most == Integer.MAX_VALUE ? Math.max(replicas, autoscaler.least()) : most);
            }
            case "DaemonSet.apps" -> range(pod, nodes, nodes);
            case "Pod" -> range(pod, 1, 1);
            default -> DemandRange.NONE;
        };
    }

    private static long replicas(Manifest workload) {
        return workload.spec().get("replicas") instanceof Number number ? Math.max(0, number.longValue()) : 1;
    }

    private static DemandRange range(Demand pod, long least, long most) {
        return new DemandRange(times(pod, least), times(pod, Math.max(least, most)));
    }

    private static Demand times(Demand pod, long pods) {
        return new Demand(times(pod.cpuMillis(), pods), times(pod.memoryBytes(), pods));
    }

    private static long times(long one, long pods) {
        return BigInteger.valueOf(one)
                .multiply(BigInteger.valueOf(pods))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }
}
