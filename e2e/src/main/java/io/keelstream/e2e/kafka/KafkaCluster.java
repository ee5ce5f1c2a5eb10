package io.keelstream.e2e.kafka;

import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.testing.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Three nodes on 127.0.0.1, each a process that is broker and controller, with an open listener. Settings are Kafka's
 * defaults but for time-outs, which are shorter so that tests wait less, and for small buffers. Used by one thread.
 */
public final class KafkaCluster implements AutoCloseable {

    private static final int NODES = 3;

    private final List<KafkaProcess> nodes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private KafkaCluster() {}

    /** Starts it and returns when all nodes serve. */
    public static KafkaCluster start(Path folder) throws IOException {
        KafkaCluster cluster = new KafkaCluster();
        List<Integer> controllers = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            cluster.ports.add(Ports.free());
            controllers.add(Ports.free());
        }
        for (int id = 0; id < NODES; id++) {
            Map<String, String> settings = settings(id, cluster.ports.get(id), controllers);
            cluster.nodes.add(KafkaProcess.prepare(folder.resolve("node-" + id), settings, List.of()));
        }
        cluster.startAll();
        return cluster;
    }

    /** {@code host:port} of every node, comma-separated. */
    public String servers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** How to reach it. */
    public KafkaSettings settings() {
        return KafkaSettings.at(servers());
    }

    /** How many nodes there are; they are numbered from 0. */
    public int size() {
        return nodes.size();
    }

    /** One node. */
    public KafkaProcess node(int id) {
        return nodes.get(id);
    }

    /** Starts every node that does not run and returns when all serve. */
    public void startAll() throws IOException {
        for (KafkaProcess node : nodes) {
            if (!node.started()) {
                node.start();
            }
        }
        nodes.forEach(KafkaProcess::awaitStarted);
    }

    /** The node that leads a partition. */
    public int leader(String topic, int partition) throws ExecutionException, InterruptedException {
        return describe(topic).partitions().get(partition).leader().id();
    }

    /** Whether every copy of every partition of the topic is up to date. */
    public boolean inSync(String topic) throws ExecutionException, InterruptedException {
        return describe(topic).partitions().stream()
                .allMatch(part -> part.isr().size() == part.replicas().size());
    }

    @Override
    public void close() {
        nodes.forEach(KafkaProcess::close);
    }

    private TopicDescription describe(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(settings().clientProperties())) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get();
        }
    }

    private static Map<String, String> settings(int id, int port, List<Integer> controllers) {
        Map<String, String> all = new TreeMap<>();
        all.put("node.id", String.valueOf(id));
        all.put("process.roles", "broker,controller");
        all.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllers.get(id));
        all.put("controller.listener.names", "CONTROLLER");
        all.put(
                "controller.quorum.voters",
                IntStream.range(0, NODES)
                        .mapToObj(node -> node + "@127.0.0.1:" + controllers.get(node))
                        .collect(Collectors.joining(",")));
        all.put("auto.create.topics.enable", "false");
        all.put("broker.session.timeout.ms", "4000");
        all.put("broker.heartbeat.interval.ms", "500");
        all.put("replica.lag.time.max.ms", "3000");
        all.put("group.consumer.min.heartbeat.interval.ms", "500");
        all.put("group.consumer.heartbeat.interval.ms", "1000");
        all.put("group.consumer.min.session.timeout.ms", "2000");
        all.put("group.consumer.session.timeout.ms", "8000");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("offsets.topic.num.partitions", "6");
        all.put("transaction.state.log.num.partitions", "6");
        all.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        all.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        return all;
    }
}
