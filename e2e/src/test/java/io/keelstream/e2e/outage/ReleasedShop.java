package io.keelstream.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A running Keelstream with one application, of which one release after the other is pushed. Used by one thread. */
final class ReleasedShop implements AutoCloseable {

    private final TestCluster cluster;
    private final LiveCluster live;
    private final InfraRepository repository;
    private final RunningKeelstream system;
    private int release;

    private ReleasedShop(TestCluster cluster, LiveCluster live, InfraRepository repository, RunningKeelstream system) {
        this.cluster = cluster;
        this.live = live;
        this.repository = repository;
        this.system = system;
    }

    /**
     * Starts it all.
     *
     * @param folder of everything; empty
     * @param more further options of {@code up}
     */
    static ReleasedShop start(Path folder, String... more) throws Exception {
        TestCluster cluster = TestCluster.start();
        InfraRepository repository = InfraRepository.create(folder);
        repository.write("shop/keelstream.yaml", Manifests.application("shop"));
        RunningKeelstream system =
                RunningKeelstream.up(folder.resolve("state"), repository.url(), cluster.access(), more);
        return new ReleasedShop(cluster, LiveCluster.open(cluster.kubeconfig()), repository, system);
    }

    TestCluster cluster() {
        return cluster;
    }

    RunningKeelstream system() {
        return system;
    }

    /** Pushes the next release; its commit. */
    String push() throws Exception {
        release++;
        return repository
                .write("shop/deployment.yaml", Manifests.deployment("shop", "shop:" + release))
                .push("Release " + release);
    }

    /** Pushes a release that never becomes ready; its commit. */
    String pushStuck() throws Exception {
        return repository
                .write(
                        "shop/deployment.yaml",
                        Manifests.deployment("shop", "shop:stuck", "keelstream.io/pretend: stuck"))
                .push("Never ready");
    }

    /** Waits until the deployment of the commit has ended so. */
    void await(String commit, Outcome outcome) {
        Deployments.await(system, "production/shop", commit, outcome);
    }

    /** Whether the cluster has the release that was pushed so many pushes ago; 0 is the last one. */
    boolean runs(int ago) {
        return image().contains("shop:" + (release - ago));
    }

    /** The containers in the cluster. */
    String image() {
        return String.valueOf(live.get("Deployment.apps/shop/shop").at("spec", "template", "spec", "containers"));
    }

    /** Every deployment was published once, and the process says that it is alive and ready. */
    void assertWell() {
        Deployments.assertReportedOnce(system.events());
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String path : new String[] {"/livez", "/readyz"}) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(system.http() + path)).build();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()))
                                .satisfies(answer -> assertThat(answer.statusCode())
                                        .as(answer.body())
                                        .isEqualTo(200)));
            }
        }
    }

    @Override
    public void close() {
        system.close();
        repository.close();
        live.close();
        cluster.close();
    }
}
