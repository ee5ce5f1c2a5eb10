package io.keelstream.gitwatcher.application;

import io.keelstream.yaml.StrictMapping;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads {@code dependsOn} of a policy: other targets by their names. A policy is that of several targets at first, so those of the same
 * name are written as {@code same} until it is one target's ({@link #of}). Stateless.
 */
final class DependencyReader {

    private static final String SAME = "same";
    private static final int MOST = 50;

    private DependencyReader() {}

    static List<String> read(StrictMapping policy, List<String> inherited) {
        Node at = policy.get("dependsOn");
        if (at == null) {
            return inherited;
        }
        List<String> names = new ArrayList<>();
        for (StrictMapping fields : policy.sections("dependsOn", List.of("application", "target"))) {
            String application = fields.required("application");
            Names.label(fields, "application");
            String name = Names.label(fields, "target").orElse(SAME) + "/" + application;
            if (names.contains(name)) {
                policy.invalid("dependsOn", fields.node(), "must name '" + application + "' once for each target");
            }
            names.add(name);
        }
        if (names.size() > MOST) {
            policy.invalid("dependsOn", at, "must name at most " + MOST + " targets");
        }
        return names;
    }

    /** What one target depends on. */
    static List<String> of(List<String> read, String target) {
        return read.stream()
                .map(each -> each.startsWith(SAME + "/") ? target + each.substring(SAME.length()) : each)
                .toList();
    }
}
