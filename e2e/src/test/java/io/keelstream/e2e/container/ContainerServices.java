package io.keelstream.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.apart.Services;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Keelstream;
import io.keelstream.e2e.system.Verb;
import io.keelstream.messaging.service.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Starts the services' images on one Kafka, one cluster and one repository, as containers. Used by one thread. */
final class ContainerServices {

    private static final Duration READY = Duration.ofMinutes(2);
    private static final String FILES = "/etc/keelstream/";
    private static final String REPOSITORY = "/repositories/infra.git";
    private static final String DIGEST_KEY = "c2l4dGVlbiBieXRlcyBvZiBrZXkgLSBhbmQgdHdpY2U=";

    private final TestEngine engine;
    private final Path folder;
    private final String kafka;
    private final InfraRepository repository;
    private final TestCluster cluster;
    private final Map<String, String> images;

    /** One container of each service. Kafka goes on when they end. */
    record Running(KafkaSettings kafka, List<ServiceContainer> containers) implements Keelstream {

        @Override
        public String printed() {
            return containers.stream().map(ServiceContainer::printed).collect(Collectors.joining());
        }

        @Override
        public void kill() {
            containers.forEach(ServiceContainer::kill);
            containers.forEach(ServiceContainer::close);
        }

        @Override
        public void close() {
            containers.forEach(ServiceContainer::stop);
            containers.forEach(ServiceContainer::close);
        }
    }

    private ContainerServices(
            TestEngine engine, Path folder, String kafka, InfraRepository repository, TestCluster cluster) {
        this.engine = engine;
        this.folder = folder;
        this.kafka = kafka;
        this.repository = repository;
        this.cluster = cluster;
        this.images = Services.ALL.stream()
                .collect(Collectors.toMap(service -> service, service -> engine.load(TestImages.tar(service))));
    }

    /**
     * Makes the topics and loads the images; no service runs yet.
     *
     * @param kafka {@code host:port}, as this machine and the containers reach it
     */
    static ContainerServices on(
            TestEngine engine, Path folder, String kafka, InfraRepository repository, TestCluster cluster) {
        // as a Job of the chart: Kafka may take longer to answer first than the command waits
        Awaitility.await("the topics are made").atMost(READY).untilAsserted(() -> {
            Verb provision = Verb.run("provision", "--kafka=" + kafka, "--replication=1", "--partitions=4");
            assertThat(provision.exit()).as("%s", provision.said()).isZero();
        });
        return new ContainerServices(engine, folder, kafka, repository, cluster);
    }

    /** Starts one container of each and returns when all of them work. */
    Running up() throws IOException {
        List<ServiceContainer> all = new ArrayList<>();
        for (String service : Services.ALL) {
            all.add(start(service));
        }
        all.forEach(ServiceContainer::awaitReady);
        return new Running(KafkaSettings.at(kafka), List.copyOf(all));
    }

    /** Starts one more container of a service. */
    ServiceContainer start(String service) throws IOException {
        return start(service, "mode=1777,exec");
    }

    /**
     * Starts one more container of a service.
     *
     * @param temporary options of the mount of its temporary folder
     */
    ServiceContainer start(String service, String temporary) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put(
                FILES + "application.properties",
                write(service + ".properties", String.join("\n", properties(service))));
        switch (service) {
            case "git-watcher" -> files.put(REPOSITORY, repository.bare());
            case "planner" -> {
                files.put(FILES + "digest-key", write("digest-key", DIGEST_KEY));
                files.put(FILES + "kubeconfig", cluster.access(service));
            }
            default -> files.put(FILES + "kubeconfig", cluster.access(service));
        }
        return ServiceContainer.start(engine, service, images.get(service), temporary, files);
    }

    private List<String> properties(String service) {
        List<String> lines = new ArrayList<>(List.of(
                "keelstream.installation=acme",
                "keelstream.clusters[0].name=default",
                "spring.kafka.bootstrap-servers=" + kafka,
                "management.server.address=0.0.0.0",
                "management.server.port=8081"));
        if (service.equals("git-watcher")) {
            lines.addAll(List.of(
                    "keelstream.state=/var/lib/keelstream/git",
                    "keelstream.repositories[0].name=infra",
                    "keelstream.repositories[0].url=" + REPOSITORY,
                    "keelstream.repositories[0].ref=main",
                    "keelstream.repositories[0].poll=1s"));
        } else {
            lines.add("keelstream.clusters[0].kubeconfig=" + FILES + "kubeconfig");
        }
        if (service.equals("planner")) {
            lines.add("keelstream.digest-key-file=" + FILES + "digest-key");
        }
        return lines;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
