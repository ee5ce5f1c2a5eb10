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
            String path = resource.custom() == null ? "" : resource.group() + "/";
            throw Status.conflict(
                    resource.plural(),
                    resource.group(),
                    current.name(),
                    "StorageError: invalid object, Code: 4, Key: /registry/" + path + resource.plural() + "/"
                            + (current.namespace().isEmpty() ? "" : current.namespace() + "/") + current.name()
                            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                            + uid + ", UID in object meta: " + current.uid());
        }
        String version = Tree.text(next, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(Long.toString(current.revision()))) {
            throw Status.modified(resource.plural(), resource.group(), current.name());
        }
        return !version.isEmpty();
    }

    /** Checks kind, version and namespace of a body, and fills in those that it leaves out. */
    static void settle(Resource resource, String namespace, Map<String, @Nullable Object> body) {
        check(resource, namespace, body);
        body.putIfAbsent("apiVersion", resource.apiVersion());
        body.putIfAbsent("kind", resource.kind());
        if (resource.namespaced()) {
            Metadata.of(body).put("namespace", namespace);
        } else {
            Metadata.of(body).remove("namespace");
        }
    }

    /** Checks kind, version and namespace of a body as far as it names them. */
    static void check(Resource resource, String namespace, Map<String, @Nullable Object> body) {
        String apiVersion = Tree.text(body, "apiVersion");
        String kind = Tree.text(body, "kind");
        boolean sameVersion = apiVersion.isEmpty() || apiVersion.equals(resource.apiVersion());
        boolean sameKind = kind.isEmpty() || kind.equals(resource.kind());
        if (!sameVersion || !sameKind) {
            throw Status.badRequest(mismatch(resource, apiVersion, kind));
        }
        String named = Tree.text(body, "metadata", "namespace");
        if (resource.namespaced() && !named.isEmpty() && !named.equals(namespace)) {
            throw Status.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private static String mismatch(Resource resource, String apiVersion, String kind) {
        String named = kind.isEmpty() ? resource.kind() : kind;
        String version = apiVersion.isEmpty() ? resource.apiVersion() : apiVersion;
        if (resource.custom() != null) {
            return named.equals(resource.kind())
                    ? "the API version in the data (" + version + ") does not match the expected API version ("
                            + resource.apiVersion() + ")"
                    : "the kind in the data (" + named + ") does not match the expected kind (" + resource.kind() + ")";
        }
        return named + " in version \"" + version.substring(version.lastIndexOf('/') + 1) + "\" cannot be handled as a "
                + resource.kind() + ": the request's path is for " + resource.kind() + " in " + resource.apiVersion();
    }

    static void requireName(String name, Map<String, @Nullable Object> body) {
        String named = Tree.text(body, "metadata", "name");
        if (!named.equals(name)) {
            throw Status.badRequest(
                    "the name of the object (" + named + ") does not match the name on the URL (" + name + ")");
        }
    }
}
