package io.keelstream.gitwatcher.bundle;

import io.keelstream.kubernetes.seal.SecretSealer;

/** What the installation does with Secrets that are in Git in plain text. */
public sealed interface SecretRule {

    /** They are rejected: the default. */
    record Refuse() implements SecretRule {}

    /** They stay as they are: for offline tools, whose output only reaches users who have the files. */
    record Keep() implements SecretRule {}

    /**
     * They are sealed to the applier before they leave this process.
     *
     * @param sealer seals to the applier's recipient
     * @param key the installation's key for digests of Secrets
     */
    record Seal(SecretSealer sealer, DigestKey key) implements SecretRule {}
}
