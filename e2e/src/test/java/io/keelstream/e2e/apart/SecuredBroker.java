package io.keelstream.e2e.apart;

import io.keelstream.e2e.kafka.KafkaProcess;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.testing.process.Ports;
import io.keelstream.testing.tls.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Kafka's own server as a process, started as its distribution starts it: an authorizer, and three listeners on 127.0.0.1:
 * open (whoever comes is {@code ANONYMOUS}), SCRAM over TLS, and mTLS. {@code admin} may do everything. Used by one thread.
 */
final class SecuredBroker implements AutoCloseable {

    private final KafkaProcess process;
    private final Certificates certificates;
    private final int open = Ports.free();
    private final int scram = Ports.free();
    private final int mutual = Ports.free();

    private SecuredBroker(Path folder, Certificates certificates, List<String> users) throws Exception {
        this.certificates = certificates;
        List<String> passwords = new ArrayList<>();
        users.forEach(user -> passwords.addAll(
                List.of("--add-scram", "SCRAM-SHA-512=[name=" + user + ",password=" + password(user) + "]")));
        this.process = KafkaProcess.prepare(folder, settings(), passwords).start();
    }

    /**
     * Starts it and returns when it serves.
     *
     * @param users names that may come with SCRAM, each with {@link #password}
     */
    static SecuredBroker start(Path folder, Certificates certificates, List<String> users) throws Exception {
        certificates.issue("broker");
        SecuredBroker broker = new SecuredBroker(folder, certificates, users);
        broker.process.awaitStarted();
        return broker;
    }

    String open() {
        return "127.0.0.1:" + open;
    }

    String scram() {
        return "127.0.0.1:" + scram;
    }

    String mutual() {
        return "127.0.0.1:" + mutual;
    }

    static String password(String user) {
        return user + "-secret";
    }

    static String jaas(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    /** As the account that may do everything. */
    KafkaSettings admin() {
        return new KafkaSettings(scram(), Map.copyOf(adminProperties()), 1);
    }

    /** A file for {@code --kafka-config}. */
    Path adminFile(Path file) throws IOException {
        return Files.write(
                file,
                adminProperties().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
    }

    private Map<String, String> adminProperties() {
        return Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "sasl.jaas.config", jaas("admin", password("admin")),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", certificates.authority().toString());
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> all = new TreeMap<>();
        int controller = Ports.free();
        all.put("node.id", "1");
        all.put("process.roles", "broker,controller");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        all.put(
                "listeners",
                "OPEN://" + open() + ",SCRAM://" + scram() + ",MUTUAL://" + mutual() + ",CONTROLLER://127.0.0.1:"
                        + controller);
        all.put("listener.security.protocol.map", "OPEN:PLAINTEXT,SCRAM:SASL_SSL,MUTUAL:SSL,CONTROLLER:SSL");
        all.put("inter.broker.listener.name", "MUTUAL");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("listener.name.mutual.ssl.client.auth", "required");
        all.put("listener.name.controller.ssl.client.auth", "required");
        all.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        all.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        all.put("ssl.keystore.type", "PEM");
        all.put("ssl.keystore.location", certificates.keyStore("broker").toString());
        all.put("ssl.truststore.type", "PEM");
        all.put("ssl.truststore.location", certificates.authority().toString());
        all.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/");
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("super.users", "User:admin;User:broker");
        all.put("auto.create.topics.enable", "false");
        small(all);
        return all;
    }

    private static void small(Map<String, String> all) {
        all.put("offsets.topic.num.partitions", "4");
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.num.partitions", "4");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        all.put("num.network.threads", "2");
    }

    @Override
    public void close() {
        process.close();
    }
}
