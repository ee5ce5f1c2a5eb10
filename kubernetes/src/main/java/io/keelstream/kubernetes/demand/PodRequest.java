package io.keelstream.kubernetes.demand;

import io.keelstream.contracts.plan.Assessment.Demand;
import io.keelstream.kubernetes.diff.Quantity;
import io.keelstream.kubernetes.object.PodTemplate;
import io.keelstream.kubernetes.object.PodTemplate.Container;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What one pod requests, as the scheduler counts it: what its containers request together, or what an init container requests beside
 * the ones that stay, whichever is more; or what the pod says for all of them. The rule is that of
 * <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers">sharing among
 * containers</a>. Pure.
 */
final class PodRequest {

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private PodRequest() {}

    /** CPU and memory of one pod. */
    static Demand of(PodTemplate pod) {
        return new Demand(whole(sum(pod, "cpu").multiply(MILLIS)), whole(sum(pod, "memory")));
    }

    private static BigDecimal sum(PodTemplate pod, String resource) {
        Object ofPod = pod.request(resource);
        if (ofPod != null) {
            return quantity(ofPod);
        }
        BigDecimal staying = BigDecimal.ZERO;
        BigDecimal starting = BigDecimal.ZERO;
        for (Container each : pod.initContainers()) {
            BigDecimal own = quantity(each.request(resource));
            if (each.stays()) {
                staying = staying.add(own);
                starting = starting.max(staying);
            } else {
                starting = starting.max(staying.add(own));
            }
        }
        BigDecimal running = staying;
        for (Container each : pod.containers()) {
            running = running.add(quantity(each.request(resource)));
        }
        return running.max(starting);
    }

    /** What cannot be read requests nothing: the API server refuses it anyway. */
    private static BigDecimal quantity(@Nullable Object value) {
        return value == null
                ? BigDecimal.ZERO
                : Quantity.parse(String.valueOf(value))
                        .filter(read -> read.signum() > 0)
                        .orElse(BigDecimal.ZERO);
    }

    private static long whole(BigDecimal number) {
        return number.setScale(0, RoundingMode.CEILING).min(MOST).longValue();
    }
}
