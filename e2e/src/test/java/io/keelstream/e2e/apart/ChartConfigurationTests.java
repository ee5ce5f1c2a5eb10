package io.keelstream.e2e.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.deploy.ChartConfiguration;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.Verb;
import io.keelstream.testing.tls.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chart writes for the services is understood by them: with a password over TLS, and with a certificate. */
@AnyCluster
class ChartConfigurationTests {

    @TempDir
    static Path folder;

    static TestCluster cluster;
    static SecuredBroker broker;
    static Certificates certificates;

    @BeforeAll
    static void start() throws Exception {
        ChartConfiguration.assumeHelm();
        cluster = TestCluster.start();
        certificates = Certificates.create(folder.resolve("certificates")).issue("applier");
        broker = SecuredBroker.start(folder.resolve("broker"), certificates, List.of("admin", "planner"));
        Verb provision = Verb.run(
                "provision",
                "--kafka=" + broker.scram(),
                "--kafka-config=" + broker.adminFile(folder.resolve("admin.properties")),
                "--installation=acme",
                "--partitions=3",
                "--replication=1");
        assertThat(provision.exit()).as(provision.said()).isZero();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void serviceComesWithThePasswordOfItsSecret() throws Exception {
        // Given
        Path files = files("scram");
        Files.writeString(
                Files.createDirectories(files.resolve("keys")).resolve("digest-key"),
                "c2l4dGVlbiBieXRlcyBvZiBrZXkgLSBhbmQgdHdpY2U=");
        Map<String, String> properties =
                ChartConfiguration.of(files, "scram", "--set=kafka.bootstrapServers=" + broker.scram());
        properties.put("KAFKA_PASSWORD", SecuredBroker.password("planner"));

        // When
        try (ServiceProcess planner = onCluster("planner", properties)) {

            // Then
            planner.awaitReady();
        }
    }

    @Test
    void serviceComesWithTheCertificateOfItsSecret() throws Exception {
        // Given
        Path files = files("mtls");
        Files.copy(certificates.certificate("applier"), files.resolve("kafka/tls.crt"));
        Files.copy(certificates.key("applier"), files.resolve("kafka/tls.key"));
        Map<String, String> properties =
                ChartConfiguration.of(files, "mtls", "--set=kafka.bootstrapServers=" + broker.mutual());
        properties.put("keelstream.clusters[1].kubeconfig", cluster.kubeconfig().toString());

        // When
        try (ServiceProcess applier = onCluster("applier", properties)) {

            // Then
            applier.awaitReady();
        }
    }

    /** The folder that a pod finds its files in, with the authority's certificate. */
    private static Path files(String name) throws Exception {
        Path files = folder.resolve(name);
        Files.copy(
                certificates.authority(),
                Files.createDirectories(files.resolve("kafka")).resolve("authority.crt"));
        return files;
    }

    private static ServiceProcess onCluster(String service, Map<String, String> properties) throws Exception {
        properties.put("keelstream.clusters[0].kubeconfig", cluster.kubeconfig().toString());
        return ServiceProcess.start(service, folder.resolve("logs"), properties);
    }
}
