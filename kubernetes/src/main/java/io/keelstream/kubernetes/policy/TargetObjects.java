package io.keelstream.kubernetes.policy;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All objects that one target wants, by reference, hooks included. Immutable. */
public final class TargetObjects {

    /** Nothing. */
    public static final TargetObjects NONE = new TargetObjects(Map.of());

    private static final String SERVICE = "Service";

    private final Map<ObjectReference, Manifest> all;
    private final Map<String, List<Map.Entry<ObjectReference, Manifest>>> services;

    /** @param all each with the namespace that it is applied in */
    public TargetObjects(Map<ObjectReference, Manifest> all) {
        this.all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        this.services = this.all.entrySet().stream()
                .filter(each -> each.getKey().groupKind().toString().equals(SERVICE))
                .collect(Collectors.groupingBy(each -> each.getKey().namespace()));
    }

    /** The objects, in the order of the bundle. */
    public Map<ObjectReference, Manifest> all() {
        return all;
    }

    /** The Services of a namespace. */
    public List<Map.Entry<ObjectReference, Manifest>> services(String namespace) {
        return services.getOrDefault(namespace, List.of());
    }
}
