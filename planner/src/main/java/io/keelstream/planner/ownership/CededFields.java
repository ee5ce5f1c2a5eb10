package io.keelstream.planner.ownership;

import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.scale.ScaleTargets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields that Git sets and that are left to another manager.
 *
 * @param omitted RFC 6901 paths that are left out of the apply
 * @param handover values to be written under the hand-over manager first, by path
 * @param body the object as it is applied
 */
public record CededFields(List<String> omitted, Map<String, @Nullable Object> handover, Manifest body) {

    private static final String REPLICAS = "/spec/replicas";

    /** Nothing is given up. */
    public static CededFields none(Manifest body) {
        return new CededFields(List.of(), Map.of(), body);
    }

    /**
     * The replicas of a workload that something scales. On creation they are applied, as a beginning. Later they are left
     * out; where no other manager owns the field, giving it up would reset it, so the live value is handed over.
     *
     * @param reference the workload
     * @param body the object with our marks
     * @param live the live object; null before its creation
     * @param scaled what something else scales
     */
    public static CededFields of(
            ObjectReference reference, Manifest body, @Nullable Manifest live, ScaleTargets scaled) {
        if (live == null || !body.spec().containsKey("replicas") || !scaled.contains(reference)) {
            return none(body);
        }
        Manifest without = body.copy();
        without.spec().remove("replicas");
        boolean onlyUs = FieldOwners.of(live).onlyOurs(FieldPath.of("spec", "replicas"));
        Object value = live.spec().get("replicas");
        return new CededFields(
                List.of(REPLICAS), onlyUs && value != null ? Map.of(REPLICAS, value) : Map.of(), without);
    }

    /** What is applied when the object is created again: complete, with the live value of what a scaler governs. */
    CededFields forReplacement(Manifest live) {
        Object replicas = live.spec().get("replicas");
        if (!omitted.contains(REPLICAS) || replicas == null) {
            return none(body);
        }
        Manifest complete = body.copy();
        complete.spec().put("replicas", replicas);
        return none(complete);
    }

    /** The object to ask the server about: with the handed-over values, which have no owner yet, still in it. */
    public Manifest question() {
        Object replicas = handover.get(REPLICAS);
        if (replicas == null) {
            return body;
        }
        Manifest question = body.copy();
        question.spec().put("replicas", replicas);
        return question;
    }
}
