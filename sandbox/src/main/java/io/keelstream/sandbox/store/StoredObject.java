package io.keelstream.sandbox.store;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.sandbox.tree.Tree;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state of one object. The bytes are the truth; the tree is read from them on demand and shared while it is
 * in use, so it must not be changed. What selectors and the garbage collector need all the time is kept apart. Immutable,
 * thread-safe.
 */
public final class StoredObject {

    private final ObjectKey key;
    private final long revision;
    private final byte[] json;
    private final String uid;
    private final Map<String, String> labels;
    private final List<String> owners;
    private volatile WeakReference<Map<String, @Nullable Object>> tree;

    StoredObject(ObjectKey key, long revision, Map<String, @Nullable Object> tree) {
        this(key, revision, tree, Json.write(tree));
    }

    StoredObject(ObjectKey key, long revision, Map<String, @Nullable Object> tree, byte[] json) {
        this.key = key;
        this.revision = revision;
        this.json = json;
        this.uid = Tree.text(tree, "metadata", "uid");
        this.labels = labels(tree);
        this.owners = Tree.maps(tree, "metadata", "ownerReferences").stream()
                .map(owner -> Tree.text(owner, "uid"))
                .toList();
        this.tree = new WeakReference<>(tree);
    }

    public ObjectKey key() {
        return key;
    }

    public String name() {
        return key.name();
    }

    public String namespace() {
        return key.namespace();
    }

    /** The store's revision at which this state came to be: the object's resourceVersion. */
    public long revision() {
        return revision;
    }

    /** The object as JSON, {@code kind} and {@code apiVersion} first. Not to be changed. */
    public byte[] json() {
        return json;
    }

    public String uid() {
        return uid;
    }

    public Map<String, String> labels() {
        return labels;
    }

    /** The uids of the object's owners. */
    public List<String> owners() {
        return owners;
    }

    /** The object as a tree; shared, so read-only. */
    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> known = tree.get();
        if (known == null) {
            known = Json.readObject(json);
            tree = new WeakReference<>(known);
        }
        return known;
    }

    /** A tree of the caller's own. */
    public Map<String, @Nullable Object> copy() {
        return Tree.copy(tree());
    }

    private static Map<String, String> labels(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> source = Tree.map(tree, "metadata", "labels");
        if (source.isEmpty()) {
            return Map.of();
        }
        Map<String, String> labels = LinkedHashMap.newLinkedHashMap(source.size());
        source.forEach((name, value) -> labels.put(name.intern(), String.valueOf(value)));
        return labels;
    }

    @Override
    public String toString() {
        return key + "@" + revision;
    }
}
