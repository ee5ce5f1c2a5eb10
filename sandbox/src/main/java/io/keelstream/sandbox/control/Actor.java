package io.keelstream.sandbox.control;

import io.keelstream.sandbox.operation.DeleteOptions;
import io.keelstream.sandbox.operation.Deletion;
import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.operation.WriteOptions;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.status.StatusException;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a controller reads and writes: through the same rules as any client, under a name of its own. Thread-safe. */
public final class Actor {

    private final Objects objects;
    private final Deletion deletion;
    private final WriteOptions options;

    /** @param manager field manager of its writes */
    public Actor(Objects objects, String manager) {
        this.objects = objects;
        this.deletion = new Deletion(objects);
        this.options = WriteOptions.internal(manager);
    }

    public ObjectStore store() {
        return objects.store();
    }

    public @Nullable StoredObject get(ObjectKey key) {
        return store().get(key);
    }

    /** The dependents of an object that are of one type. */
    public List<StoredObject> dependents(StoredObject owner, TypeKey type) {
        return store().ownedBy(owner.uid()).stream()
                .filter(object -> object.key().type().equals(type))
                .toList();
    }

    /** The resource in its stored version. */
    public Resource resource(TypeKey type) {
        Resource resource = objects.catalog().stored(type);
        if (resource == null) {
            throw new IllegalStateException("no such resource: " + type);
        }
        return resource;
    }

    /** The stored type of a kind that an ownerReference names; null when it is not served. */
    public @Nullable Resource ofKind(String apiVersion, String kind) {
        return objects.catalog().ofKind(apiVersion, kind);
    }

    public void create(TypeKey type, String namespace, Map<String, @Nullable Object> body) {
        objects.create(resource(type), namespace, body, options);
    }

    /** Changes the object; what the edit leaves as it is costs nothing. */
    public void update(StoredObject object, Consumer<Map<String, @Nullable Object>> edit) {
        write(object, "", edit);
    }

    /** Changes the object's status; what the edit leaves as it is costs nothing. */
    public void status(StoredObject object, Consumer<Map<String, @Nullable Object>> edit) {
        write(object, "status", tree -> edit.accept(Tree.within(tree, "status")));
    }

    /** Changes annotations without counting a generation: the way of a status update. */
    public void annotate(StoredObject object, Map<String, String> annotations) {
        write(
                object,
                "status",
                tree -> Tree.within(tree, "metadata", "annotations").putAll(annotations));
    }

    /** Deletes exactly this object, in the background. */
    public void delete(StoredObject object) {
        delete(object, DeleteOptions.background(object.uid()));
    }

    public void delete(StoredObject object, DeleteOptions how) {
        try {
            deletion.delete(resource(object.key().type()), object.namespace(), object.name(), how);
        } catch (StatusException gone) {
            if (!gone.is("NotFound")) {
                throw gone;
            }
        }
    }

    /** The present moment, as objects write it. */
    public String now() {
        return instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The present moment by the sandbox's clock. */
    public Instant instant() {
        return objects.now();
    }

    private void write(StoredObject object, String subresource, Consumer<Map<String, @Nullable Object>> edit) {
        Map<String, @Nullable Object> probe = object.copy();
        edit.accept(probe);
        if (probe.equals(object.tree())) {
            return;
        }
        objects.update(
                resource(object.key().type()),
                object.namespace(),
                object.name(),
                subresource,
                live -> {
                    edit.accept(live);
                    return live;
                },
                options);
    }
}
