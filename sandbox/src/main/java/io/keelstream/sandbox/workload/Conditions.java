package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conditions in a status: one per type, with the time of their last transition. */
public final class Conditions {

    private Conditions() {}

    /** The condition of that type; an empty map where there is none. */
    public static Map<String, @Nullable Object> of(Map<String, @Nullable Object> status, String type) {
        for (Map<String, @Nullable Object> condition : Tree.maps(status, "conditions")) {
            if (Tree.text(condition, "type").equals(type)) {
                return condition;
            }
        }
        return Map.of();
    }

    /** Whether the condition is there and true. */
    public static boolean isTrue(Map<String, @Nullable Object> status, String type) {
        return Tree.text(of(status, type), "status").equals("True");
    }

    /** Sets a condition; its transition time changes with its status only. Fields beyond the usual come from {@code more}. */
    public static void set(Map<String, @Nullable Object> status, Map<String, @Nullable Object> condition, String now) {
        String type = Tree.text(condition, "type");
        Map<String, @Nullable Object> before = of(status, type);
        boolean same = java.util.Objects.equals(before.get("status"), condition.get("status"));
        Object transition = before.get("lastTransitionTime");
        condition.put("lastTransitionTime", same && transition != null ? transition : now);
        List<@Nullable Object> conditions = new ArrayList<>(Tree.list(status, "conditions"));
        int at = -1;
        for (int i = 0; i < conditions.size(); i++) {
            if (Tree.text(conditions.get(i), "type").equals(type)) {
                at = i;
            }
        }
        if (at < 0) {
            conditions.add(condition);
        } else {
            conditions.set(at, condition);
        }
        status.put("conditions", conditions);
    }
}
