package io.keelstream.applier.live;

import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;

/**
 * Judges by the health table and the installation's own checks. An object applied within the last hour is judged as a wave
 * does, an older one for good.
 */
public final class KubernetesAssessment implements Assessment {

    private static final Duration STANDING = Duration.ofHours(1);

    private final ClusterFacts facts;
    private final CustomHealth custom;

    /** @param custom the installation's own checks */
    public KubernetesAssessment(ClusterClient client, CustomHealth custom) {
        this.facts = new ClusterFacts(client);
        this.custom = custom;
    }

    @Override
    public HealthStatus of(Manifest object, Expectation expectation, Instant now) {
        boolean standing = Duration.between(expectation.appliedAt(), now).compareTo(STANDING) > 0;
        boolean silent = object.status().isEmpty();
        HealthContext context = new HealthContext(
                now,
                expectation.appliedAt(),
                standing,
                expectation.ingressRequireAddress(),
                facts.waitsForConsumer(object),
                silent && facts.statusExpected(object));
        return HealthAssessment.of(object, context, custom);
    }

    /** An autoscaler turns degraded with time alone when its metrics never come. */
    @Override
    public boolean settled(Manifest object, HealthStatus health) {
        return health.health() == Health.HEALTHY && !object.kind().equals("HorizontalPodAutoscaler");
    }
}
