package io.keelstream.contracts.desired;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rendered object.
 *
 * @param reference {@code Kind.group/namespace/name}; the namespace is the target's where the manifest names none and the
 *     kind is not known to be cluster-scoped
 * @param digest digest of the rendered body; an HMAC for Secrets
 * @param commit the commit at which this object's digest changed last
 * @param movedFrom the target that this object left for this one; null without a move
 * @param generatedName the name without its content hash where a generator made one; null otherwise
 * @param file where it was written, for messages; path inside the repository
 * @param sealed whether the values of {@code data} and {@code stringData} are sealed to the applier's key
 * @param body the object
 */
public record DesiredObject(
        String reference,
        String digest,
        String commit,
        @Nullable String movedFrom,
        @Nullable String generatedName,
        @Nullable String file,
        boolean sealed,
        Map<String, @Nullable Object> body) {

    /** Names the object, not its body. */
    @Override
    public String toString() {
        return "DesiredObject[" + reference + " " + digest + "]";
    }
}
