package io.keelstream.applier.live;

import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one live object. Small on purpose: the whole object is kept only while its health may change with
 * time alone, that is while it is not healthy.
 *
 * @param owner our owner mark; empty without one
 * @param uid the server's uid
 * @param version its resourceVersion, which grows with every write of the cluster
 * @param health health when it was seen
 * @param holdUntil end of a hold; null without one
 * @param handedOver the scaler owns what we handed over and the hand-over entry may go
 * @param manifest the object while it is not healthy; null otherwise
 */
record LiveObject(
        String owner,
        String uid,
        long version,
        HealthStatus health,
        @Nullable Instant holdUntil,
        boolean handedOver,
        @Nullable Manifest manifest) {}
