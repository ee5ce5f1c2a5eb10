package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.operation.KindRules;
import io.keelstream.sandbox.resource.CustomVersion;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.schema.BuiltInForm;
import io.keelstream.sandbox.schema.Definitions;
import io.keelstream.sandbox.schema.Structural;
import io.keelstream.sandbox.schema.StructuralValidation;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of all kinds. Thread-safe. */
public final class Kinds implements KindRules {

    private final Admission admission;
    private final Defaults defaults = new Defaults();
    private final Names names = new Names();
    private final BuiltInValidation validation = new BuiltInValidation();

    public Kinds(ObjectStore store) {
        this.admission = new Admission(store);
    }

    @Override
    public List<String> decode(Resource resource, Map<String, @Nullable Object> tree) {
        CustomVersion custom = resource.custom();
        if (custom != null) {
            return custom.schema().isEmpty() ? List.of() : Structural.prune(tree, custom.schema());
        }
        return new BuiltInForm(resource.kind(), resource.version())
                .read(tree, Definitions.instance().ofKind(resource.group(), resource.version(), resource.kind()));
    }

    @Override
    public void setDefaults(Resource resource, Map<String, @Nullable Object> tree) {
        CustomVersion custom = resource.custom();
        if (custom != null) {
            Structural.setDefaults(tree, custom.schema());
        } else {
            defaults.set(resource.kind(), tree);
        }
    }

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
        List<FieldError> errors = new ArrayList<>(names.check(resource, next));
        Immutability.finalizers(live, next, errors);
        CustomVersion custom = resource.custom();
        if (custom != null) {
            errors.addAll(StructuralValidation.check(next, custom.schema()));
        } else if (subresource.equals("status")) {
            NetworkValidation.status(resource.kind(), next, errors);
        } else {
            errors.addAll(validation.check(resource.kind(), live, next));
            if (live != null && errors.isEmpty() && resource.kind().equals("Service")) {
                ServiceAddresses.refuseTwins(next);
            }
        }
        return errors;
    }
}
