package io.keelstream.contracts.deployment;

import io.keelstream.contracts.event.Inline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment changes.
 *
 * @param counts how many objects
 * @param objects the changed objects, at most 200
 * @param images images that change, at most 200
 * @param truncated whether a list was cut; the counts are whole
 */
public record ChangeSummary(
        @Inline Counts counts, List<ChangedObject> objects, List<ImageChange> images, boolean truncated) {

    /** Of a deployment that changes nothing. */
    public static final ChangeSummary NONE = new ChangeSummary(Counts.NONE, List.of(), List.of(), false);

    public ChangeSummary {
        objects = List.copyOf(objects);
        images = List.copyOf(images);
    }

    /**
     * How many objects.
     *
     * @param created objects created
     * @param updated objects updated, adopted ones included
     * @param replaced objects deleted and created again
     * @param restored objects deleted to be replaced, and applied again as they were, because the new one was refused
     * @param lost objects deleted to be replaced, and gone, because the new one was refused
     * @param pruned objects deleted because they left Git
     * @param unchanged objects left alone
     */
    public record Counts(int created, int updated, int replaced, int restored, int lost, int pruned, int unchanged) {

        /** No objects. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * One changed object.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param action CREATE, UPDATE, ADOPT, REPLACE, PRUNE, RESTORE or LOSE
     * @param digest digest of the desired object; null for a prune
     * @param paths changed paths, RFC 6901, at most 20
     */
    public record ChangedObject(
            String reference, String action, @Nullable String digest, List<String> paths) {

        public ChangedObject {
            paths = List.copyOf(paths);
        }
    }

    /**
     * An image that changes.
     *
     * @param reference the workload
     * @param container the container's name
     * @param from the image before; null for a new container
     * @param to the image after; null for a removed container
     */
    public record ImageChange(
            String reference,
            String container,
            @Nullable String from,
            @Nullable String to) {}
}
