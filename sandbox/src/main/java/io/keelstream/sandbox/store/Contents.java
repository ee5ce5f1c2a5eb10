package io.keelstream.sandbox.store;

import io.keelstream.sandbox.resource.TypeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The living objects by type and path, and by owner. One thread writes at a time, under the store's lock; any may read. */
final class Contents {

    private final Map<TypeKey, NavigableMap<String, StoredObject>> objects = new ConcurrentHashMap<>();
    private final Map<String, Set<ObjectKey>> owned = new ConcurrentHashMap<>();

    @Nullable
    StoredObject get(ObjectKey key) {
        NavigableMap<String, StoredObject> ofType = objects.get(key.type());
        return ofType == null ? null : ofType.get(key.path());
    }

    int count(TypeKey type) {
        NavigableMap<String, StoredObject> ofType = objects.get(type);
        return ofType == null ? 0 : ofType.size();
    }

    /** The objects of a type, in one namespace or (empty) in all, in the order of their paths. */
    List<StoredObject> of(TypeKey type, String namespace) {
        return new ArrayList<>(range(type, namespace).values());
    }

    List<StoredObject> all() {
        return objects.values().stream()
                .flatMap(ofType -> ofType.values().stream())
                .toList();
    }

    List<StoredObject> ownedBy(String uid) {
        List<StoredObject> result = new ArrayList<>();
        for (ObjectKey key : owned.getOrDefault(uid, Set.of())) {
            StoredObject object = get(key);
            if (object != null && object.owners().contains(uid)) {
                result.add(object);
            }
        }
        return result;
    }

    /** Puts a state in the place of another; null where there was or will be none. */
    void replace(ObjectKey key, @Nullable StoredObject before, @Nullable StoredObject after) {
        NavigableMap<String, StoredObject> ofType =
                objects.computeIfAbsent(key.type(), _ -> new ConcurrentSkipListMap<>());
        if (after == null) {
            ofType.remove(key.path());
        } else {
            ofType.put(key.path(), after);
            after.owners()
                    .forEach(uid -> owned.computeIfAbsent(uid, _ -> ConcurrentHashMap.newKeySet())
                            .add(key));
        }
        if (before != null) {
            before.owners().stream()
                    .filter(uid -> after == null || !after.owners().contains(uid))
                    .forEach(uid -> owned.computeIfPresent(uid, (_, keys) -> {
                        keys.remove(key);
                        return keys.isEmpty() ? null : keys;
                    }));
        }
    }

    private NavigableMap<String, StoredObject> range(TypeKey type, String namespace) {
        NavigableMap<String, StoredObject> ofType = objects.get(type);
        if (ofType == null) {
            return new TreeMap<>();
        }
        // '0' follows '/' in the order of characters: the range holds exactly the paths that start with "namespace/".
        return namespace.isEmpty() ? ofType : ofType.subMap(namespace + "/", true, namespace + "0", false);
    }
}
