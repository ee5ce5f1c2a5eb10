package io.keelstream.kubernetes.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code backendRef} names, with the defaults of the Gateway API filled in. Two references are the same backend only
 * if all of this is equal: the name alone may be that of another kind, namespace or port.
 *
 * @param group API group; empty for the core
 * @param kind kind, {@code Service} where the reference names none
 * @param namespace namespace, the route's where the reference names none
 * @param name name
 * @param port port; null where the reference names none
 */
public record Backend(
        String group,
        String kind,
        String namespace,
        String name,
        @Nullable Integer port) {

    /**
     * The backend of a reference.
     *
     * @param reference an entry of {@code backendRefs}
     * @param namespace the route's
     */
    public static Backend of(Map<String, @Nullable Object> reference, String namespace) {
        Object port = reference.get("port");
        return new Backend(
                text(reference, "group", ""),
                text(reference, "kind", "Service"),
                text(reference, "namespace", namespace),
                text(reference, "name", ""),
                port instanceof Number number ? number.intValue() : null);
    }

    /** Whether this is that Service, at whatever port. */
    public boolean isService(String serviceNamespace, String service) {
        return group.isEmpty() && kind.equals("Service") && namespace.equals(serviceNamespace) && name.equals(service);
    }

    private static String text(Map<String, @Nullable Object> reference, String field, String otherwise) {
        return reference.get(field) instanceof String text && !(text.isEmpty() && !field.equals("group"))
                ? text
                : otherwise;
    }

    /** {@code name:port}, for people. */
    @Override
    public String toString() {
        return (kind.equals("Service") ? "" : kind + " ") + name + (port == null ? "" : ":" + port);
    }
}
