package io.keelstream.cli.explain;

import io.keelstream.contracts.drift.DriftState;
import io.keelstream.contracts.head.Head;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.targets.TargetState;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.partition.Table;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.TableReader;
import java.time.Duration;

/** Reads the tables of a running Keelstream as they are now. */
public final class TablesReader {

    private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);

    private TablesReader() {}

    /** Everything that an explanation is made from. */
    public static Tables read(KafkaSettings kafka) {
        return new Tables(
                load(kafka, Topic.HEAD, Head.class),
                load(kafka, Topic.TARGET, TargetState.class),
                load(kafka, Topic.PLAN, Plan.class),
                load(kafka, Topic.DRIFTED, DriftState.class));
    }

    /**
     * One table.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when that takes longer than half a minute
     */
    public static <T extends Record> Table<T> load(KafkaSettings kafka, Topic topic, Class<T> type) {
        try (var reader = new TableReader<>(kafka, topic, type)) {
            return reader.load(LOAD_LIMIT);
        }
    }
}
