package io.keelstream.e2e.apart;

import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Keelstream;
import io.keelstream.e2e.system.Verb;
import io.keelstream.messaging.service.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts instances of the services on one Kafka, one cluster and one repository, and ends what still runs. Used by one
 * thread.
 */
public final class Services implements AutoCloseable {

    /** Those that take part in a push, in its order. */
    public static final List<String> ALL = List.of("git-watcher", "planner", "applier", "drift-detector");

    private static final String DIGEST_KEY = "c2l4dGVlbiBieXRlcyBvZiBrZXkgLSBhbmQgdHdpY2U=";

    private final Path folder;
    private final String kafka;
    private final InfraRepository repository;
    private final Kubeconfigs kubeconfigs;
    private final ServiceJar jar;
    private final List<ServiceProcess> started = new ArrayList<>();

    /** By which kubeconfig a service reaches the cluster. */
    public interface Kubeconfigs {

        /** The kubeconfig of a service's account. */
        Path of(String service) throws Exception;
    }

    private Services(Path folder, String kafka, InfraRepository repository, Kubeconfigs kubeconfigs, ServiceJar jar) {
        this.folder = folder;
        this.kafka = kafka;
        this.repository = repository;
        this.kubeconfigs = kubeconfigs;
        this.jar = jar;
    }

    /**
     * Makes the topics; no service runs yet.
     *
     * @param kafka {@code host:port} of an open listener
     */
    public static Services on(Path folder, String kafka, InfraRepository repository, Kubeconfigs kubeconfigs) {
        Verb provision = Verb.run("provision", "--kafka=" + kafka, "--replication=1");
        if (provision.exit() != 0) {
            throw new IllegalStateException("the topics are not made: " + provision.said());
        }
        return new Services(folder, kafka, repository, kubeconfigs, ServiceJar.UNPACKED);
    }

    /** Where the topics are made already, with each service's jar as it is built. */
    public static Services packed(Path folder, String kafka, InfraRepository repository, Kubeconfigs kubeconfigs) {
        return new Services(folder, kafka, repository, kubeconfigs, ServiceJar.PACKED);
    }

    /** Starts one more instance of the service; {@link ServiceProcess#awaitReady} waits for it. */
    public ServiceProcess start(String service) throws Exception {
        return start(service, Map.of());
    }

    /** Starts one more instance of the service, with properties of its own beside those that it cannot do without. */
    public ServiceProcess start(String service, Map<String, String> more) throws Exception {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("keelstream.installation", "acme");
        all.put("keelstream.clusters[0].name", "default");
        all.put("spring.kafka.bootstrap-servers", kafka);
        switch (service) {
            case "git-watcher" -> {
                Path clones = folder.resolve("clones-" + started.size());
                all.put("keelstream.state", clones.toString());
                all.put("keelstream.repositories[0].name", "infra");
                all.put("keelstream.repositories[0].url", repository.url());
                all.put("keelstream.repositories[0].ref", "main");
            }
            case "planner" -> {
                all.put("keelstream.digest-key-file", digestKey().toString());
                onCluster(all, service);
            }
            case "canary-analyzer", "notifier" -> {
                // know no cluster
            }
            default -> onCluster(all, service);
        }
        all.putAll(more);
        ServiceProcess process = ServiceProcess.start(service, jar, folder.resolve("logs"), all);
        started.add(process);
        return process;
    }

    /** Starts one instance of each and returns when all of them work. */
    public Keelstream up() throws Exception {
        return up(Map.of());
    }

    /** The same, with further properties for each of them. */
    public Keelstream up(Map<String, String> more) throws Exception {
        List<ServiceProcess> all = new ArrayList<>();
        for (String service : ALL) {
            all.add(start(service, more));
        }
        all.forEach(ServiceProcess::awaitReady);
        return new ServicesRunning(KafkaSettings.at(kafka), List.copyOf(all));
    }

    @Override
    public void close() {
        started.forEach(ServiceProcess::close);
    }

    private void onCluster(Map<String, String> all, String service) throws Exception {
        all.put("keelstream.clusters[0].kubeconfig", kubeconfigs.of(service).toString());
    }

    private Path digestKey() throws IOException {
        return Files.writeString(folder.resolve("digest-key"), DIGEST_KEY);
    }
}
