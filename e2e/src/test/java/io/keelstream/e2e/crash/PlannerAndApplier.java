package io.keelstream.e2e.crash;

import io.keelstream.applier.live.KubernetesAssessment;
import io.keelstream.applier.reconcile.Installation;
import io.keelstream.applier.reconcile.PartitionWorkers;
import io.keelstream.applier.reconcile.Telemetry;
import io.keelstream.applier.report.DeploymentMeters;
import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.planner.dependency.OtherTargets;
import io.keelstream.planner.dryrun.DryRunSettings;
import io.keelstream.planner.reconcile.ApplicationRequests;
import io.keelstream.planner.reconcile.ClusterViews;
import io.keelstream.planner.reconcile.PlannerWorkers;
import io.keelstream.planner.reconcile.PublishedTargets;
import io.keelstream.planner.reconcile.TargetPlannerSettings;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.testing.partition.MortalPartition;
import io.keelstream.testing.partition.MortalPartition.Fate;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One life of the planner and the applier on a cluster, with records in memory in place of Kafka. They hear of each other's
 * records and of those that are put. Both die together. Used by one thread.
 */
public final class PlannerAndApplier implements AutoCloseable {

    private final ClusterClient asPlanner;
    private final ClusterClient asApplier;
    private final MortalPartition planning;
    private final MortalPartition applying;
    private final ClusterViews views;
    private final PartitionWorkers appliers;
    private volatile @Nullable PartitionWorker planner;
    private volatile @Nullable PartitionWorker applier;

    /**
     * Begins a life: everything that is recorded is looked at.
     *
     * @param access the cluster, named {@code default}: a kubeconfig, or a folder with one for each of the two
     * @param records what earlier lives left
     * @param fate when this life ends
     */
    public PlannerAndApplier(Path access, MemoryPartition records, Fate fate) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        this.asPlanner = open(TestCluster.access(access, "planner"));
        this.asApplier = Files.isDirectory(access) ? open(TestCluster.access(access, "applier")) : asPlanner;
        this.planning = new MortalPartition(records, fate, this::tell);
        this.applying = new MortalPartition(records, fate, this::tell);
        var survey = DryRunSettings.withKey(new byte[32]);
        this.views = new ClusterViews(Map.of("default", asPlanner));
        this.appliers = new PartitionWorkers(
                new Installation(records.installation(), new SecretKeys(null, null), Actors.NONE),
                cluster -> new KubernetesAssessment(cluster, CustomHealth.NONE),
                Map.of("default", asApplier),
                new Telemetry(new DeploymentMeters(meters), Traces.off(records.installation(), "applier")),
                Clock.systemUTC());
        PartitionWorker plans = new PlannerWorkers(
                        views,
                        TargetPlannerSettings.of(survey, Actors.NONE),
                        new ApplicationRequests(meters, 1),
                        new OtherTargets(
                                new PublishedTargets(() -> records.table(Topic.TARGET, TargetState.class), () -> true)),
                        Traces.off(records.installation(), "planner"),
                        Clock.systemUTC())
                .create(planning);
        PartitionWorker applies = appliers.create(applying);
        this.planner = plans;
        this.applier = applies;
        plans.loaded();
        applies.loaded();
    }

    private static ClusterClient open(Path kubeconfig) {
        return Clusters.open(ClusterSettings.of("default", kubeconfig), new SimpleMeterRegistry());
    }

    /** Whether one of them died. */
    public boolean dead() {
        return planning.dead() || applying.dead();
    }

    /** A record of another service arrived. */
    public void changed(Topic topic, String key) {
        PartitionWorker plans = planner;
        PartitionWorker applies = applier;
        String target = Topic.subject(key);
        if (plans != null && (topic == Topic.DESIRED || topic == Topic.INVENTORY || topic == Topic.DECISION)) {
            plans.changed(topic, target);
        }
        if (applies != null && (topic == Topic.DESIRED || topic == Topic.PLAN || topic == Topic.DECISION)) {
            applies.changed(topic, target);
        }
    }

    private void tell(Fact fact) {
        changed(fact.topic(), fact.key());
    }

    @Override
    public void close() {
        Objects.requireNonNull(planner).close();
        Objects.requireNonNull(applier).close();
        appliers.close();
        views.close();
        Stream.of(asPlanner, asApplier).distinct().forEach(ClusterClient::close);
    }
}
