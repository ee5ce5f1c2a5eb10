package io.keelstream.contracts.targets;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public read model of one target: what it shall be, what it is, how it is, and what it waits for.
 *
 * @param target the target's own name
 * @param application the application's name
 * @param cluster the cluster's name
 * @param namespace default namespace
 * @param desired the newest commit that changed the bundle; null before the first
 * @param applied the commit that is applied completely; null before the first
 * @param health worst health of its objects: Unknown, Degraded, Missing, Progressing, Suspended or Healthy
 * @param since when health or the applied commit changed last
 * @param waitingFor one line for people: what has to happen next; empty when nothing has to
 * @param deploymentId the running or last deployment; null before the first
 * @param running whether a release runs now
 * @param lastOutcome outcome of the last finished deployment; null before the first
 * @param objects number of managed objects
 * @param conditions stable facts about the target, e.g. {@code Held}, {@code ClusterReplaced}
 * @param unhealthy the objects that are not healthy, at most 50
 */
public record TargetState(
        String target,
        String application,
        String cluster,
        String namespace,
        @Nullable Revision desired,
        @Nullable Revision applied,
        String health,
        Instant since,
        String waitingFor,
        @Nullable String deploymentId,
        boolean running,
        @Nullable String lastOutcome,
        int objects,
        List<Problem> conditions,
        List<ObjectHealth> unhealthy) {

    public TargetState {
        conditions = List.copyOf(conditions);
        unhealthy = List.copyOf(unhealthy);
    }

    /**
     * One object that is not healthy.
     *
     * @param reference {@code Kind.group/namespace/name}
     * @param health its health
     * @param message why
     */
    public record ObjectHealth(String reference, String health, String message) {}
}
