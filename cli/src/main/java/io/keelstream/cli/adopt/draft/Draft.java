package io.keelstream.cli.adopt.draft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that another tool deploys to one place, in the words of {@code keelstream.yaml}, before it is known which file it is in.
 *
 * @param report the object, and what was found about it
 * @param name the application's name, a DNS label; Helm's release name where it is a chart
 * @param source what is deployed
 * @param place where it is deployed
 * @param policy fields of {@code policy}
 * @param labels the application's labels
 */
public record Draft(
        Report report,
        String name,
        Source source,
        Place place,
        Map<String, Object> policy,
        Map<String, String> labels) {

    public Draft {
        policy = new LinkedHashMap<>(policy);
        labels = new LinkedHashMap<>(labels);
    }

    /**
     * What is deployed.
     *
     * @param folder its folder from the root of the sources
     * @param target a name that the target must have, because files are named after it; empty where any is good
     * @param parameters the target's parameters
     * @param leftOut lines of a {@code .keelstreamignore}
     */
    public record Source(String folder, String target, Map<String, @Nullable Object> parameters, List<String> leftOut) {

        public Source {
            parameters = new LinkedHashMap<>(parameters);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Where it is deployed.
     *
     * @param cluster the cluster's name; empty for the default one
     * @param namespace the default namespace; empty for none
     */
    public record Place(String cluster, String namespace) {}

    /** The same under another name. */
    public Draft named(String other) {
        return new Draft(report, other, source, place, policy, labels);
    }
}
