package io.keelstream.applier.live;

import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.time.Instant;

/** Judges by the health table. An object applied within the last hour is judged as a wave does, an older one for good. */
public final class KubernetesAssessment implements Assessment {

    private static final Duration STANDING = Duration.ofHours(1);

    @Override
    public HealthStatus of(Manifest object, Instant appliedAt, Instant now) {
        boolean standing = Duration.between(appliedAt, now).compareTo(STANDING) > 0;
        return HealthAssessment.of(object, new HealthContext(now, appliedAt, standing, false, false, false));
    }

    /** An autoscaler turns degraded with time alone when its metrics never come. */
    @Override
    public boolean settled(Manifest object, HealthStatus health) {
        return health.health() == Health.HEALTHY && !object.kind().equals("HorizontalPodAutoscaler");
    }
}
