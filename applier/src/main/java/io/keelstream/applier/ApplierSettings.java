package io.keelstream.applier;

import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.messaging.decision.Actors;
import java.util.Map;

/**
 * Everything an {@link Applier} is made of, beside Kafka.
 *
 * @param installation the installation's name
 * @param clusters clients by cluster name; they stay open when the applier stops
 * @param secrets what opens the values of Secrets
 * @param checks the installation's own health checks
 * @param actors who may decide
 * @param releasesAtOnce how many releases run on a cluster at once, by its name; without an entry any number
 */
public record ApplierSettings(
        String installation,
        Map<String, ClusterClient> clusters,
        SecretKeys secrets,
        CustomHealth checks,
        Actors actors,
        Map<String, Integer> releasesAtOnce) {

    public ApplierSettings {
        clusters = Map.copyOf(clusters);
        releasesAtOnce = Map.copyOf(releasesAtOnce);
    }
}
