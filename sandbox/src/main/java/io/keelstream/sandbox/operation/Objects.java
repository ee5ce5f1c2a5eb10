package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Catalog;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.store.StaleException;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing single objects. A write reads the current state, makes the next one, and stores it if nobody was
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
        identify(resource, namespace, body);
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
            boolean bound = requireSame(resource, current, next);
            identify(resource, namespace, next);
            requireName(name, next);
            List<String> warnings = decode(resource, next, options);
            settle(resource, live, next, subresource);
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
        identify(resource, namespace, intent);
        Tree.within(intent, "metadata").putIfAbsent("name", name);
        requireName(name, intent);
        while (true) {
            StoredObject current = store.get(new ObjectKey(resource.storage(), namespace, name));
            if (current == null) {
                return applyNew(resource, name, subresource, intent, options);
            }
            boolean bound = requireSame(resource, current, intent);
            Map<String, @Nullable Object> live = inVersion(current, resource);
            Map<String, @Nullable Object> next =
                    ownership.applied(resource, live, Tree.copy(intent), options, subresource, now());
            List<String> warnings = decode(resource, next, options);
            settle(resource, live, next, subresource);
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
        List<String> warnings = decode(resource, merged, options);
        Tree.within(merged, "metadata").remove("resourceVersion");
        return insert(resource, begin(resource, merged), options, warnings);
    }

    private Map<String, @Nullable Object> begin(Resource resource, Map<String, @Nullable Object> body) {
        Map<String, @Nullable Object> next = headed(resource, body);
        Metadata.begin(resource, next, now());
        rules.setDefaults(resource, next);
        return next;
    }

    private Written insert(
            Resource resource, Map<String, @Nullable Object> next, WriteOptions options, List<String> warnings) {
        // After ownership was recorded: what the server adds from here on belongs to nobody.
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
        if (Sameness.same(current.tree(), stored)) {
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

    /** Gives the wanted object what it cannot change: the server's metadata, and what belongs to other subresources. */
    private void settle(
            Resource resource,
            Map<String, @Nullable Object> live,
            Map<String, @Nullable Object> next,
            String subresource) {
        Object managed = Tree.at(next, "metadata", "managedFields");
        if (subresource.equals("status")) {
            Object status = next.get("status");
            Object annotations = Tree.at(next, "metadata", "annotations");
            Map<String, @Nullable Object> kept = Tree.copy(live);
            next.clear();
            next.putAll(kept);
            Tree.set(next, "status", status);
            if (resource.custom() == null) {
                // Built-in kinds let a status update change annotations; the deployment controller relies on it.
                Tree.set(Tree.within(next, "metadata"), "annotations", annotations);
            }
            Tree.set(Tree.within(next, "metadata"), "managedFields", managed);
        } else {
            Map<String, @Nullable Object> ordered = headed(resource, next);
            next.clear();
            next.putAll(ordered);
            if (resource.hasStatus()) {
                Tree.set(next, "status", live.get("status"));
            }
        }
        Metadata.carryOver(live, next);
        rules.setDefaults(resource, next);
        if (subresource.isEmpty()) {
            Metadata.count(resource, live, next);
        }
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

    /** Checks preconditions that the body carries; true when it names a version. */
    private static boolean requireSame(Resource resource, StoredObject current, Map<String, @Nullable Object> next) {
        String uid = Tree.text(next, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            throw Status.conflict(
                    resource.plural(),
                    resource.group(),
                    current.name(),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + current.uid());
        }
        String version = Tree.text(next, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(Long.toString(current.revision()))) {
            throw Status.modified(resource.plural(), resource.group(), current.name());
        }
        return !version.isEmpty();
    }

    private static void identify(Resource resource, String namespace, Map<String, @Nullable Object> body) {
        String apiVersion = Tree.text(body, "apiVersion");
        String kind = Tree.text(body, "kind");
        if (apiVersion.isEmpty()) {
            body.put("apiVersion", resource.apiVersion());
        }
        if (kind.isEmpty()) {
            body.put("kind", resource.kind());
        }
        boolean same = apiVersion.isEmpty() || apiVersion.equals(resource.apiVersion());
        if (!same || (!kind.isEmpty() && !kind.equals(resource.kind()))) {
            throw Status.badRequest(
                    !same
                            ? "the API version in the data (" + apiVersion
                                    + ") does not match the expected API version (" + resource.apiVersion() + ")"
                            : "the kind in the data (" + kind + ") does not match the expected kind (" + resource.kind()
                                    + ")");
        }
        Map<String, @Nullable Object> metadata = Metadata.of(body);
        String named = Tree.text(metadata, "namespace");
        if (!resource.namespaced()) {
            metadata.remove("namespace");
        } else if (named.isEmpty()) {
            metadata.put("namespace", namespace);
        } else if (!named.equals(namespace)) {
            throw Status.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private static void requireName(String name, Map<String, @Nullable Object> body) {
        String named = Tree.text(body, "metadata", "name");
        if (!named.equals(name)) {
            throw Status.badRequest(
                    "the name of the object (" + named + ") does not match the name on the URL (" + name + ")");
        }
    }

    /** The same object with kind, apiVersion, metadata, spec and status in this order at its head. */
    private static Map<String, @Nullable Object> headed(Resource resource, Map<String, @Nullable Object> body) {
        Map<String, @Nullable Object> next = new LinkedHashMap<>();
        next.put("kind", resource.kind());
        next.put("apiVersion", resource.apiVersion());
        next.put("metadata", Metadata.of(body));
        body.forEach((key, value) -> {
            if (!key.equals("status")) {
                next.putIfAbsent(key, value);
            }
        });
        Tree.set(next, "status", body.get("status"));
        return next;
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

    Instant now() {
        return clock.instant();
    }
}
