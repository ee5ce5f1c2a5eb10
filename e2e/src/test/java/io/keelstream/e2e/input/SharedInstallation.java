package io.keelstream.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.RunningKeelstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Keelstream with one good application, which gets a new value with each push: whatever else happens, it must go on.
 * Used by one thread.
 */
final class SharedInstallation implements AutoCloseable {

    static final String GOOD = "production/good";

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final TestCluster cluster;
    private final InfraRepository repository;
    private final RunningKeelstream system;
    private int value;

    private SharedInstallation(TestCluster cluster, InfraRepository repository, RunningKeelstream system) {
        this.cluster = cluster;
        this.repository = repository;
        this.system = system;
    }

    /**
     * Starts it all.
     *
     * @param folder of everything; empty
     * @param more further repositories and renderers, as lines of an installation file below {@code keelstream:}, each
     *     repository as an item of its list
     */
    static SharedInstallation start(Path folder, String repositories, String more) throws Exception {
        TestCluster cluster = TestCluster.start();
        InfraRepository repository = InfraRepository.create(folder);
        repository
                .write("good/keelstream.yaml", Manifests.application("good"))
                .write("good/settings.yaml", Manifests.configMap("settings", "0"));
        String first = repository.push("Start");
        Path config = folder.resolve("installation.yaml");
        Files.writeString(
                config, """
            keelstream:
              installation: e2e
              clusters:
                - {name: default, kubeconfig: "%s"}
              repositories:
                - {name: infra, url: "%s", ref: main}
            """.formatted(cluster.access(), repository.url()) + repositories.indent(4) + more.indent(2));
        RunningKeelstream system =
                RunningKeelstream.up(folder.resolve("state"), List.of("--config", config.toString()));
        Deployments.await(system, GOOD, first, Outcome.HEALTHY);
        return new SharedInstallation(cluster, repository, system);
    }

    TestCluster cluster() {
        return cluster;
    }

    InfraRepository repository() {
        return repository;
    }

    RunningKeelstream system() {
        return system;
    }

    /** Pushes what was written, and a new value for the neighbour. */
    String push(String message) throws Exception {
        return repository
                .write("good/settings.yaml", Manifests.configMap("settings", String.valueOf(++value)))
                .push(message);
    }

    /** The neighbour has got the commit's value, and the process is well. */
    void goesOn(String commit) {
        Deployments.await(system, GOOD, commit, Outcome.HEALTHY);
        assertThat(system.process().isAlive()).isTrue();
    }

    /** The target becomes healthy at the commit, and nothing reminds of what was wrong. */
    void recovers(String target, String commit) {
        Deployments.await(system, target, commit, Outcome.HEALTHY);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(row(target)).doesNotContain("rejected"));
    }

    /** Waits for the rejection of the commit for the target. */
    List<Problem> rejection(String target, String commit) {
        await().alias(target + " is rejected at " + commit)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(rejections(target, commit)).isNotEmpty());
        return rejections(target, commit).getFirst().problems();
    }

    /** Waits until the target's status holds all of these. */
    void awaitStatus(String target, String... parts) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(system.verb("status", target)).contains(parts));
    }

    /** The target's row in the table of {@code status}. */
    String row(String target) {
        return system.verb("status")
                .lines()
                .filter(line -> line.startsWith(target + " "))
                .findFirst()
                .orElse("");
    }

    /** Waits until the table of {@code status} and the running process say all of these. */
    void awaitTold(String... parts) {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(system.verb("status")).contains(parts);
            assertThat(system.printed()).contains(parts);
        });
    }

    /** Waits until the running process has printed this. */
    void awaitPrinted(String part) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(system.printed()).contains(part));
    }

    @Override
    public void close() {
        system.close();
        repository.close();
        cluster.close();
    }

    private List<RevisionRejected> rejections(String target, String commit) {
        return system.events().stream()
                .filter(event -> event.received().key().equals(target))
                .map(event -> event.received().payload())
                .filter(RevisionRejected.class::isInstance)
                .map(RevisionRejected.class::cast)
                .filter(rejected -> rejected.revision().commit().equals(commit))
                .toList();
    }
}
