package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.Trial;
import io.keelstream.kubernetes.annotation.Annotations;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldOwners;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Deployment as it is applied where a promotion is taken back. Pure. */
final class RestingWorkload {

    private RestingWorkload() {}

    /**
     * The Deployment with the pod template that it has now, and the size where nothing else has scaled it.
     *
     * @param workload the Deployment as Git wants it
     * @param live the Deployment as it is live
     * @param scaled whether something scales it
     */
    static Trial.Body of(TrialRequest request, Workload workload, Manifest live, boolean scaled) {
        Manifest body = workload.manifest().copy();
        Map<String, @Nullable Object> spec = body.spec();
        Object template = Manifest.copyOf(live.spec().get("template"));
        Manifest.map(Manifest.map(template).get("metadata")).values().removeIf(each -> each == null);
        spec.put("template", template);
        if (scaled && !FieldOwners.of(live).onlyOurs(FieldPath.of("spec", "replicas"))) {
            spec.remove("replicas");
        } else if (spec.containsKey("replicas")) {
            spec.put("replicas", live.spec().get("replicas"));
        }
        String commit = live.annotation(Annotations.COMMIT);
        Manifest marked = request.marked(
                body, workload.reference(), commit == null ? workload.desired().commit() : commit);
        return new Trial.Body(workload.reference().toString(), body.apiVersion(), live.uid(), marked.tree());
    }
}
