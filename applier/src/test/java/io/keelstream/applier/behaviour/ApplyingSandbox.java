package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.applier.live.KubernetesAssessment;
import io.keelstream.applier.phase.TrialPace;
import io.keelstream.applier.reconcile.Installation;
import io.keelstream.applier.reconcile.PartitionWorkers;
import io.keelstream.applier.reconcile.Telemetry;
import io.keelstream.applier.report.DeploymentMeters;
import io.keelstream.applier.secret.SecretKeys;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.execution.Execution;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.Impersonation;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.sops.AgeIdentities;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.testing.partition.MortalPartition;
import io.keelstream.testing.partition.MortalPartition.Fate;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The applier as it is, on a partition in memory and an API server in this process. Tests write the records of git-watcher
 * and planner, and look at the cluster and at what the applier wrote. Used by one thread.
 */
final class ApplyingSandbox implements AutoCloseable {

    static final String TARGET = "production/shop";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Calls to a server in this process: what takes longer has failed. */
    private static final ClusterSettings.Limits CALLS = new ClusterSettings.Limits(
            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofSeconds(90), 32, 0);

    /** The gateway of these tests answers at once. */
    static final TrialPace PACE = new TrialPace(
            Duration.ofMillis(20),
            Duration.ofMillis(1_500),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofSeconds(3));

    final MemoryPartition partition = new MemoryPartition();
    final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    final ClusterClient client;
    private final HttpClient http = HttpClient.newHttpClient();
    private final SealingKeys sealing = SealingKeys.generate();

    /** The folder of age identities of this applier. */
    final Path identities;

    private final Map<String, Path> kubeconfigs = new HashMap<>();
    private final Actors actors;
    private @Nullable Impersonation impersonation;
    private Map<String, Integer> releasesAtOnce = Map.of();
    private Fate fate = Fate.NONE;
    private Life life;
    private final List<Life> fenced = new ArrayList<>();

    /** @param folder for the kubeconfig */
    ApplyingSandbox(Path folder) {
        this(folder, Actors.NONE);
    }

    /**
     * @param folder for the kubeconfig and the age identities
     * @param actors who may decide
     */
    ApplyingSandbox(Path folder, Actors actors) {
        this.actors = actors;
        this.identities = folder;
        Path kubeconfig = sandbox.writeKubeconfig(folder.resolve("kubeconfig"));
        kubeconfigs.put("default", kubeconfig);
        client = Clusters.open(ClusterSettings.of("default", kubeconfig), new SimpleMeterRegistry());
        create("{apiVersion: v1, kind: Namespace, metadata: {name: " + Planned.NAMESPACE + "}}", "kubectl-create");
        life = new Life();
    }

    /** One process of the applier. */
    private final class Life implements AutoCloseable {

