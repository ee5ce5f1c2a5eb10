package io.keelstream.kubernetes.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pods that an object makes, or is. Pure.
 *
 * @param metadata labels and annotations of the pods
 * @param spec what the pods are
 */
public record PodTemplate(Map<String, @Nullable Object> metadata, Map<String, @Nullable Object> spec) {

    /** The pods of an object of this kind; null where it makes none. */
    public static @Nullable PodTemplate of(GroupKind kind, Manifest body) {
        Object template = switch (kind.toString()) {
            case "Pod" -> body.tree();
            case "Deployment.apps",
                    "StatefulSet.apps",
                    "DaemonSet.apps",
                    "ReplicaSet.apps",
                    "ReplicationController",
                    "Job.batch" -> body.at("spec", "template");
            case "CronJob.batch" -> body.at("spec", "jobTemplate", "spec", "template");
            default -> null;
        };
        return template == null
                ? null
                : new PodTemplate(
                        Manifest.map(Manifest.map(template).get("metadata")),
                        Manifest.map(Manifest.map(template).get("spec")));
    }

    /** The label's text; null where it is absent. */
    public @Nullable String label(String name) {
        return Manifest.map(metadata.get("labels")).get(name) instanceof String text ? text : null;
    }

    /** Containers that run side by side. */
    public List<Container> containers() {
        return containers("containers");
    }

    /** Containers that run before those, one after the other; some stay and run beside them. */
    public List<Container> initContainers() {
        return containers("initContainers");
    }

    /** All containers: those that run first come first. */
    public List<Container> allContainers() {
        List<Container> all = new ArrayList<>(initContainers());
        all.addAll(containers());
        return all;
    }

    private List<Container> containers(String field) {
        return Manifest.list(spec.get(field)).stream()
                .map(Manifest::map)
                .map(Container::new)
                .toList();
    }

    /**
     * One container.
     *
     * @param tree as it is written
     */
    public record Container(Map<String, @Nullable Object> tree) {

        /** Its name; empty where it has none. */
        public String name() {
            return text("name");
        }

        /** Its image; empty where it has none. */
        public String image() {
            return text("image");
        }

        /** Whether an init container stays, and runs beside the others. */
        public boolean stays() {
            return text("restartPolicy").equals("Always");
        }

        /**
         * What it asks for of a resource, as it is written; null where it asks for nothing. A limit is also asked for, where
         * nothing else is.
         */
        public @Nullable Object request(String resource) {
            return requested(tree.get("resources"), resource);
        }

        private String text(String field) {
            return tree.get(field) instanceof String text ? text : "";
        }
    }

    /** What all containers together ask for, where the pod says so itself; null where it does not. */
    public @Nullable Object request(String resource) {
        return requested(spec.get("resources"), resource);
    }

    private static @Nullable Object requested(@Nullable Object resources, String resource) {
        Object request = Manifest.map(Manifest.map(resources).get("requests")).get(resource);
        return request != null
                ? request
                : Manifest.map(Manifest.map(resources).get("limits")).get(resource);
    }
}
