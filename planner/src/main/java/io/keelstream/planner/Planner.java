package io.keelstream.planner;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.messaging.table.TailedTable;
import io.keelstream.planner.dependency.OtherTargets;
import io.keelstream.planner.reconcile.ApplicationRequests;
import io.keelstream.planner.reconcile.ClusterViews;
import io.keelstream.planner.reconcile.PlannerWorkers;
import io.keelstream.planner.reconcile.PublishedTargets;
import io.keelstream.planner.reconcile.TargetPlannerSettings;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The planner as one thing that starts and stops: used by the service of its own and by the process that runs all
 * services. The clients of the clusters stay the caller's; they are needed until {@link #stop} returned. Thread-safe.
 */
public final class Planner implements Service {

    /** The service's name: its consumer group, and its name in events. */
    public static final String SERVICE = "planner";

    private final Map<String, ClusterClient> clusters;
    private final TargetPlannerSettings settings;
    private final String installation;
    private final KafkaSettings kafka;
    private final MeterRegistry meters;
    private final Traces traces;

    /** What a target depends on may be on any partition. */
    private final TailedTable<TargetState> targets;

    private final OtherTargets others;
    private @Nullable ClusterViews views;
    private @Nullable ServiceRunner runner;

    /**
     * @param installation the installation's name
     * @param clusters the installation's clusters by name
     * @param settings how targets are planned
     * @param kafka how to reach Kafka
     * @param meters where the figures go
     * @param traces where spans go
     */
    public Planner(
            String installation,
            Map<String, ClusterClient> clusters,
            TargetPlannerSettings settings,
            KafkaSettings kafka,
            MeterRegistry meters,
            Traces traces) {
        this.installation = installation;
        this.clusters = Map.copyOf(clusters);
        this.settings = settings;
        this.kafka = kafka;
        this.meters = meters;
        this.traces = traces;
        this.targets = new TailedTable<>(kafka, Topic.TARGET, TargetState.class, this::changed);
        this.others = new OtherTargets(new PublishedTargets(targets::table, targets::current));
    }

    private void changed(String target) {
        others.changed(target);
    }

    @Override
    public String name() {
        return SERVICE;
    }

    /**
     * Watches the clusters and joins the consumer group; returns before anything is loaded.
     *
     * @throws io.keelstream.messaging.service.StartRefusedException when Kafka is not set up as needed
     */
    @Override
    public synchronized void start() {
        if (runner != null) {
            return;
        }
        ClusterViews opened = new ClusterViews(clusters);
        ApplicationRequests requests =
                new ApplicationRequests(meters, settings.rules().cost().nodes());
        ServiceRunner created = new ServiceRunner(
                ServiceInputs.of(Account.PLANNER, installation),
                kafka,
                new PlannerWorkers(opened, settings, requests, others, traces, Clock.systemUTC()),
                meters,
                List.of(targets),
                () -> {});
        try {
            created.start();
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        views = opened;
        runner = created;
    }

    /** Stops planning and leaves the group; idempotent. */
    @Override
    public synchronized void stop(Duration limit) {
        if (runner != null) {
            runner.stop(limit);
            runner = null;
        }
        if (views != null) {
            views.close();
            views = null;
        }
    }

    @Override
    public synchronized boolean ready() {
        return runner != null && runner.ready();
    }

    @Override
    public synchronized boolean ownsAll() {
        return runner != null && runner.ownsAll();
    }

    @Override
    public synchronized boolean live() {
        return runner == null || runner.live();
    }

    @Override
    public synchronized List<String> problems() {
        return runner == null ? List.of("the planner is not started") : runner.problems();
    }
}
