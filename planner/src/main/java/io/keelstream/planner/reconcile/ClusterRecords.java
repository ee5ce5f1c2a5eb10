package io.keelstream.planner.reconcile;

import io.keelstream.contracts.cluster.ClusterState;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.messaging.event.EventContext;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.topic.Partitions;
import io.keelstream.messaging.work.KeyedWork;
import io.keelstream.planner.cluster.ClusterFacts;
import io.keelstream.planner.cluster.ClusterView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the records of the clusters whose names belong to one partition: what each serves. A record is written when that changed, and never
 * while the cluster is away. The server says when custom kinds change, and nobody when it was upgraded: it is asked now and then. The record
 * of a cluster that the installation no longer has is deleted. Thread-safe.
 */
final class ClusterRecords implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterRecords.class);

    /** How often a cluster is asked of which nothing is heard: three small requests. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    /** How long after its definition a kind is served, and how long several changes are one. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final OwnedPartition partition;
    private final ClusterViews clusters;
    private final Clock clock;
    private final KeyedWork work;
    private volatile boolean loaded;

    ClusterRecords(OwnedPartition partition, ClusterViews clusters, Clock clock) {
        this.partition = partition;
        this.clusters = clusters;
        this.clock = clock;
        this.work = new KeyedWork("planner-clusters-" + partition.number(), 1, clock, this::look);
    }

    /** The partition's own records are known: from now on the clusters are looked at. */
    void loaded() {
        loaded = true;
        wakeAll();
        partition.table(Topic.CLUSTER, ClusterState.class).keys().stream()
                .filter(name -> owns(name) && !clusters.names().contains(name))
                .forEach(work::wake);
    }

    /** Looks at every cluster of the partition soon. */
    void wakeAll() {
        if (loaded) {
            owned().forEach(work::wake);
        }
    }

    /** The clusters of the partition. */
    Set<String> owned() {
        return clusters.names().stream().filter(this::owns).collect(Collectors.toSet());
    }

    /** The kinds of a cluster may have changed. */
    void changed(String cluster) {
        if (loaded && owns(cluster)) {
            work.wakeAt(cluster, clock.instant().plus(SETTLED));
        }
    }

    private boolean owns(String cluster) {
        return Partitions.of(cluster, partition.partitions()) == partition.number();
    }

    /** One look; a cluster that is away is looked at when it answers again. */
    void look(String name) {
        if (!clusters.names().contains(name)) {
            forget(name);
            return;
        }
        work.wakeAt(name, clock.instant().plus(LOOK_AGAIN));
        ClusterView cluster = clusters.get(name);
        String uid = cluster == null || cluster.downSince() != null ? null : cluster.uid();
        if (cluster == null || uid == null) {
            return;
        }
        ClusterState before = recorded(name);
        if (ClusterFacts.of(cluster.client(), uid, before) instanceof ApiResult.Ok<ClusterState>(ClusterState now)
                && !now.equals(before)) {
            partition
                    .writer()
                    .writeAndWait(
                            List.of(Fact.of(EventType.CLUSTER_CHANGED, name, now, EventContext.at(clock.instant()))));
            LOG.atInfo()
                    .addKeyValue("cluster", name)
                    .addKeyValue("version", now.minorVersion())
                    .addKeyValue("apis", now.apis().size())
                    .log("A cluster serves something else than before");
        }
    }

    private void forget(String name) {
        partition
                .writer()
                .writeAndWait(
                        List.of(Fact.tombstone(EventType.CLUSTER_CHANGED, name, EventContext.at(clock.instant()))));
        LOG.atInfo()
                .addKeyValue("cluster", name)
                .log("The installation no longer has a cluster; its record is deleted");
    }

    private @Nullable ClusterState recorded(String cluster) {
        return partition.table(Topic.CLUSTER, ClusterState.class).get(cluster)
                        instanceof Entry.Present<ClusterState>(Received<ClusterState> received)
                ? received.payload()
                : null;
    }

    @Override
    public void close() {
        work.close();
    }
}
