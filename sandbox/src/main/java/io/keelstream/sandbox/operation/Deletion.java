package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.store.StaleException;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deleting: an object goes at once unless a finalizer, a grace period or a namespace's content holds it; then it gets a
 * {@code deletionTimestamp}, and goes with the last thing that held it. Thread-safe.
 */
public final class Deletion {

    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
    private static final Set<String> ORPHANED_BY_DEFAULT = Set.of("Job", "ReplicationController");

    private final Objects objects;

    public Deletion(Objects objects) {
        this.objects = objects;
    }

    /**
     * What became of the object.
     *
     * @param tree its last or present state, in its storage version
     * @param gone whether it is gone
     */
    public record Deleted(Map<String, @Nullable Object> tree, boolean gone) {}

    /** Deletes an object; 404, or 409 for another uid or version than wished. */
    public Deleted delete(Resource resource, String namespace, String name, DeleteOptions options) {
        while (true) {
            StoredObject current = objects.get(resource, namespace, name);
            requireConditions(resource, current, options);
            requireMortal(resource, name);
            Map<String, @Nullable Object> next = current.copy();
            boolean again = Tree.at(next, "metadata", "deletionTimestamp") != null;
            mark(resource, next, options, again);
            boolean gone = isOver(next);
            if (options.dryRun()) {
                return new Deleted(next, gone);
            }
            try {
                if (gone) {
                    boolean unmarked = !again && !isPod(resource);
                    Map<String, @Nullable Object> last = unmarked ? current.copy() : next;
                    return new Deleted(objects.store().remove(current, last).tree(), true);
                }
                if (NoOpWrite.same(current.tree(), next)) {
                    return new Deleted(current.tree(), false);
                }
                return new Deleted(
                        objects.store().put(current.key(), current, next).tree(), false);
            } catch (StaleException e) {
                // Another write was faster: decide again on what is there now.
            }
        }
    }

    /** Whether nothing holds the object any more. */
    static boolean isOver(Map<String, @Nullable Object> tree) {
        return Tree.at(tree, "metadata", "deletionTimestamp") != null
                && Tree.list(tree, "metadata", "finalizers").isEmpty()
                && Tree.number(0, tree, "metadata", "deletionGracePeriodSeconds") == 0
                && !(Tree.text(tree, "kind").equals("Namespace")
                        && !Tree.list(tree, "spec", "finalizers").isEmpty());
    }

    private void mark(Resource resource, Map<String, @Nullable Object> next, DeleteOptions options, boolean again) {
        Map<String, @Nullable Object> metadata = Metadata.of(next);
        finalizers(resource, metadata, options, again);
        long grace = grace(resource, next, options);
        if (!again) {
            Instant end = objects.now().plusSeconds(grace);
            metadata.put("deletionTimestamp", Metadata.time(end));
            metadata.put("deletionGracePeriodSeconds", grace);
            if (metadata.containsKey("generation")) {
                metadata.put("generation", Tree.number(0, metadata, "generation") + 1);
            }
        } else if (grace < Tree.number(0, metadata, "deletionGracePeriodSeconds")) {
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        if (resource.kind().equals("Namespace") && resource.custom() == null) {
            Tree.within(next, "status").put("phase", "Terminating");
        }
    }

    private static void finalizers(
            Resource resource, Map<String, @Nullable Object> metadata, DeleteOptions options, boolean again) {
        String policy = options.propagation();
        if (policy.isEmpty()) {
            if (again) {
                return;
            }
            boolean orphan = resource.custom() == null && ORPHANED_BY_DEFAULT.contains(resource.kind());
            policy = orphan ? "Orphan" : "Background";
        }
        List<@Nullable Object> finalizers = new ArrayList<>(Tree.list(metadata, "finalizers"));
        finalizers.removeIf(finalizer -> FOREGROUND.equals(finalizer) || ORPHAN.equals(finalizer));
        switch (policy) {
            case "Foreground" -> finalizers.add(FOREGROUND);
            case "Orphan" -> finalizers.add(ORPHAN);
            case "Background" -> {}
            default ->
                throw Status.invalidOptions(
                        "DeleteOptions",
                        FieldError.unsupported(
                                "propagationPolicy", policy, List.of("Foreground", "Background", "Orphan", "nil")));
        }
        Tree.set(metadata, "finalizers", finalizers.isEmpty() ? null : finalizers);
    }

    private static long grace(Resource resource, Map<String, @Nullable Object> tree, DeleteOptions options) {
        if (!isPod(resource)) {
            return 0;
        }
        String phase = Tree.text(tree, "status", "phase");
        boolean runs =
                !Tree.text(tree, "spec", "nodeName").isEmpty() && !phase.equals("Succeeded") && !phase.equals("Failed");
        Long wished = options.graceSeconds();
        return !runs ? 0 : wished == null ? Tree.number(30, tree, "spec", "terminationGracePeriodSeconds") : wished;
    }

    private static boolean isPod(Resource resource) {
        return resource.custom() == null && resource.kind().equals("Pod");
    }

    private static void requireMortal(Resource resource, String name) {
        if (resource.custom() == null && resource.kind().equals("Namespace") && IMMORTAL.contains(name)) {
            throw Status.forbidden("namespaces", "", name, "this namespace may not be deleted");
        }
    }

    private static void requireConditions(Resource resource, StoredObject current, DeleteOptions options) {
        String version = Long.toString(current.revision());
        if (!options.uid().isEmpty() && !options.uid().equals(current.uid())) {
            throw Status.conflict(
                    resource.kind(),
                    resource.group(),
                    current.name(),
                    "the UID in the precondition (" + options.uid() + ") does not match the UID in record ("
                            + current.uid() + "). The object might have been deleted and then recreated");
        }
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
            throw Status.conflict(
                    resource.kind(),
                    resource.group(),
                    current.name(),
                    "the ResourceVersion in the precondition (" + options.resourceVersion()
                            + ") does not match the ResourceVersion in record (" + version
                            + "). The object might have been modified");
        }
    }
}
