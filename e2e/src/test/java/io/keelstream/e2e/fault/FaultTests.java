package io.keelstream.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.RequestMatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A push that creates, changes and removes objects becomes exactly what Git says, whatever goes wrong on the way. One system
 * goes through all faults: what one leaves behind must not disturb the next either.
 */
class FaultTests {

    private static final String TARGET = "production/shop";

    @TempDir
    static Path folder;

    private static FaultyCluster cluster;
    private static ClusterClient client;
    private static InfraRepository repository;
    private static RunningKeelstream system;
    private static int round;

    @BeforeAll
    static void start() throws Exception {
        cluster = FaultyCluster.start();
        client = Clusters.open(ClusterSettings.of("default", cluster.direct()), new SimpleMeterRegistry());
        repository = InfraRepository.create(folder);
        repository.write("shop/keelstream.yaml", Manifests.application("shop"));
        push();
        system = RunningKeelstream.up(folder.resolve("state"), repository.url(), cluster.kubeconfig());
    }

    @AfterAll
    static void stop() {
        system.close();
        repository.close();
        client.close();
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> convergesUnder() {
        Map<String, Consumer<Faults>> all = new LinkedHashMap<>();
        all.put("no fault", _ -> {});
        all.put("latency", hitting("", new Fault.Latency(Duration.ofMillis(250)), 200));
        all.put("429 with Retry-After", hitting("", new Fault.TooManyRequests(Duration.ofSeconds(1)), 4));
        all.put("429 without Retry-After", hitting("apply", new Fault.TooManyRequests(null), 3));
        all.put("500", hitting("", new Fault.ServerError(500), 3));
        all.put("503", hitting("apply", new Fault.ServerError(503), 3));
        all.put("a connection that ends before the effect", hitting("", new Fault.ResetBefore(), 3));
        all.put("applies whose answer is lost", hitting("apply", new Fault.ResetAfter(), 3));
        all.put("deletes whose answer is lost", hitting("delete", new Fault.ResetAfter(), 1));
        all.put("dropped watches", Faults::dropWatches);
        all.put("410 on resuming", faults -> {
            faults.inject(RequestMatch.verb("watch"), new Fault.Expired(), 3);
            faults.dropWatches();
        });
        all.put("a forgotten history", faults -> {
            faults.forgetHistory();
            faults.dropWatches();
        });
        all.put("a server clock an hour ahead", faults -> faults.skewClock(Duration.ofHours(1)));
        all.put("a server clock an hour behind", faults -> faults.skewClock(Duration.ofHours(-1)));
        return Stream.concat(
                all.entrySet().stream()
                        .map(fault -> DynamicTest.dynamicTest(fault.getKey(), () -> {
                            fault.getValue().accept(cluster.faults());
                            converge(() -> {});
                        })),
                Stream.of(DynamicTest.dynamicTest("watches that are silent and then break", () -> {
                    cluster.faults().silenceWatches();
                    converge(FaultTests::awaitImageAndSpeakAgain);
                })));
    }

    private static Consumer<Faults> hitting(String verb, Fault fault, long times) {
        return faults -> faults.inject(RequestMatch.verb(verb), fault, times);
    }

    private static void converge(Runnable meanwhile) throws Exception {
        // Given
        long before = cluster.faults().hits();
        boolean injected = cluster.faults().areInjected();
        try {
            // When
            String commit = push();
            meanwhile.run();
            Deployments.await(system, TARGET, commit, Outcome.HEALTHY);
        } finally {
            cluster.faults().clear();
        }

        // Then
        assertThat(cluster.faults().hits() > before).as("something went wrong").isEqualTo(injected);
        assertThat(String.valueOf(live("Deployment.apps/shop/shop").at("spec", "template", "spec", "containers")))
                .contains("shop:" + round);
        assertThat(live("ConfigMap/shop/settings-" + round).at("data", "value")).isEqualTo("round " + round);
        assertThat(client.get(ObjectReference.parse("ConfigMap/shop/settings-" + (round - 1))))
                .isInstanceOf(ApiResult.Failed.class);
        Deployments.assertToldOnce(system.events());
    }

    /** One object is created, one is changed, one goes. */
    private static String push() throws Exception {
        round++;
        if (round > 1) {
            repository.remove("shop/settings-" + (round - 1) + ".yaml");
        }
        return repository
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:" + round))
                .write("shop/settings-" + round + ".yaml", Manifests.configMap("settings-" + round, "round " + round))
                .push("Round " + round);
    }

    private static void awaitImageAndSpeakAgain() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> String.valueOf(
                                live("Deployment.apps/shop/shop").at("spec", "template", "spec", "containers"))
                        .contains("shop:" + round));
        cluster.faults().unsilenceWatches();
    }

    private static Manifest live(String reference) {
        return client.get(ObjectReference.parse(reference)).orThrow();
    }
}
