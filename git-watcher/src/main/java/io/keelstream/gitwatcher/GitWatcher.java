package io.keelstream.gitwatcher;

import io.keelstream.contracts.access.Account;
import io.keelstream.contracts.cluster.ClusterState;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.evaluation.CommitEvaluator;
import io.keelstream.gitwatcher.evaluation.EvaluationSettings;
import io.keelstream.gitwatcher.evaluation.RefClaims;
import io.keelstream.gitwatcher.evaluation.RenderPool;
import io.keelstream.gitwatcher.fetch.SourceStore;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.KnownClusters;
import io.keelstream.gitwatcher.watch.ClaimRegistry;
import io.keelstream.gitwatcher.watch.HeadKeys;
import io.keelstream.gitwatcher.watch.RefPartitions;
import io.keelstream.gitwatcher.watch.RefWakes;
import io.keelstream.gitwatcher.watch.Storage;
import io.keelstream.gitwatcher.webhook.WebhookReceiver;
import io.keelstream.gitwatcher.webhook.Webhooks;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.ServiceInputs;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.service.Service;
import io.keelstream.messaging.service.ServiceRunner;
import io.keelstream.messaging.table.TailedTable;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that keeps desired state equal to Git: it watches the refs of the partitions it owns and publishes a bundle
 * per target. Thread-safe; started and stopped once.
 */
public final class GitWatcher implements Service {

    /** The service's name: consumer group, writer of its topics, part of the source of its events. */
    public static final String SERVICE = "git-watcher";

    private static final Logger LOG = LoggerFactory.getLogger(GitWatcher.class);

    private final GitWatcherSettings settings;
    private final ClaimRegistry claims;
    private final RenderPool workers;
    private final SourceStore elsewhere;
    private final Webhooks webhooks;
    private final ServiceRunner runner;

    /** Application names are unique over all refs, so every instance knows what the others claimed. */
    private final TailedTable<Head> heads;

    /** What charts may ask of a cluster, the planners publish. */
    private final TailedTable<ClusterState> clusters;

    /**
     * A watcher that does nothing before {@link #start}.
     *
     * @param settings what to watch
     * @param kafka how to reach Kafka
     * @param meters where metrics go
     * @param traces where spans are exported
     */
    public GitWatcher(GitWatcherSettings settings, KafkaSettings kafka, MeterRegistry meters, Traces traces) {
        this.settings = settings;
        List<RepositorySettings> repositories = settings.sources().repositories();
        this.claims = new ClaimRegistry(
                repositories.stream().map(RepositorySettings::key).collect(Collectors.toSet()));
        this.workers = new RenderPool(Runtime.getRuntime().availableProcessors() + 1);
        CommitEvaluator evaluator = new CommitEvaluator(
                new EvaluationSettings(
                        settings.renderers(),
                        new KnownClusters(
                                new TreeMap<>(settings.clusters().stated()),
                                settings.clusters().answered(),
                                this::published),
                        settings.secrets(),
                        new SealedSecrets(),
                        workers,
                        settings.held()),
                settings.sources().tenants());
        this.elsewhere =
                SourceStore.of(settings.sources().elsewhere(), settings.state().resolve("sources"));
        this.heads = new TailedTable<>(kafka, Topic.HEAD, Head.class, this::learn);
        RefWakes wakes = new RefWakes();
        this.clusters = new TailedTable<>(kafka, Topic.CLUSTER, ClusterState.class, _ -> wakes.wakeAll());
        ServiceInputs inputs = ServiceInputs.of(Account.GIT_WATCHER, settings.installation());
        this.webhooks =
                new Webhooks(settings.sources().webhooks(), repositories, kafka, inputs.source(), meters, wakes::wake);
        this.runner = new ServiceRunner(
                inputs,
                kafka,
                new RefPartitions(
                        repositories,
                        new Storage(settings.state(), elsewhere),
                        evaluator,
                        claims,
                        wakes,
                        traces,
                        Clock.systemUTC()),
                meters,
                repositories.size() > 1 ? List.of(heads, clusters) : List.of(clusters),
                webhooks::close);
    }

    @Override
    public String name() {
        return SERVICE;
    }

    /**
     * Starts to watch; returns before anything is loaded.
     *
     * @throws io.keelstream.messaging.service.StartRefusedException when the broker is not set up as needed
     */
    @Override
    public void start() {
        settings.sources()
                .repositories()
                .forEach(each -> LOG.atInfo()
                        .addKeyValue("repository", each.name())
                        .addKeyValue("url", each.url())
                        .addKeyValue("ref", each.ref())
                        .log("Repository of the installation"));
        runner.start();
        webhooks.start();
    }

    /** What judges the webhooks that reach this instance. */
    public WebhookReceiver webhooks() {
        return webhooks.receiver();
    }

    /** Stops within the limit; what was not written is found again at the next start. Idempotent. */
    @Override
    public void stop(Duration limit) {
        runner.stop(limit);
        elsewhere.close();
        workers.close();
    }

    @Override
    public boolean ready() {
        return runner.ready();
    }

    @Override
    public boolean ownsAll() {
        return runner.ownsAll();
    }

    @Override
    public boolean live() {
        return runner.live();
    }

    @Override
    public List<String> problems() {
        return runner.problems();
    }

    private Map<String, ClusterFacts> published() {
        Map<String, ClusterFacts> published = new HashMap<>();
        settings.clusters().stated().keySet().forEach(name -> {
            if (clusters.table().get(name) instanceof Entry.Present<ClusterState> present) {
                published.put(name, ClusterFacts.of(present.received().payload()));
            }
        });
        return published;
    }

    private void learn(String key) {
        String application = HeadKeys.applicationOf(key);
        if (!application.isEmpty()
                && heads.table().get(key) instanceof Entry.Present<Head> present
                && present.received().payload().application() != null) {
            boolean active = RefClaims.isActive(present.received().payload().application());
            claims.learn(HeadKeys.refOf(key), application, active);
        }
    }
}
