package io.keelstream.messaging.broker;

import java.nio.file.Path;
import java.util.Properties;

/** The configuration of the one-machine broker: small, quick to start, quick to notice a dead member. */
final class BrokerSettings {

    private BrokerSettings() {}

    /**
     * Kafka's own properties.
     *
     * @param folder data folder
     * @param port the clients' port
     * @param controllerPort the controller's port; it may change between starts because the voters are configured, not
     *     recorded
     */
    static Properties of(Path folder, int port, int controllerPort) {
        Properties all = new Properties();
        all.put("node.id", "1");
        all.put("process.roles", "broker,controller");
        all.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        all.put("log.dirs", folder.toString());
        all.put("auto.create.topics.enable", "false");
        internalTopics(all);
        quickSessions(all);
        smallFootprint(all);
        return all;
    }

    private static void internalTopics(Properties all) {
        all.put("offsets.topic.num.partitions", "4");
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.num.partitions", "4");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("share.coordinator.state.topic.num.partitions", "1");
        all.put("share.coordinator.state.topic.replication.factor", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
    }

    /** With the defaults a start after a crash waits 11 s for the broker's own old session and 45 s for the members'. */
    private static void quickSessions(Properties all) {
        all.put("broker.session.timeout.ms", "1500");
        all.put("broker.heartbeat.interval.ms", "300");
        all.put("group.consumer.min.heartbeat.interval.ms", "500");
        all.put("group.consumer.heartbeat.interval.ms", "500");
        all.put("group.consumer.min.session.timeout.ms", "2000");
        all.put("group.consumer.session.timeout.ms", "3000");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void smallFootprint(Properties all) {
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        all.put("background.threads", "2");
        all.put("num.replica.fetchers", "1");
        all.put("log.cleaner.threads", "1");
        all.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        all.put("log.index.size.max.bytes", String.valueOf(1 << 20));
    }
}
