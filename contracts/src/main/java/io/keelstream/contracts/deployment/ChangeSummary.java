package io.keelstream.contracts.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment changes.
 *
 * @param created objects created
 * @param updated objects updated, adopted ones included
 * @param replaced objects deleted and created again
 * @param pruned objects deleted
 * @param unchanged objects left alone
 * @param objects the changed objects, at most 200
 * @param images images that change, at most 200
 * @param truncated whether a list was cut; the counts are whole
 */
public record ChangeSummary(
        int created,
        int updated,
        int replaced,
        int pruned,
        int unchanged,
        List<ChangedObject> objects,
        List<ImageChange> images,
        boolean truncated) {

    public ChangeSummary {
        objects = List.copyOf(objects);
        images = List.copyOf(images);
    }

    /**
     * One changed object.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param action CREATE, UPDATE, ADOPT, REPLACE or PRUNE
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
