package io.keelstream.gitwatcher.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a helper issued. Its text form shows no secret.
 *
 * @param user the user; empty for a token
 * @param secret the password or token
 * @param expires when it is no longer valid; null where the helper does not say
 */
public record Issued(String user, String secret, @Nullable Instant expires) {

    /** Whether it is a token without a user. */
    public boolean isToken() {
        return user.isEmpty();
    }

    @Override
    public String toString() {
        return "Issued[" + user + ", " + expires + "]";
    }
}
