package io.keelstream.e2e.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.drift.DriftKind;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.fault.FaultyPath;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.kubernetes.client.ClusterSettings.Limits;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.Injection;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens while no watch reports it is found afterwards, whatever ended the watch. */
@EachCluster
class LostWatchTests {

    private static final Limits QUICK = new Limits(
            Limits.DEFAULT.silence(),
            Limits.DEFAULT.retryBudget(),
            Limits.DEFAULT.longestCall(),
            Duration.ofSeconds(2),
            Limits.DEFAULT.concurrentCalls(),
            0);
    private static final String CONFIG =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {colour: blue, size: small}}";

    private static DriftWorld world;
    private static Faults faults;

    @BeforeAll
    static void start() {
        TestCluster cluster = TestCluster.start();
        FaultyPath path = FaultyPath.to(cluster);
        faults = path.faults();
        world = DriftWorld.behind(path, cluster, QUICK);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void watchThatWasCutOffGoesOnWhereItWasWithoutANewList() {
        // Given
        watched("cut");
        long lists = world.requests("list");

        // When
        Injection away = cutOff();
        meanwhile("cut");
        away.close();

        // Then
        awaitMeanwhile("cut");
        assertThat(world.requests("list")).isEqualTo(lists);
    }

    @Test
    void positionThatTheServerForgotMeansANewListAndAComparison() {
        // Given
        watched("forgotten");
        long lists = world.requests("list");

        // When
        Injection away = cutOff();
        meanwhile("forgotten");
        faults.inject(new RequestMatch("watch", "configmaps"), new Fault.Expired(), 1);
        away.close();

        // Then
        awaitMeanwhile("forgotten");
        assertThat(world.requests("list")).isGreaterThan(lists);
    }

    @Test
    void watchThatIsStillOpenAndSaysNothingIsRenewed() {
        // Given
        watched("silent");

        // When
        faults.silenceWatches();
        meanwhile("silent");
        long watches = world.requests("watch");
        await().atMost(DriftWorld.LIMIT).until(() -> world.requests("watch") > watches);
        assertThat(world.drift("silent")).isEmpty();
        faults.clear();

        // Then
        awaitMeanwhile("silent");
    }

    @Test
    void kindThatMayNotBeSeenIsNamedUntilItMayAndThenComparedAnew() {
        // Given
        watched("forbidden");
        Injection list = faults.inject(new RequestMatch("list", "configmaps"), new Fault.Forbidden());
        Injection watch = faults.inject(new RequestMatch("watch", "configmaps"), new Fault.Forbidden());

        // When
        faults.dropWatches();

        // Then
        await().atMost(DriftWorld.LIMIT)
                .untilAsserted(() -> assertThat(world.problems("forbidden"))
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.reason()).isEqualTo("KindNotReadable");
                            assertThat(problem.message())
                                    .contains("ConfigMap", "deploy/kubernetes/README.md", "an injected fault");
                        }));
        meanwhile("forbidden");
        watch.close();
        list.close();
        awaitMeanwhile("forbidden");
        await().atMost(DriftWorld.LIMIT)
                .untilAsserted(() -> assertThat(world.problems("forbidden")).isEmpty());
    }

    /** A target of two ConfigMaps whose watch is known to work. */
    private static void watched(String namespace) {
        world.release(namespace, TargetPolicy.DEFAULT, CONFIG.formatted("settings"), CONFIG.formatted("more"));
        world.patch("ConfigMap/" + namespace + "/settings", "early", "{data: {size: big}}");
        world.awaitDrift(namespace, "ConfigMap/" + namespace + "/settings", "/data/size");
        world.correct(namespace);
        world.awaitNoDrift(namespace);
    }

    /** Ends all watches; those of ConfigMaps cannot begin again until this is closed. */
    private static Injection cutOff() {
        long before = faults.hits();
        Injection away = faults.inject(new RequestMatch("watch", "configmaps"), new Fault.ServerError(503));
        faults.dropWatches();
        await().atMost(DriftWorld.LIMIT).until(() -> faults.hits() > before);
        return away;
    }

    /** One object is changed, one is deleted, and the detector cannot know. */
    private static void meanwhile(String namespace) {
        world.patch("ConfigMap/" + namespace + "/settings", "night-shift", "{data: {colour: red}}");
        world.client
                .delete(ObjectReference.parse("ConfigMap/" + namespace + "/more"), null, false, false)
                .orThrow();
        assertThat(world.drift(namespace)).isEmpty();
    }

    private static void awaitMeanwhile(String namespace) {
        assertThat(world.awaitDrift(namespace, "ConfigMap/" + namespace + "/settings", "/data/colour")
                        .fields()
                        .getFirst()
                        .manager())
                .isEqualTo("night-shift");
        assertThat(world.awaitDrift(namespace, "ConfigMap/" + namespace + "/more")
                        .kind())
                .isEqualTo(DriftKind.MISSING);
    }
}
