package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment that follows the one on trial.
 *
 * @param workload it as Git wants it
 * @param live it as it is live; null where it is new
 * @param scaled whether something else scales it
 */
public record LiveFollower(Workload workload, @Nullable Manifest live, boolean scaled) {

    /** How it is taken back: with the template that it has now; one that is new keeps no pods. */
    Trial.Body restore(TrialRequest request) {
        return live == null ? withoutPods(request) : RestingWorkload.of(request, workload, live, scaled);
    }

    private Trial.Body withoutPods(TrialRequest request) {
        Manifest body = workload.manifest().copy();
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(body.spec());
        spec.put("replicas", 0L);
        body.tree().put("spec", spec);
        Manifest marked =
                request.marked(body, workload.reference(), workload.desired().commit());
        return new Trial.Body(workload.reference().toString(), body.apiVersion(), null, marked.tree());
    }
}
