package io.keelstream.applier.phase;

import io.keelstream.applier.diagnosis.Diagnosis;
import io.keelstream.applier.live.ClusterAccess;
import io.keelstream.applier.live.LiveObjects;
import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.applier.write.ObjectWriter;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.ownership.OwnerMark;
import java.time.Clock;

/**
 * What a running release works with.
 *
 * @param client the cluster itself, for what no watch shows; it writes nothing once the partition is lost
 * @param live the cluster as the watches show it
 * @param writer writes and deletes objects
 * @param diagnosis explains and frees workloads that do not become healthy
 * @param orders what the release has to do
 * @param pace how long a trial gives a router
 * @param clock time
 */
public record ReleaseContext(
        ClusterClient client,
        LiveObjects live,
        ObjectWriter writer,
        Diagnosis diagnosis,
        Orders orders,
        TrialPace pace,
        Clock clock) {

    /**
     * On a cluster.
     *
     * @param cluster its client is guarded: it writes nothing once the partition is lost
     * @param owner the target's owner mark
     * @param secrets what opens the values of Secrets
     */
    public static ReleaseContext on(
            ClusterAccess cluster, OwnerMark owner, SecretKeys secrets, Orders orders, TrialPace pace, Clock clock) {
        return new ReleaseContext(
                cluster.client(),
                cluster.live(),
                new ObjectWriter(cluster.client(), cluster.live(), owner, secrets, clock),
                new Diagnosis(cluster.client(), clock),
                orders,
                pace,
                clock);
    }
}
