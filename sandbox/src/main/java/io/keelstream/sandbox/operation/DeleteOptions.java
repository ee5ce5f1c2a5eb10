package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to delete.
 *
 * @param propagation {@code Foreground, Background, Orphan}; empty for the kind's default
 * @param uid only an object with this uid; empty without the condition
 * @param resourceVersion only an object of this version; empty without the condition
 * @param graceSeconds time for a pod to end; null for its own
 * @param dryRun keep everything
 */
public record DeleteOptions(
        String propagation,
        String uid,
        String resourceVersion,
        @Nullable Long graceSeconds,
        boolean dryRun) {

    /** Deletes in the background, unconditionally. */
    public static DeleteOptions background() {
        return new DeleteOptions("Background", "", "", null, false);
    }

    /** The same, for exactly this object. */
    public static DeleteOptions background(String uid) {
        return new DeleteOptions("Background", uid, "", null, false);
    }

    /** Reads a DeleteOptions body; the query's parameters stand in for what it does not say. */
    public static DeleteOptions read(
            Map<String, @Nullable Object> body, String propagation, @Nullable Long grace, boolean dryRun) {
        String policy = Tree.text(body, "propagationPolicy");
        if (body.get("orphanDependents") instanceof Boolean orphan) {
            policy = orphan ? "Orphan" : "Background";
        }
        Object seconds = body.get("gracePeriodSeconds");
        return new DeleteOptions(
                policy.isEmpty() ? propagation : policy,
                Tree.text(body, "preconditions", "uid"),
                Tree.text(body, "preconditions", "resourceVersion"),
                seconds instanceof Number number ? (Long) number.longValue() : grace,
                dryRun || Tree.list(body, "dryRun").contains("All"));
    }
}
