package io.keelstream.contracts.desired;

import io.keelstream.contracts.event.Inline;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rendered object.
 *
 * @param reference {@code Kind.group/namespace/name}; the namespace is the target's where the manifest names none and the
 *     kind is not known to be cluster-scoped
 * @param digest digest of the rendered body; an HMAC for Secrets
 * @param origin where it comes from
 * @param sealed whether the values of {@code data} and {@code stringData} are sealed to the applier's key
 * @param body the object
 */
public record DesiredObject(
        String reference, String digest, @Inline Origin origin, boolean sealed, Map<String, @Nullable Object> body) {

    /**
     * Where an object comes from.
     *
     * @param commit the commit at which the object's digest changed last
     * @param movedFrom the target that the object left for this one; null without a move
     * @param generatedName the name without its content hash where a generator made one; null otherwise
     * @param file where it was written, for messages; path inside the repository
     */
    public record Origin(
            String commit,
            @Nullable String movedFrom,
            @Nullable String generatedName,
            @Nullable String file) {}

    /** The commit at which its digest changed last. */
    public String commit() {
        return origin.commit();
    }

    /** The target that it left for this one; null without a move. */
    public @Nullable String movedFrom() {
        return origin.movedFrom();
    }

    /** The name without its content hash; null where no generator made one. */
    public @Nullable String generatedName() {
        return origin.generatedName();
    }

    /** Where it was written. */
    public @Nullable String file() {
        return origin.file();
    }

    /** Names the object, not its body. */
    @Override
    public String toString() {
        return "DesiredObject[" + reference + " " + digest + "]";
    }
}
