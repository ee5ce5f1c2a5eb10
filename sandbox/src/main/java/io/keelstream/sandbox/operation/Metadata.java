package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.tree.Tree;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of {@code metadata} that belongs to the server. */
final class Metadata {

    /** The letters of generated names: no vowels, nothing that looks like another. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    /** Built-in kinds whose objects count their generations. */
    private static final Set<String> WITH_GENERATION = Set.of(
            "Deployment",
            "ReplicaSet",
            "StatefulSet",
            "DaemonSet",
            "ReplicationController",
            "Job",
            "CronJob",
            "Pod",
            "PodDisruptionBudget",
            "Ingress",
            "IngressClass",
            "NetworkPolicy",
            "CustomResourceDefinition",
            "EndpointSlice",
            "PriorityClass",
            "ValidatingWebhookConfiguration",
            "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");

    private static final List<String> FIXED =
            List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation");

    private static final SecureRandom RANDOM = new SecureRandom();

    private Metadata() {}

    static String time(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> tree) {
        return Tree.within(tree, "metadata");
    }

    /** Makes a body a new object: name, uid, time, first generation. */
    static void begin(Resource resource, Map<String, @Nullable Object> tree, Instant now) {
        Map<String, @Nullable Object> metadata = of(tree);
        if (Tree.text(metadata, "name").isEmpty()
                && !Tree.text(metadata, "generateName").isEmpty()) {
            metadata.put("name", generated(Tree.text(metadata, "generateName")));
        }
        FIXED.forEach(metadata::remove);
        metadata.remove("selfLink");
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", time(now));
        if (countsGenerations(resource)) {
            metadata.put("generation", 1L);
        }
        if (resource.hasStatus()) {
            tree.remove("status");
        }
    }

    /** Gives what belongs to the server back to a body that replaces an object. */
    static void carryOver(Map<String, @Nullable Object> live, Map<String, @Nullable Object> next) {
        Map<String, @Nullable Object> from = Tree.map(live, "metadata");
        Map<String, @Nullable Object> to = of(next);
        FIXED.forEach(field -> Tree.set(to, field, from.get(field)));
        Tree.set(to, "resourceVersion", from.get("resourceVersion"));
        Tree.set(to, "generateName", from.get("generateName"));
        to.remove("selfLink");
    }

    /** Counts a change of what the user wants. */
    static void count(Resource resource, Map<String, @Nullable Object> live, Map<String, @Nullable Object> next) {
        if (!countsGenerations(resource)) {
            return;
        }
        boolean annotations = resource.kind().equals("Deployment")
                && resource.custom() == null
                && !Tree.map(live, "metadata", "annotations").equals(Tree.map(next, "metadata", "annotations"));
        if (annotations || !wanted(resource, live).equals(wanted(resource, next))) {
            of(next).put("generation", Tree.number(0, live, "metadata", "generation") + 1);
        }
    }

    static boolean countsGenerations(Resource resource) {
        return resource.custom() != null || WITH_GENERATION.contains(resource.kind());
    }

    private static Map<String, @Nullable Object> wanted(Resource resource, Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> wanted = new java.util.LinkedHashMap<>(tree);
        wanted.remove("metadata");
        wanted.remove("apiVersion");
        if (resource.hasStatus()) {
            wanted.remove("status");
        }
        return wanted;
    }

    private static String generated(String prefix) {
        StringBuilder name = new StringBuilder(prefix.length() > 58 ? prefix.substring(0, 58) : prefix);
        for (int i = 0; i < 5; i++) {
            name.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return name.toString();
    }
}
