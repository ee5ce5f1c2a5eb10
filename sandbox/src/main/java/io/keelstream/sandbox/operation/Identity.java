package io.keelstream.sandbox.operation;

import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a body means the object that the request's path names, and the state of it that the client knows. */
final class Identity {

    private Identity() {}

    /** Checks preconditions that the body carries; true when it names a version. */
    static boolean requireSame(Resource resource, StoredObject current, Map<String, @Nullable Object> next) {
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

    /** Checks kind, version and namespace of a body, and fills in those that it leaves out. */
    static void settle(Resource resource, String namespace, Map<String, @Nullable Object> body) {
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

    static void requireName(String name, Map<String, @Nullable Object> body) {
        String named = Tree.text(body, "metadata", "name");
        if (!named.equals(name)) {
            throw Status.badRequest(
                    "the name of the object (" + named + ") does not match the name on the URL (" + name + ")");
        }
    }
}
