package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes fields that only a server writes, so that exported manifests can be used. The last-applied annotation of
 * {@code kubectl apply} is removed too, because it holds the whole object, Secrets in plain text. Stateless.
 */
final class ObjectCleaner {

    private static final List<String> SERVER_WRITTEN =
            List.of("creationTimestamp", "managedFields", "generation", "selfLink", "resourceVersion", "uid");
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private ObjectCleaner() {}

    /** A clean copy; for cluster-scoped objects without a namespace. */
    static Manifest clean(Manifest manifest, boolean clusterScoped) {
        Manifest copy = manifest.copy();
        copy.tree().remove("status");
        if (copy.tree().get("metadata") instanceof Map<?, ?>) {
            Map<String, @Nullable Object> metadata = copy.metadata();
            SERVER_WRITTEN.forEach(metadata::remove);
            if (clusterScoped) {
                metadata.remove("namespace");
            }
            if (metadata.get("annotations") instanceof Map<?, ?> annotations) {
                annotations.remove(LAST_APPLIED);
            }
        }
        NullTexts.empty(copy);
        return copy;
    }
}
