package io.keelstream.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Conflicts;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.messaging.event.Fact;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.testing.partition.Aftermath;
import io.keelstream.testing.partition.MemoryPartition;
import io.keelstream.testing.partition.MortalPartition.Death;
import io.keelstream.testing.partition.MortalPartition.Fate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A target is created, changed and removed, and planner and applier die at one of the transitions that they write, just
 * before it is committed or just after: at every one of them in turn. The end is always the same.
 */
@AnyCluster
class EveryTransitionTests {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final TargetPolicy POLICY = new TargetPolicy(
            new TargetPolicy.Deletion(TargetPolicy.Prune.DEFAULT, OnRemoval.PRUNE),
            Drift.CORRECT,
            Conflicts.FORCE,
            true,
            new TargetPolicy.Health(30_000, false, true, false, TargetPolicy.OnFailure.RETRY),
            null,
            Gating.DEFAULT);

    @TempDir
    static Path folder;

    private static Sandbox sandbox;
    private static Path kubeconfig;
    private static LiveCluster live;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        kubeconfig = sandbox.writeKubeconfig(folder.resolve("kubeconfig"));
        live = LiveCluster.open(kubeconfig);
    }

    @AfterAll
    static void stop() {
        live.close();
        sandbox.close();
    }

    @TestFactory
    Stream<DynamicTest> endIsTheSameWhereverTheyDie() {
        int transitions = tell("undisturbed", Fate.NONE);
        assertThat(transitions).isGreaterThan(9);
        return IntStream.rangeClosed(1, transitions)
                .boxed()
                .flatMap(number -> Stream.of(Death.BEFORE_THE_COMMIT, Death.AFTER_THE_COMMIT)
                        .map(death -> DynamicTest.dynamicTest(
                                "transition " + number + " of " + transitions + ", " + death,
                                () -> tell("n" + number + death.name().charAt(0), at(number, death)))));
    }

    /** Death at the transition with a number, counted from one over both services. */
    private static Fate at(int number, Death death) {
        AtomicInteger written = new AtomicInteger();
        return facts -> written.incrementAndGet() == number ? death : Death.NOT_YET;
    }

    /** Plays the story in a namespace of its own; how many transitions it took. */
    private static int tell(String name, Fate fate) {
        String namespace = name.toLowerCase(Locale.ROOT);
        String target = "production/" + namespace;
        MemoryPartition records = new MemoryPartition();
        AtomicInteger transitions = new AtomicInteger();
        Fate counted = facts -> {
            transitions.incrementAndGet();
            return fate.at(facts);
        };
        try (Lives lives = new Lives(records, counted)) {
            // Given
            lives.put(target, bundle(namespace, "first", "1", "a", "b", "old"));
            lives.await(() -> assertApplied(records, target, "first"));

            // When
            lives.put(target, bundle(namespace, "second", "2", "a", "b", "new"));
            lives.await(() -> assertApplied(records, target, "second"));

            // Then
            assertThat(live.get("ConfigMap/" + namespace + "/a").at("data", "value"))
                    .isEqualTo("2");
            assertThat(live.exists("ConfigMap/" + namespace + "/new")).isTrue();
            assertThat(live.exists("ConfigMap/" + namespace + "/old")).isFalse();

            // When
            lives.put(target, removed(namespace));
            lives.await(() -> assertThat(
                            records.table(Topic.INVENTORY, Inventory.class).get(target))
                    .isNull());

            // Then
            Stream.of("a", "b", "new")
                    .forEach(each -> assertThat(live.exists("ConfigMap/" + namespace + "/" + each))
                            .isFalse());
            assertThat(live.exists("Deployment.apps/" + namespace + "/shop")).isFalse();
            assertThat(stories(records.written()))
                    .containsExactly(
                            "started first",
                            "finished first " + Outcome.HEALTHY,
                            "started second",
                            "finished second " + Outcome.HEALTHY,
                            "started third",
                            "finished third " + Outcome.REMOVED);
            assertThat(Aftermath.faults(records.written(), target)).isEmpty();
            lives.await(() -> assertThat(lives.deaths).isEqualTo(fate.equals(Fate.NONE) ? 0 : 1));
        }
        return transitions.get();
    }

    private static void assertApplied(MemoryPartition records, String target, String commit) {
        assertThat(stories(records.written())).contains("finished " + commit + " " + Outcome.HEALTHY);
        assertThat(records.table(Topic.INVENTORY, Inventory.class).get(target)).isNotNull();
    }

    private static List<String> stories(List<Fact> facts) {
        List<String> stories = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact.payload() instanceof DeploymentStarted started) {
                stories.add("started " + started.deployment().revision().commit());
            }
            if (fact.payload() instanceof DeploymentFinished finished) {
                stories.add("finished " + finished.deployment().revision().commit() + " " + finished.outcome());
            }
        }
        return stories;
    }

    private static Desired bundle(String namespace, String commit, String value, String... configMaps) {
        List<DesiredObject> objects = new ArrayList<>();
        objects.add(object(namespace, commit, Manifests.deployment("shop", "shop:" + value)));
        for (String name : configMaps) {
            objects.add(object(namespace, commit, Manifests.configMap(name, name.equals("a") ? value : "same")));
        }
        return desired(false, namespace, commit, objects);
    }

    private static Desired removed(String namespace) {
        return desired(true, namespace, "third", List.of());
    }

    private static DesiredObject object(String namespace, String commit, String yaml) {
        Manifest manifest = LiveCluster.manifest(yaml);
        String group = manifest.kind().equals("Deployment") ? ".apps" : "";
        return new DesiredObject(
                manifest.kind() + group + "/" + namespace + "/" + manifest.name(),
                ObjectDigest.of(manifest),
                new DesiredObject.Origin(commit, null, null, null),
                false,
                manifest.tree());
    }

    private static Desired desired(boolean removed, String namespace, String commit, List<DesiredObject> objects) {
        return new Desired(
                removed,
                new Revision("infra", "refs/heads/main", commit, "Tester", "Change", Instant.EPOCH),
                new Desired.Settings("default", namespace, POLICY, ObjectDigest.of(POLICY.toString()), Map.of()),
                ObjectDigest.of(objects.stream().map(DesiredObject::digest).toList()),
                objects,
                List.of(),
                List.of());
    }

    /** One life after the other: whoever died is followed by the next. */
    private static final class Lives implements AutoCloseable {

        private final MemoryPartition records;
        private final Fate fate;
        private PlannerAndApplier life;
        private int deaths;

        Lives(MemoryPartition records, Fate fate) {
            this.records = records;
            this.fate = fate;
            this.life = new PlannerAndApplier(kubeconfig, records, fate);
        }

        void put(String target, Desired desired) {
            records.put(Topic.DESIRED, target, desired);
            life.changed(Topic.DESIRED, target);
        }

        void await(Runnable assertion) {
            Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
                if (life.dead()) {
                    life.close();
                    deaths++;
                    life = new PlannerAndApplier(kubeconfig, records, fate);
                }
                assertion.run();
            });
        }

        @Override
        public void close() {
            life.close();
        }
    }
}
