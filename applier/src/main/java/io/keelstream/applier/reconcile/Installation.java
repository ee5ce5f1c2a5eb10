package io.keelstream.applier.reconcile;

import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.messaging.decision.Actors;
import org.jspecify.annotations.Nullable;

/**
 * What holds in the whole installation.
 *
 * @param name its name
 * @param unsealer opens sealed Secrets; null where the installation has no sealing keys
 * @param actors who may decide
 */
public record Installation(String name, @Nullable SecretUnsealer unsealer, Actors actors) {}
