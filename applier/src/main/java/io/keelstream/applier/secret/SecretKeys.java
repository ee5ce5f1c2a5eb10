package io.keelstream.applier.secret;

import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.sops.AgeIdentities;
import org.jspecify.annotations.Nullable;

/**
 * What this process opens values of Secrets with; no other service has it.
 *
 * @param unsealer opens what the installation sealed; null where it seals nothing
 * @param identities open documents of SOPS; null where the installation has none
 */
public record SecretKeys(
        @Nullable SecretUnsealer unsealer, @Nullable AgeIdentities identities) {}
