package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Resource;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who owns which field of an object: keeps {@code metadata.managedFields} and merges applied configurations. */
public interface FieldOwnership {

    /**
     * Records a write that was not an apply.
     *
     * @param live the object before; null when it is created
     * @param next the object after; its {@code metadata.managedFields} are set here
     * @param subresource written part; empty for the whole
     */
    void written(
            Resource resource,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            String manager,
            String subresource,
            Instant now);

    /**
     * Merges an applied configuration; 409 with the managers where it contradicts others.
     *
     * @param live the object before; null when it does not exist
     * @param intent what the manager wants
     * @param subresource written part; empty for the whole
     * @return the object after, with its managedFields
     */
    Map<String, @Nullable Object> applied(
            Resource resource,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> intent,
            WriteOptions options,
            String subresource,
            Instant now);
}
