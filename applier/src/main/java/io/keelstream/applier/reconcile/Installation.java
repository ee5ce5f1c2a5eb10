package io.keelstream.applier.reconcile;

import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.messaging.decision.Actors;
import java.util.Map;

/**
 * What holds in the whole installation.
 *
 * @param name its name
 * @param secrets what opens the values of Secrets
 * @param actors who may decide
 * @param releasesAtOnce how many releases run on a cluster at once, by its name; without an entry any number
 */
public record Installation(String name, SecretKeys secrets, Actors actors, Map<String, Integer> releasesAtOnce) {

    public Installation {
        releasesAtOnce = Map.copyOf(releasesAtOnce);
    }

    /** One where any number of releases runs at once. */
    public Installation(String name, SecretKeys secrets, Actors actors) {
        this(name, secrets, actors, Map.of());
    }
}
