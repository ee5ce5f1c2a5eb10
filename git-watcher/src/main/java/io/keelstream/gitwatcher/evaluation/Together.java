package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.targets.TargetName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which applications of a commit are written in one: those that are joined, also through others. Used by one thread. */
final class Together {

    /** One that is joined with it, by application; itself where it stands for a group. */
    private final Map<String, String> joined = new HashMap<>();

    /** The applications of both are written in one. */
    void join(TargetName one, TargetName other) {
        joined.put(standsFor(one.application()), standsFor(other.application()));
    }

    /** The transitions in groups, in the order of the first of each. */
    Collection<List<ApplicationTransition>> groups(List<ApplicationTransition> transitions) {
        Map<String, List<ApplicationTransition>> groups = new LinkedHashMap<>();
        transitions.forEach(each -> groups.computeIfAbsent(standsFor(each.application()), absent -> new ArrayList<>())
                .add(each));
        return groups.values();
    }

    private String standsFor(String application) {
        String last = application;
        for (String next = joined.get(last); next != null && !next.equals(last); next = joined.get(last)) {
            last = next;
        }
        joined.put(application, last);
        return last;
    }
}
