package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Catalog;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.status.StatusException;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.store.StaleException;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing single objects. A write reads the current state, makes the next one, and stores it if no other write was
 * faster; else it starts over, unless the client said which version it means. Refusals are
 * {@link io.keelstream.sandbox.status.StatusException}s. Thread-safe.
 */
public final class Objects {

    private final ObjectStore store;
    private final Catalog catalog;
    private final KindRules rules;
    private final FieldOwnership ownership;
    private final Clock clock;

    /** Makes the wanted object from a copy of the live one, which it may change and return. */
    @FunctionalInterface
    public interface Edit {
        Map<String, @Nullable Object> on(Map<String, @Nullable Object> live);
    }

    public Objects(ObjectStore store, Catalog catalog, KindRules rules, FieldOwnership ownership, Clock clock) {
        this.store = store;
        this.catalog = catalog;
        this.rules = rules;
        this.ownership = ownership;
        this.clock = clock;
    }

    public ObjectStore store() {
        return store;
    }

    public Catalog catalog() {
        return catalog;
    }

    /** The object; 404 when there is none. */
    public StoredObject get(Resource resource, String namespace, String name) {
        StoredObject object = store.get(new ObjectKey(resource.storage(), namespace, name));
        if (object == null) {
            throw Status.notFound(resource.plural(), resource.group(), name);
        }
        return object;
    }

    /** Creates an object from a body in the resource's version. */
    public Written create(
            Resource resource, String namespace, Map<String, @Nullable Object> body, WriteOptions options) {
        Identity.settle(resource, namespace, body);
        List<String> warnings = decode(resource, body, options);
        if (!Tree.text(body, "metadata", "resourceVersion").isEmpty()) {
            throw Status.undeclared("resourceVersion should not be set on objects to be created");
        }
        Map<String, @Nullable Object> next = begin(resource, body);
        ownership.written(resource, null, next, options.fieldManager(), "", now());
        return insert(resource, next, options, warnings);
    }

    /** Changes an object, or one subresource of it. */
    public Written update(
            Resource resource, String namespace, String name, String subresource, Edit edit, WriteOptions options) {
        while (true) {
            StoredObject current = get(resource, namespace, name);
            Map<String, @Nullable Object> live = inVersion(current, resource);
            Map<String, @Nullable Object> next = edit.on(Tree.copy(live));
            boolean bound = Identity.requireSame(resource, current, next);
            Identity.settle(resource, namespace, next);
            Identity.requireName(name, next);
            List<String> warnings = decode(resource, next, options);
            Shape.settle(resource, live, next, subresource, rules);
            ownership.written(resource, live, next, options.fieldManager(), subresource, now());
            try {
                return replace(resource, current, live, next, subresource, options, warnings);
            } catch (StaleException e) {
                if (bound) {
                    throw Status.modified(resource.plural(), resource.group(), name);
                }
            }
        }
    }

    /** Server-side apply: creates or changes an object so that it holds what the manager wants. */
    public Written apply(
            Resource resource,
            String namespace,
            String name,
            String subresource,
            Map<String, @Nullable Object> intent,
            WriteOptions options) {
        Identity.check(resource, namespace, intent);
        Tree.within(intent, "metadata").putIfAbsent("name", name);
        Identity.requireName(name, intent);
        while (true) {
            StoredObject current = store.get(new ObjectKey(resource.storage(), namespace, name));
            if (current == null) {
                try {
                    return applyNew(resource, namespace, name, subresource, intent, options);
                } catch (StatusException refused) {
                    // Created meanwhile: then it is applied to what is there.
                    if (!refused.is("AlreadyExists")) {
                        throw refused;
                    }
                    continue;
                }
            }
            boolean bound = Identity.requireSame(resource, current, intent);
            Map<String, @Nullable Object> live = inVersion(current, resource);
            Map<String, @Nullable Object> next =
                    ownership.applied(resource, live, Tree.copy(intent), options, subresource, now());
            Identity.settle(resource, namespace, next);
            List<String> warnings = decode(resource, next, options);
            Shape.settle(resource, live, next, subresource, rules);
            try {
                return replace(resource, current, live, next, subresource, options, warnings);
            } catch (StaleException e) {
                if (bound) {
                    throw Status.modified(resource.plural(), resource.group(), name);
                }
            }
        }
    }

