package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.operation.KindRules;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.store.ObjectStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of all kinds. Thread-safe. */
public final class Kinds implements KindRules {

    private final Admission admission;

    public Kinds(ObjectStore store) {
        this.admission = new Admission(store);
    }

    @Override
    public List<String> decode(Resource resource, Map<String, @Nullable Object> tree) {
        return List.of();
    }

    @Override
    public void setDefaults(Resource resource, Map<String, @Nullable Object> tree) {}

    @Override
    public void admit(Resource resource, Map<String, @Nullable Object> tree, boolean dryRun) {
        admission.admit(resource, tree, dryRun);
    }

    @Override
    public List<FieldError> validate(
            Resource resource,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            String subresource) {
        return List.of();
    }
}
