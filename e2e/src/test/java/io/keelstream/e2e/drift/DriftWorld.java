package io.keelstream.e2e.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.drift.DriftResolved;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.drift.DriftedField;
import io.keelstream.contracts.drift.DriftedObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.contracts.inventory.InventoryObject.ApplyState;
import io.keelstream.contracts.inventory.InventoryObject.OwnedFields;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Placement;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.drift.reconcile.DetectorWorkers;
import io.keelstream.e2e.cluster.Subresources;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.fault.FaultyPath;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.ClusterSettings.Limits;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.object.StoredSecret;
import io.keelstream.kubernetes.ownership.ApplyEntry;
import io.keelstream.kubernetes.yaml.LocatedManifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.PartitionWorker;
import io.keelstream.planner.mark.Marked;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The detector on a cluster, with the smallest possible applier and no Kafka between. Every object gets the label {@code
 * probe}, by which {@link #assertNotDrifted} knows that the detector has seen all that came before. Used by one thread.
 */
final class DriftWorld implements AutoCloseable {

    private static final String DETECTOR = "drift-detector";
    static final Duration LIMIT = Duration.ofSeconds(30);

    final ClusterClient client;
    final Subresources subresources;
    final MemoryPartition partition = new MemoryPartition();
    private final ClusterClient watched;
    private final MeterRegistry requests = new SimpleMeterRegistry();
    private final Runnable end;
    private final Map<String, Desired> desired = new LinkedHashMap<>();
    private final Map<String, Map<String, Manifest>> bodies = new LinkedHashMap<>();
    private long sequence;
    private Detector detector;

    /** One life of the detector. */
    private record Detector(DetectorWorkers workers, PartitionWorker worker) {

        static Detector start(ClusterClient client, MemoryPartition partition) {
            DetectorWorkers workers = new DetectorWorkers(
                    Map.of("default", client), Traces.off(partition.installation(), DETECTOR), Clock.systemUTC());
            PartitionWorker worker = workers.create(partition);
            worker.loaded();
            return new Detector(workers, worker);
        }

        void end() {
            worker.close();
            workers.close();
        }
    }

    private DriftWorld(Path direct, Path watched, Limits limits, Runnable end) {
        this.client = Clusters.open(ClusterSettings.of("default", direct), new SimpleMeterRegistry());
        this.watched = Clusters.open(ClusterSettings.of("default", watched).withLimits(limits), requests);
        this.subresources = Subresources.of(direct);
        this.end = end;
        this.detector = Detector.start(this.watched, partition);
    }

    /** A world on a cluster of its own. */
    static DriftWorld start() {
        TestCluster cluster = TestCluster.start();
        cluster.grantSecrets();
        cluster.grantKinds("kinds.example.com");
        return new DriftWorld(cluster.kubeconfig(), cluster.access(DETECTOR), Limits.DEFAULT, cluster::close);
    }

    /** A world whose detector meets what goes wrong on its way to the cluster; both are closed with it. */
    static DriftWorld behind(FaultyPath path, TestCluster cluster, Limits limits) {
        return new DriftWorld(cluster.kubeconfig(), path.access(DETECTOR), limits, () -> {
            path.close();
            cluster.close();
        });
    }

    /** The detector dies; records stay. */
    void stopDetector() {
        detector.end();
    }

    /** A new detector takes over. */
    void startDetector() {
        detector = Detector.start(watched, partition);
    }

    /** Applies objects as a target of the namespace, and records what the server returned. */
    void release(String namespace, TargetPolicy policy, String... documents) {
        desire(namespace, policy, documents);
        correct(namespace);
    }

    /** The same, but the detector hears of the release only so much later than it sees what the release did. */
    void releaseToldLate(String namespace, TargetPolicy policy, Duration late, String... documents)
            throws InterruptedException {
        desire(namespace, policy, documents);
        String target = target(namespace);
        detector.worker().changed(Topic.DESIRED, target);
        List<InventoryObject> objects = applyAll(target);
        Thread.sleep(late);
        write(target, objects, null);
    }

    private void desire(String namespace, TargetPolicy policy, String... documents) {
        String target = target(namespace);
        client.create(
                manifest("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}"), "test", false);
        List<DesiredObject> objects = new ArrayList<>();
        Map<String, Manifest> marked = new LinkedHashMap<>();
        for (String document : documents) {
            Manifest manifest = manifest(document).copy();
            child(child(manifest.tree(), "metadata"), "labels").put("probe", "ours");
            ObjectReference reference = place(manifest, namespace);
            objects.add(new DesiredObject(
                    reference.toString(),
                    ObjectDigest.of(manifest),
                    new DesiredObject.Origin("c0ffee", null, null, null),
                    false,
                    manifest.tree()));
            marked.put(
                    reference.toString(),
                    StoredSecret.of(Marked.of(manifest, reference, 0, "acme/" + target, "c0ffee")
                            .body()));
        }
        Desired bundle = new Desired(
                false,
                new Revision("infra", "refs/heads/main", "c0ffee", "A", "Change", Instant.EPOCH),
                new Desired.Settings("default", namespace, policy, ObjectDigest.of(policy.toString()), Map.of()),
                ObjectDigest.of(objects.stream().map(DesiredObject::digest).toList()),
                objects,
                List.of(),
                List.of());
        desired.put(target, bundle);
        bodies.put(target, marked);
        partition.put(Topic.DESIRED, target, bundle);
    }

    /** Applies everything again, as a release does: meanwhile the inventory says that one runs. */
    void correct(String namespace) {
        String target = target(namespace);
        write(target, List.of(), new Inventory.RunningRelease("d", "p", "b", List.of()));
        write(target, applyAll(target), null);
    }

    private List<InventoryObject> applyAll(String target) {
        List<InventoryObject> objects = new ArrayList<>();
        for (DesiredObject object : bundle(target).objects()) {
            Manifest answer = client.apply(
                            body(target, object.reference()), new ApplyOptions("keelstream", true, false))
                    .orThrow();
            ApplyEntry owned = ApplyEntry.of(answer);
            assertThat(owned).isNotNull();
            objects.add(new InventoryObject(
                    object.reference(),
                    answer.apiVersion(),
                    0,
                    null,
                    new ApplyState(answer.uid(), object.digest(), false, false, null),
                    new OwnedFields(owned.fieldsV1(), owned.time())));
        }
        return objects;
    }

    InventoryObject applied(String namespace, String reference) {
        return inventory(target(namespace)).objects().stream()
                .filter(each -> each.reference().equals(reference))
                .findFirst()
                .orElseThrow();
    }

    /** The object as we apply it. */
    Manifest body(String target, String reference) {
        return Objects.requireNonNull(Objects.requireNonNull(bodies.get(target)).get(reference));
    }

    Desired bundle(String target) {
        return Objects.requireNonNull(desired.get(target));
    }

    /** A manual JSON merge patch, written as a YAML flow mapping. */
    void patch(String reference, String manager, String flow) {
        Map<String, @Nullable Object> patch = manifest("{apiVersion: v1, kind: Patch, " + flow.substring(1))
                .copy()
                .tree();
        patch.keySet().removeAll(Set.of("apiVersion", "kind"));
        client.patch(ObjectReference.parse(reference), "application/merge-patch+json", patch, manager)
                .orThrow();
    }

    /** A forced server-side apply of another manager. */
    void apply(String manager, String yaml) {
        client.apply(manifest(yaml), new ApplyOptions(manager, true, false)).orThrow();
    }

    Manifest live(String reference) {
        return client.get(ObjectReference.parse(reference)).orThrow();
    }

    /** What has drifted of the namespace's target, by reference. */
    Map<String, DriftedObject> drift(String namespace) {
        return state(namespace).objects().stream().collect(Collectors.toMap(DriftedObject::reference, each -> each));
    }

    /** Why each drift of the namespace's target ended, in the order in which that was reported. */
    List<DriftResolved.Cause> ends(String namespace) {
        return partition.written().stream()
                .filter(fact -> fact.key().equals(target(namespace)))
                .map(Fact::payload)
                .filter(DriftResolved.class::isInstance)
                .flatMap(end -> ((DriftResolved) end).objects().stream())
                .map(DriftResolved.ResolvedObject::cause)
                .toList();
    }

    /** Why the namespace's target, or a part of it, cannot be judged. */
    List<Problem> problems(String namespace) {
        return state(namespace).problems();
    }

    private DriftState state(String namespace) {
        return partition.table(Topic.DRIFTED, DriftState.class).get(target(namespace))
                        instanceof Entry.Present<DriftState> present
                ? present.received().payload()
                : DriftState.NONE;
    }

    /** Waits for the object's drift to be exactly of these paths. */
    DriftedObject awaitDrift(String namespace, String reference, String... paths) {
        await().alias(reference + " drifts at " + List.of(paths))
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    assertThat(drift(namespace)).containsKey(reference);
                    assertThat(paths(drift(namespace).get(reference))).isEqualTo(new TreeSet<>(Set.of(paths)));
                });
        return Objects.requireNonNull(drift(namespace).get(reference));
    }

    void awaitNoDrift(String namespace) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(drift(namespace)).isEmpty());
    }

    /** That nothing that happened to the object so far is drift: a change that is one is reported alone. */
    void assertNotDrifted(String namespace, String reference) {
        assertThat(drift(namespace)).doesNotContainKey(reference);
        patch(reference, "prober", "{metadata: {labels: {probe: theirs}}}");
        awaitDrift(namespace, reference, "/metadata/labels/probe");
    }

    static String target(String namespace) {
        return "production/" + namespace;
    }

    static Manifest manifest(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8)).orThrow().stream()
                        .map(LocatedManifest::manifest)
                        .findFirst()
                        .orElseThrow();
    }

    @Override
    public void close() {
        stopDetector();
        watched.close();
        client.close();
        end.run();
    }

    /** How many requests of the verb ({@code get, list, watch}; empty for any) the detector has sent so far. */
    long requests(String verb) {
        Search sent = requests.find("keelstream.cluster.requests");
        return (verb.isEmpty() ? sent : sent.tag("verb", verb))
                .timers().stream().mapToLong(Timer::count).sum();
    }

    private Inventory inventory(String target) {
        return partition.table(Topic.INVENTORY, Inventory.class).get(target) instanceof Entry.Present<Inventory> present
                ? present.received().payload()
                : Inventory.empty(new Placement("default", null, ""));
    }

    private void write(String target, List<InventoryObject> objects, Inventory.@Nullable RunningRelease running) {
        Desired bundle = bundle(target);
        partition.put(
                Topic.INVENTORY,
                target,
                new Inventory(
                        ++sequence,
                        new Placement("default", "uid", bundle.namespace()),
                        running == null ? objects : inventory(target).objects(),
                        running,
                        new Inventory.Applied(bundle.bundleDigest(), bundle.revision(), bundle.revision()),
                        Inventory.History.NONE,
                        List.of()));
        detector.worker().changed(Topic.INVENTORY, target);
    }

    private ObjectReference place(Manifest manifest, String namespace) {
        boolean namespaced = client.discovery().find(manifest.apiVersion(), manifest.kind())
                        instanceof ApiResult.Ok<ResourceType>(ResourceType type)
                && type.namespaced();
        return manifest.reference().inNamespace(namespaced ? namespace : "");
    }

    private static Set<String> paths(DriftedObject object) {
        return object.fields().stream().map(DriftedField::path).collect(Collectors.toCollection(TreeSet::new));
    }

    static Map<String, @Nullable Object> child(Map<String, @Nullable Object> parent, String key) {
        return Manifest.map(parent.computeIfAbsent(key, same -> new LinkedHashMap<String, @Nullable Object>()));
    }
}
