package io.keelstream.cli.adopt.layout;

import io.keelstream.cli.adopt.draft.Draft;
import io.keelstream.contracts.targets.TargetName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What another tool's objects come after, as {@code policy.dependsOn}, once all have their names. Confined to one thread. */
final class Precedence {

    private final Map<String, TargetName> targets = new HashMap<>();

    /** A draft got its names. */
    void named(Draft draft, String application, String target) {
        if (!draft.order().id().isEmpty()) {
            targets.put(draft.order().id(), new TargetName(target, application));
        }
    }

    /** The draft with what it depends on; what got no file is a finding. */
    Draft ordered(Draft draft) {
        TargetName own = targets.get(draft.order().id());
        List<Map<String, String>> before = new ArrayList<>();
        for (String each : draft.order().after()) {
            TargetName other = targets.get(each);
            if (other == null) {
                draft.report()
                        .needsHand(
                                draft.order().field(),
                                each
                                        + " has no file: write policy.dependsOn: [{application: NAME}] with the application"
                                        + " that it became");
            } else {
                Map<String, String> one = new LinkedHashMap<>();
                one.put("application", other.application());
                if (own == null || !other.target().equals(own.target())) {
                    one.put("target", other.target());
                }
                before.add(one);
            }
        }
        return before.isEmpty() ? draft : draft.with("dependsOn", before);
    }
}