    private Written applyNew(
            Resource resource,
            String namespace,
            String name,
            String subresource,
            Map<String, @Nullable Object> intent,
            WriteOptions options) {
        if (!subresource.isEmpty()) {
            throw Status.notFound(resource.plural(), resource.group(), name);
        }
        Object uid = Tree.at(intent, "metadata", "uid");
        if (uid != null) {
            throw Status.conflict(
                    resource.plural(),
                    resource.group(),
                    name,
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
        Map<String, @Nullable Object> merged =
                ownership.applied(resource, null, Tree.copy(intent), options, subresource, now());
        Identity.settle(resource, namespace, merged);
        List<String> warnings = decode(resource, merged, options);
        Tree.within(merged, "metadata").remove("resourceVersion");
        return insert(resource, begin(resource, merged), options, warnings);
    }

    private Map<String, @Nullable Object> begin(Resource resource, Map<String, @Nullable Object> body) {
        Map<String, @Nullable Object> next = Shape.headed(resource, body);
        Metadata.begin(resource, next, now());
        rules.setDefaults(resource, next);
        return next;
    }

    private Written insert(
            Resource resource, Map<String, @Nullable Object> next, WriteOptions options, List<String> warnings) {
        // After ownership was recorded: what the server adds from here on has no owner.
        rules.admit(resource, next, options.dryRun());
        validate(resource, null, next, "");
        String name = Tree.text(next, "metadata", "name");
        ObjectKey key = new ObjectKey(resource.storage(), Tree.text(next, "metadata", "namespace"), name);
        Map<String, @Nullable Object> stored = toStorage(resource, next);
        if (store.get(key) != null) {
            throw Status.alreadyExists(resource.plural(), resource.group(), name);
        }
        if (options.dryRun()) {
            return new Written(stored, true, warnings);
        }
        try {
            return new Written(store.put(key, null, stored).tree(), true, warnings);
        } catch (StaleException e) {
            throw Status.alreadyExists(resource.plural(), resource.group(), name);
        }
    }

    private Written replace(
            Resource resource,
            StoredObject current,
            Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            String subresource,
            WriteOptions options,
            List<String> warnings)
            throws StaleException {
        validate(resource, live, next, subresource);
        Map<String, @Nullable Object> stored = toStorage(resource, next);
        if (NoOpWrite.same(current.tree(), stored)) {
            return new Written(current.tree(), false, warnings);
        }
        if (options.dryRun()) {
            return new Written(stored, false, warnings);
        }
        if (Deletion.isOver(stored)) {
            return new Written(store.remove(current, stored).tree(), false, warnings);
        }
        return new Written(store.put(current.key(), current, stored).tree(), false, warnings);
    }

    private void validate(
            Resource resource,
            @Nullable Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            String subresource) {
        List<FieldError> errors = rules.validate(resource, live, next, subresource);
        if (!errors.isEmpty()) {
            throw Status.invalid(resource.kind(), resource.group(), Tree.text(next, "metadata", "name"), errors);
        }
    }

    private List<String> decode(Resource resource, Map<String, @Nullable Object> tree, WriteOptions options) {
        List<String> unknown = rules.decode(resource, tree);
        return switch (options.validation()) {
            case IGNORE -> List.of();
            case WARN -> unknown;
            case STRICT -> {
                if (!unknown.isEmpty()) {
                    throw Status.badRequest(resource.kind() + " in version \"" + resource.version()
                            + "\" cannot be handled as a " + resource.kind() + ": strict decoding error: "
                            + String.join(", ", unknown));
                }
                yield List.of();
            }
        };
    }

    /** The object in the resource's version; shared with readers when that is the stored one, so read-only. */
    public Map<String, @Nullable Object> inVersion(StoredObject object, Resource resource) {
        Resource stored = storedResource(resource);
        return stored.apiVersion().equals(resource.apiVersion())
                ? object.tree()
                : Conversion.convert(object.copy(), stored, resource);
    }

    /** The same for what a write made. */
    public Map<String, @Nullable Object> inVersion(Written written, Resource resource) {
        Resource stored = storedResource(resource);
        return stored.apiVersion().equals(resource.apiVersion())
                ? written.tree()
                : Conversion.convert(Tree.copy(written.tree()), stored, resource);
    }

    private Map<String, @Nullable Object> toStorage(Resource resource, Map<String, @Nullable Object> tree) {
        return Conversion.convert(tree, resource, storedResource(resource));
    }

    private Resource storedResource(Resource resource) {
        Resource stored = catalog.stored(resource.storage());
        return stored == null ? resource : stored;
    }

    /** The present moment by the sandbox's clock. */
    public Instant now() {
        return clock.instant();
    }
}
