package io.keelstream.applier.reconcile;

import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.messaging.decision.Actors;

/**
 * What holds in the whole installation.
 *
 * @param name its name
 * @param secrets what opens the values of Secrets
 * @param actors who may decide
 */
public record Installation(String name, SecretKeys secrets, Actors actors) {}
