package io.keelstream.e2e.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.cli.explain.Explanation;
import io.keelstream.cli.explain.FirstCause;
import io.keelstream.cli.explain.Tables;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Notes;
import io.keelstream.contracts.desired.Desired.Requirement;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.cluster.K3sCluster;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.SandboxCluster;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.crash.PlannerAndApplier;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.gitwatcher.offline.OfflineApplications;
import io.keelstream.gitwatcher.offline.OfflineReport;
import io.keelstream.gitwatcher.render.FilesRenderer;
import io.keelstream.gitwatcher.render.MissingRenderer;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.testing.partition.MortalPartition.Fate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Planner and applier meet dozens of different faults at once, each in an application of its own, and what they record is explained: the
 * first cause is the fault that was injected. A real control plane refuses by itself, and has rules that the sandbox has not; what a
 * kubelet would say there is written.
 */
@EachCluster
class ExplainedReleaseTests {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String VOLUME = """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: NAME}
            spec: {storageClassName: "CLASS", accessModes: [ReadWriteOnce], capacity: {storage: 2Gi}, hostPath: {path: /nowhere}}
            """;

    private final MemoryPartition records = new MemoryPartition();

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private LiveCluster live;
    private PretendedKubelet kubelet;
    private PlannerAndApplier services;

    @BeforeEach
    void start() {
        cluster = TestCluster.start();
        cluster.grantSecrets();
        cluster.grantKinds(ServerFaults.GROUP);
        live = LiveCluster.open(cluster.kubeconfig());
        kubelet = new PretendedKubelet(live, cluster.kubeconfig());
        services = new PlannerAndApplier(cluster.access(), records, Fate.NONE);
    }

    @AfterEach
    void stop() {
        services.close();
        kubelet.close();
        live.close();
        cluster.close();
    }

    @Test
    void firstCauseIsTheFaultThatTheServicesMet() throws Exception {
        // Given
        List<PodFault> ofPods = cluster instanceof SandboxCluster ? List.of() : PodFaults.all();
        List<ReleasedFault> faults = faults();
        for (ReleasedFault fault : faults) {
            if (!fault.first().isEmpty()) {
                push(fault, "first", fault.first());
            }
        }
        await().atMost(LIMIT)
                .until(() ->
                        faults.stream().filter(each -> !each.first().isEmpty()).allMatch(this::isHealthy));
        faults.forEach(fault -> fault.happens().accept(live));

        // When
        for (ReleasedFault fault : faults) {
            push(fault, "second", fault.then());
        }

        // Then
        await().atMost(LIMIT).untilAsserted(() -> {
            kubelet.says(ofPods);
            assertThat(missed(faults)).isEmpty();
        });
        System.out.printf(
                "%d faults of releases on %s, each named as the first cause; %d ms for all of them%n",
                faults.size(), cluster.name(), milliseconds(() -> missed(faults)));
    }

    private List<ReleasedFault> faults() {
        List<ReleasedFault> faults = new ArrayList<>(ReleasedFaults.all());
        switch (cluster) {
            case SandboxCluster sandbox -> SandboxFaults.all(sandbox.faults()).forEach(faults::add);
            case RealControlPlane _, K3sCluster _ -> {
                // Nobody provisions volumes there.
                Map.of("first", "", "second", "", "third", "kept", "fourth", "kept")
                        .forEach((name, storage) ->
                                live.create(VOLUME.replace("NAME", name).replace("CLASS", storage), "kubectl"));
                ServerFaults.all().forEach(faults::add);
                WorkloadFaults.all().map(ReleasedFault::withAccount).forEach(faults::add);
                PodFaults.all().stream().map(PodFault::released).forEach(faults::add);
            }
        }
        return faults;
    }

    private static long milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private List<String> missed(List<ReleasedFault> faults) {
        List<String> missed = new ArrayList<>();
        for (ReleasedFault fault : faults) {
            String sentence = FirstCause.of(TargetName.parse(fault.target()), tables())
                    .map(Explanation::sentence)
                    .orElse("nothing is known");
            if (!fault.isNamedBy(sentence)) {
                missed.add(fault + ": " + sentence);
            }
        }
        return missed;
    }

    private boolean isHealthy(ReleasedFault fault) {
        TargetState state = records.read(Topic.TARGET, TargetState.class, fault.target());
        return state != null
                && state.applied() != null
                && !state.running()
                && state.health().equals("Healthy");
    }

    private Tables tables() {
        return new Tables(
                records.table(Topic.HEAD, Head.class),
                records.table(Topic.TARGET, TargetState.class),
                records.table(Topic.PLAN, Plan.class),
                records.table(Topic.DRIFTED, DriftState.class));
    }

    private void push(ReleasedFault fault, String commit, String manifests) throws Exception {
        TargetPolicy policy = policy(fault);
        List<DesiredObject> objects = new ArrayList<>();
        List<DesiredObject> hooks = new ArrayList<>();
        for (var document : new YamlReader()
                .manifests(manifests.getBytes(StandardCharsets.UTF_8))
                .orThrow()) {
            Manifest manifest = document.manifest();
            boolean hook = manifest.annotation("keelstream.io/hook") != null;
            (hook ? hooks : objects).add(object(fault.name(), commit, manifest));
        }
        List<String> digests =
                new ArrayList<>(objects.stream().map(DesiredObject::digest).toList());
        digests.addAll(hooks.stream().map(DesiredObject::digest).toList());
        records.put(
                Topic.DESIRED,
                fault.target(),
                new Desired(
                        false,
                        new Revision("infra", "refs/heads/main", commit, "Tester", "Change", Instant.EPOCH),
                        new Desired.Settings(
                                "default", fault.name(), policy, ObjectDigest.of(policy.toString()), Map.of()),
                        ObjectDigest.of(digests),
                        objects,
                        hooks,
                        new Notes(
                                List.of(),
                                List.of(),
                                List.of(),
                                policy.gating().dependsOn().stream()
                                        .map(each -> new Requirement(each, null))
                                        .toList())));
        services.changed(Topic.DESIRED, fault.target());
    }

    private static DesiredObject object(String application, String commit, Manifest manifest) {
        String namespace = manifest.namespace().isEmpty() ? application : manifest.namespace();
        return new DesiredObject(
                manifest.groupKind() + "/" + namespace + "/" + manifest.name(),
                ObjectDigest.of(manifest),
                new DesiredObject.Origin(commit, null, null, null),
                false,
                manifest.tree());
    }

    /** The policy as the git-watcher reads it. */
    private TargetPolicy policy(ReleasedFault fault) throws Exception {
        Path application = folder.resolve(fault.name());
        Files.createDirectories(application.resolve(".git"));
        List<String> lines = new ArrayList<>(fault.policy());
        if (lines.stream().noneMatch(each -> each.startsWith("timeout"))) {
            lines.add("timeout: 8s");
        }
        Files.writeString(
                application.resolve("keelstream.yaml"),
                Manifests.application(fault.name(), lines.toArray(String[]::new)));
        Files.writeString(application.resolve("a.yaml"), Manifests.configMap("a", "1"));
        Renderers renderers = new Renderers(
                new FilesRenderer(), new MissingRenderer("kustomize", "off"), new MissingRenderer("helm", "off"));
        OfflineReport report = new OfflineApplications(renderers).look(application, "");
        assertThat(report.targets()).as("%s %s", fault, report.problems()).hasSize(1);
        return report.targets().getFirst().policy();
    }
}
