package io.keelstream.applier.write;

import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.object.StoredSecret;
import io.keelstream.kubernetes.seal.SealException;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.sops.SopsException;
import io.keelstream.kubernetes.sops.SopsSecret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the server: planned bodies, with the values of Secrets opened, and bound to a live object. Nothing but a v1
 * Secret is ever opened: whoever reads other kinds need not be allowed to read Secrets. Thread-safe.
 */
final class RequestBodies {

    private final SecretKeys keys;

    RequestBodies(SecretKeys keys) {
        this.keys = keys;
    }

    /** A body, or why there is none. */
    sealed interface Body {

        record Ready(Manifest manifest) implements Body {}

        /** It is encrypted and cannot be opened; the text says why and what to do. */
        record Unsealable(String why) implements Body {}
    }

    /**
     * The body to send.
     *
     * @param planned what the plan says; its values may be sealed, and it may carry documents of SOPS
     */
    Body of(Map<String, @Nullable Object> planned) {
        Manifest body = new Manifest(planned);
        boolean sealed = SecretUnsealer.isSealed(body);
        boolean carries = SopsSecret.is(body);
        if ((sealed || carries) && !StoredSecret.is(body)) {
            return new Body.Unsealable(
                    "it has values that are sealed or encrypted with SOPS, and is no v1 Secret: nothing else is opened. Put"
                            + " them into a Secret");
        }
        if (sealed && keys.unsealer() == null) {
            return new Body.Unsealable(
                    "it is sealed, and this applier has no key; give it the installation's private key");
        }
        if (carries && keys.identities() == null) {
            return new Body.Unsealable(
                    "it is encrypted with SOPS, and this applier has no folder of age identities; set"
                            + " keelstream.sops-identities");
        }
        try {
            Manifest unsealed = sealed ? Objects.requireNonNull(keys.unsealer()).unseal(body) : body;
            Manifest opened = carries ? SopsSecret.open(unsealed, Objects.requireNonNull(keys.identities())) : unsealed;
            return new Body.Ready(StoredSecret.of(opened));
        } catch (SealException | SopsException unreadable) {
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
