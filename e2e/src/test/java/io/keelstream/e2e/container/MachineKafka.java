package io.keelstream.e2e.container;

import io.keelstream.e2e.kafka.KafkaProcess;
import io.keelstream.testing.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Kafka of this machine that containers reach too: its listener is at the machine's address. Used by one thread. */
final class MachineKafka implements AutoCloseable {

    private final KafkaProcess process;
    private final String servers;

    private MachineKafka(KafkaProcess process, String servers) {
        this.process = process;
        this.servers = servers;
    }

    /**
     * Starts it below the folder and returns when it serves.
     *
     * @param address of this machine
     */
    static MachineKafka start(Path folder, String address) throws IOException {
        String servers = address + ":" + Ports.free();
        int controller = Ports.free();
        Map<String, String> settings = new TreeMap<>(Map.of(
                "node.id", "1",
                "process.roles", "broker,controller",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "listeners", "PLAINTEXT://" + servers + ",CONTROLLER://127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0"));
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        KafkaProcess process = KafkaProcess.prepare(folder, settings, List.of()).start();
        process.awaitStarted();
        return new MachineKafka(process, servers);
    }

    /** {@code host:port}. */
    String servers() {
        return servers;
    }

    @Override
    public void close() {
        process.close();
    }
}
