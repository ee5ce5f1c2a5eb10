package io.keelstream.planner.canary;

import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The digest of what is on trial: the workload's pod template, and the contents of every ConfigMap and Secret of the bundle
 * that the template names. Two releases with an equal digest run the same pods; whatever else a commit changes is no reason
 * for a trial. Pure.
 */
final class TrialDigest {

    private TrialDigest() {}

    static String of(TrialRequest request, Workload workload) {
        Map<String, @Nullable Object> contents = new LinkedHashMap<>();
        for (ObjectReference named : workload.configuration()) {
            DesiredObject object = request.inBundle(named);
            if (object != null) {
                contents.put(named.toString(), object.digest());
            }
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("template", workload.manifest().spec().get("template"));
        tree.put("contents", contents);
        return ObjectDigest.of(tree);
    }
}
