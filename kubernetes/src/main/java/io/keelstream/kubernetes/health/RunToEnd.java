package io.keelstream.kubernetes.health;

import io.keelstream.kubernetes.object.Manifest;

/** Objects that run to an end: Jobs, and Pods that nothing starts again. Pure. */
public final class RunToEnd {

    private RunToEnd() {}

    /** Whether an object of this kind and specification runs to an end; metadata alone never says so. */
    public static boolean is(Manifest object) {
        return switch (object.groupKind().toString()) {
            case "Job.batch" -> true;
            case "Pod" -> {
                Object policy = object.spec().get("restartPolicy");
                yield "Never".equals(policy) || "OnFailure".equals(policy);
            }
            default -> false;
        };
    }

    /** Whether it has reached its end, and well. */
    public static boolean succeeded(Manifest object) {
        return is(object) && ("Succeeded".equals(object.status().get("phase")) || Condition.holds(object, "Complete"));
    }

    /** Whether it has reached its end, well or not. */
    public static boolean finished(Manifest object) {
        return succeeded(object)
                || (is(object) && ("Failed".equals(object.status().get("phase")) || Condition.holds(object, "Failed")));
    }
}
