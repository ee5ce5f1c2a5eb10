package io.keelstream.e2e.system;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A whole Keelstream that runs, in one process or in several. Used by one thread. */
public interface Keelstream extends AutoCloseable {

    /** How to reach its Kafka. */
    KafkaSettings kafka();

    /** What it printed. */
    String printed();

    /** Ends it with SIGKILL. */
    void kill();

    /** Ends it in order. */
    @Override
    void close();

    /** Every event that is kept on the public streams, in order per target. */
    default List<ReadEvent> events() {
        try (EventReader reader = new EventReader(kafka(), List.of(Topic.DEPLOYMENT, Topic.REVISION, Topic.DRIFT))) {
            return reader.readAll(Duration.ofSeconds(30));
        }
    }

    /** What a verb of the command line says about it. */
    default String verb(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kafka", kafka().bootstrapServers()));
        return Verb.run(all.toArray(String[]::new)).said();
    }
}
