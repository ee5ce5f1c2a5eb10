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
 * @param order what it comes after
 */
public record Draft(
        Report report,
        String name,
        Source source,
        Place place,
        Map<String, Object> policy,
        Map<String, String> labels,
        Order order) {

    /** What comes after nothing. */
    public Draft(
            Report report,
            String name,
            Source source,
            Place place,
            Map<String, Object> policy,
            Map<String, String> labels) {
        this(report, name, source, place, policy, labels, Order.NONE);
    }

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
     * @param chart {@code chart} of the target, where it is one that is not in the sources; else empty
     * @param ref the branch, tag or commit of the sources that the other tool deploys; empty where that is not known
     */
    public record Source(
            String folder,
            String target,
            Map<String, @Nullable Object> parameters,
            List<String> leftOut,
            Map<String, String> chart,
            String ref) {

        public Source {
            parameters = new LinkedHashMap<>(parameters);
            leftOut = List.copyOf(leftOut);
            chart = new LinkedHashMap<>(chart);
        }

        /** What is in the sources. */
        public Source(String folder, String target, Map<String, @Nullable Object> parameters, List<String> leftOut) {
            this(folder, target, parameters, leftOut, Map.of(), "");
        }

        /** A chart from elsewhere; the folder has the file alone. */
        public static Source elsewhere(String folder, Map<String, String> chart) {
            return new Source(folder, "", Map.of(), List.of(), chart, "");
        }

        /** The same with other parameters. */
        public Source with(Map<String, @Nullable Object> others) {
            return new Source(folder, target, others, leftOut, chart, ref);
        }

        /** The same at a branch, a tag or a commit. */
        public Source at(String other) {
            return new Source(folder, target, parameters, leftOut, chart, other);
        }
    }

    /**
     * What comes before what, in the words of the other tool.
     *
     * @param id its own name there, by which others mean it; empty where none can
     * @param after names of those that come before it
     * @param field where that is said
     */
    public record Order(String id, List<String> after, String field) {

        public static final Order NONE = new Order("", List.of(), "");

        public Order {
            after = List.copyOf(after);
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
        return new Draft(report, other, source, place, policy, labels, order);
    }

    /** The same with one more field of {@code policy}. */
    public Draft with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(policy);
        more.put(field, value);
        return new Draft(report, name, source, place, more, labels, order);
    }
}
