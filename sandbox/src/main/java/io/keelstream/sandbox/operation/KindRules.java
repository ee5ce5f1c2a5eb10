package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is special to kinds: the form of their objects, defaults, validation, what admission adds or forbids. */
public interface KindRules {

    /**
     * Checks the form of a body against the kind's schema, and drops what the schema does not know.
     *
     * @param tree changed in place
     * @return the paths of unknown fields, as {@code unknown field "spec.x"}
     */
    List<String> decode(Resource resource, Map<String, @Nullable Object> tree);

    /** Fills in what the user left out; changes the tree in place. */
    void setDefaults(Resource resource, Map<String, @Nullable Object> tree);

    /** What admission does to an object that is created; changes the tree in place, or refuses. */
    void admit(Resource resource, Map<String, @Nullable Object> tree, boolean dryRun);

    /**
     * What is wrong with an object.
     *
     * @param live the object before; null when it is created
     * @param next the object as it is to be
     * @param subresource written part; empty for the whole
     */
    List<FieldError> validate(
            Resource resource,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            String subresource);
}
