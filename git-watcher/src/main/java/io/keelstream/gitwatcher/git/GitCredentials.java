package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.credential.CredentialHelper;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How to authenticate with a repository. No text form shows a secret. */
public sealed interface GitCredentials {

    /** No authentication, or a local folder. */
    record None() implements GitCredentials {}

    /** HTTPS with a user and a password, or with a token as the password. */
    record Basic(String user, String password) implements GitCredentials {
        @Override
        public String toString() {
            return "Basic[" + user + "]";
        }
    }

    /** HTTPS with what a helper issues. */
    record Exec(CredentialHelper helper) implements GitCredentials {}

    /**
     * SSH with a key.
     *
     * @param key file of the private key
     * @param knownHosts file of the host keys that are trusted; no other host is
     * @param passphrase of the key; null where it has none
     */
    record SshKey(Path key, Path knownHosts, @Nullable String passphrase) implements GitCredentials {
        @Override
        public String toString() {
            return "SshKey[" + key + "]";
        }
    }
}
