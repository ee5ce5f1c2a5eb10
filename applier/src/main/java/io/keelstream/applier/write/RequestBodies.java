package io.keelstream.applier.write;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.object.StoredSecret;
import io.keelstream.kubernetes.seal.SealException;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sent to the server: planned bodies, unsealed where they are sealed, and bound to a live object. Thread-safe. */
final class RequestBodies {

    private final @Nullable SecretUnsealer unsealer;

    /** @param unsealer null where the installation has no sealing keys */
    RequestBodies(@Nullable SecretUnsealer unsealer) {
        this.unsealer = unsealer;
    }

    /** A body, or why there is none. */
    sealed interface Body {

        record Ready(Manifest manifest) implements Body {}

        /** It is sealed and cannot be opened; the text says why and what to do. */
        record Unsealable(String why) implements Body {}
    }

    /**
     * The body to send.
     *
     * @param sealed whether the plan says that it is sealed
     */
    Body of(Map<String, @Nullable Object> planned, boolean sealed) {
        Manifest body = new Manifest(planned);
        if (!sealed && !SecretUnsealer.isSealed(body)) {
            return new Body.Ready(StoredSecret.of(body));
        }
        if (unsealer == null) {
            return new Body.Unsealable(
                    "it is sealed, and this applier has no key; give it the installation's private key");
        }
        try {
            return new Body.Ready(StoredSecret.of(unsealer.unseal(body)));
        } catch (SealException unreadable) {
            return new Body.Unsealable(String.valueOf(unreadable.getMessage()));
        }
    }

    /**
     * A body that only the live object with this uid accepts.
     *
     * @param resourceVersion the only version that accepts it; null for any
     */
    static Manifest bound(Manifest body, String uid, @Nullable String resourceVersion) {
        Manifest copy = body.copy();
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(copy.metadata());
        metadata.put("uid", uid);
        if (resourceVersion != null) {
            metadata.put("resourceVersion", resourceVersion);
        }
        copy.tree().put("metadata", metadata);
        return copy;
    }

    /** An object of which nothing but the identity is given. */
    static Manifest identity(ObjectReference reference, String apiVersion) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", reference.name());
        if (!reference.namespace().isEmpty()) {
            metadata.put("namespace", reference.namespace());
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", reference.kind());
        tree.put("metadata", metadata);
        return new Manifest(tree);
    }
}