        private final MortalPartition owned = new MortalPartition(partition, fate, fact -> {});
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final Map<String, ClusterClient> own = kubeconfigs.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        cluster -> Clusters.open(
                                ClusterSettings.of(cluster.getKey(), cluster.getValue())
                                        .withLimits(CALLS)
                                        .impersonating(impersonation),
                                meters)));
        private final PartitionWorkers workers = new PartitionWorkers(
                new Installation(
                        partition.installation(),
                        new SecretKeys(new SecretUnsealer(sealing.identity()), new AgeIdentities(identities)),
                        actors,
                        releasesAtOnce),
                cluster -> new KubernetesAssessment(cluster, CustomHealth.NONE),
                own,
                new Telemetry(new DeploymentMeters(meters), Traces.off(partition.installation(), "applier")),
                PACE,
                Clock.systemUTC());
        private final PartitionWorker worker = workers.create(owned);

        private Life() {
            worker.loaded();
        }

        @Override
        public void close() {
            worker.close();
            workers.close();
            own.values().forEach(ClusterClient::close);
        }
    }

    /** How often this process of the applier recorded a time under the name, with the tag. */
    long timed(String name, String tag, String value) {
        return life.meters.get(name).tag(tag, value).timer().count();
    }

    /** Another service writes a record of the target; null takes it away. */
    void put(Topic topic, @Nullable Record record) {
        partition.put(topic, TARGET, record);
        life.worker.changed(topic, TARGET);
    }

    /** Somebody writes a record under a key of the target; null takes it away. */
    void put(Topic topic, String key, @Nullable Record record) {
        partition.put(topic, key, record);
        life.worker.changed(topic, Topic.subject(key));
    }

    /** Git has this commit now. */
    void desire(Planned planned) {
        partition.put(Topic.DESIRED, planned.target(), planned.desired());
        life.worker.changed(Topic.DESIRED, planned.target());
    }

    /** The planner answers with a plan on the inventory of now. */
    void plan(Planned planned) {
        Inventory inventory = partition.read(Topic.INVENTORY, Inventory.class, planned.target());
        long sequence = inventory == null ? 0 : inventory.sequence();
        int attempt = inventory == null || inventory.retry() == null
                ? 0
                : inventory.retry().attempt();
        String cluster = life.own.getOrDefault(planned.cluster(), client).uid().orThrow();
        partition.put(Topic.PLAN, planned.target(), planned.plan(cluster, sequence, attempt));
        life.worker.changed(Topic.PLAN, planned.target());
    }

    /** Git and the planner at once. */
    void push(Planned planned) {
        desire(planned);
        plan(planned);
    }

    /** Git and the planner at once, while no process of the applier runs; one starts then. */
    void pushBeforeTheStart(Planned planned) {
        partition.put(Topic.DESIRED, planned.target(), planned.desired());
        partition.put(
                Topic.PLAN,
                planned.target(),
                planned.plan(client.uid().orThrow(), inventory().sequence(), 0));
        start();
    }

    /** Pushes and waits for the end of the deployment. */
    DeploymentFinished release(Planned planned) {
        push(planned);
        return awaitEnd(planned);
    }

    /** Waits for the end of the deployment of the commit, the last one where there are several. */
    DeploymentFinished awaitEnd(Planned planned) {
        await().until(() -> !finished(planned).isEmpty());
        return finished(planned).getLast();
    }

    List<DeploymentFinished> finished(Planned planned) {
        return events(DeploymentFinished.class)
                .filter(event -> event.deployment().revision().commit().equals(planned.commit())
                        && planned.target()
                                .equals(event.deployment().identity().name().toString()))
                .toList();
    }

    /** Every deployment event in one line each. */
    List<String> story() {
        return partition.written().stream()
                .map(fact -> switch (fact.payload()) {
                    case DeploymentStarted started ->
                        "started " + started.deployment().revision().commit();
                    case DeploymentProgressed progressed -> progressed.message();
                    case DeploymentFinished finished ->
                        finished.outcome() + " "
                                + finished.deployment().revision().commit();
                    case null, default -> "";
                })
                .filter(line -> !line.isEmpty())
                .toList();
    }

    <T extends Record> Stream<T> events(Class<T> type) {
        return partition.written().stream()
                .map(fact -> fact.payload())
                .filter(type::isInstance)
                .map(type::cast);
    }

    ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10));
    }

    Inventory inventory() {
        return Objects.requireNonNull(partition.read(Topic.INVENTORY, Inventory.class, TARGET));
    }

    InventoryObject recorded(String reference) {
        return inventory().objects().stream()
                .filter(object -> object.reference().equals(reference))
                .findFirst()
                .orElseThrow();
    }

    List<String> recorded() {
        return inventory().objects().stream().map(InventoryObject::reference).toList();
    }

    @Nullable
    Execution execution() {
        return partition.read(Topic.EXECUTION, Execution.class, TARGET);
    }

    TargetState state() {
        return Objects.requireNonNull(partition.read(Topic.TARGET, TargetState.class, TARGET));
    }

    boolean published() {
        return partition.read(Topic.TARGET, TargetState.class, TARGET) != null;
    }

    Manifest live(String reference) {
        return client.get(ObjectReference.parse(reference)).orThrow();
    }

    /** Uid of the live object; empty where there is none. */
    String uid(String reference) {
        return switch (client.getMetadata(ObjectReference.parse(reference))) {
            case ApiResult.Ok<Manifest>(Manifest found) -> found.uid();
            case ApiResult.Failed<Manifest>(ApiError error) -> {
                assertThat(error.kind()).as(error.message()).isEqualTo(ApiError.Kind.NOT_FOUND);
                yield "";
            }
        };
    }

    boolean exists(String reference) {
        return !uid(reference).isEmpty();
    }

    /** Waits until nothing more is written for a moment, and says how much is. */
    int awaitQuiet() {
        AtomicInteger written = new AtomicInteger();
        await().during(Duration.ofMillis(300)).until(() -> {
            int now = partition.written().size();
            return written.getAndSet(now) == now;
        });
        return written.get();
    }

    /** A person creates an object, in the target's namespace where it names none. */
    Manifest create(String yaml, String manager) {
        Manifest body = Planned.manifest(yaml);
        if (!body.kind().equals("Namespace")) {
            body.metadata().putIfAbsent("namespace", Planned.NAMESPACE);
        }
        return client.create(body, manager, false).orThrow();
    }

    void patch(String reference, Map<String, ?> patch, String manager) {
        client.patch(ObjectReference.parse(reference), "application/merge-patch+json", patch, manager)
                .orThrow();
    }

    /** A controller writes the status of an object. */
    void status(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(sandbox.url().resolve(path + "/status"))
                .header("Authorization", "Bearer " + sandbox.token())
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** A person adds an annotation; null takes it away. */
    void annotate(String reference, String name, @Nullable String value) {
        Map<String, @Nullable Object> annotations = new HashMap<>();
        annotations.put(name, value);
        patch(reference, Map.of("metadata", Map.of("annotations", annotations)), "kubectl-annotate");
    }

    /** The stuck pods of a workload go on. */
    void unstick(String app) {
        pretend(app, "run");
    }

    /** The pods of a workload behave like that from now on; waits until there are any. */
    void pretend(String app, String behaviour) {
        ResourceType pods = client.discovery().find("v1", "Pod").orThrow();
        await().until(() -> client.list(pods, Planned.NAMESPACE, "app=" + app).orThrow(), found -> !found.isEmpty())
                .forEach(pod -> {
                    ApiResult<Manifest> written = client.patch(
                            pod.reference(),
                            "application/merge-patch+json",
                            Map.of("metadata", Map.of("annotations", Map.of("keelstream.io/pretend", behaviour))),
                            "kubectl-annotate");
                    // One that another one replaces meanwhile is gone.
                    if (!(written instanceof ApiResult.Failed<Manifest>(ApiError error))
                            || error.kind() != ApiError.Kind.NOT_FOUND) {
                        written.orThrow();
                    }
                });
    }

    void delete(String reference) {
        client.delete(ObjectReference.parse(reference), null, false, false).orThrow();
    }

    /** Seals to the applier's key. */
    SecretSealer sealer() {
        return new SecretSealer(sealing.recipient());
    }

    /** Starts another process, which knows one more cluster. */
    void addCluster(String name, Path kubeconfig) {
        kubeconfigs.put(name, kubeconfig);
        restart();
    }

    /** Starts another process, which does not know the cluster; its kubeconfig. */
    Path removeCluster(String name) {
        Path kubeconfig = Objects.requireNonNull(kubeconfigs.remove(name));
        restart();
        return kubeconfig;
    }

    /** Starts another process, whose releases act as these accounts. */
    void impersonate(Impersonation other) {
        impersonation = other;
        restart();
    }

    /** Starts another process, which runs so many releases at once. */
    void releasesAtOnce(int most) {
        releasesAtOnce = Map.of("default", most);
        restart();
    }

    /** When the process that runs next, or now, dies: asked at every transition it writes. */
    void fate(Fate next) {
        fate = next;
        restart();
    }

    /** Whether the process died. */
    boolean dead() {
        return life.owned.dead();
    }

    /** Kills the process, as {@code kill -9} does, and starts another. */
    void restart() {
        kill();
        life = new Life();
    }

    /** Kills the process: it writes nothing more, neither records nor to the cluster. */
    void kill() {
        life.owned.kill();
        life.close();
    }

    /** Starts another process. */
    void start() {
        life = new Life();
    }

    /** Another process gets the partition, as in a rebalance. The one that had it goes on, and may write nothing more. */
    void rebalance() {
        life.owned.kill();
        fenced.add(life);
        life = new Life();
    }

    @Override
    public void close() {
        fenced.forEach(Life::close);
        life.close();
        client.close();
        http.close();
        sandbox.close();
    }
}
