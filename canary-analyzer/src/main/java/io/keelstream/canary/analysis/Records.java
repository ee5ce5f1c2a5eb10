package io.keelstream.canary.analysis;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Entry;
import io.keelstream.messaging.partition.OwnedPartition;
import io.keelstream.messaging.partition.Table;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of one partition, read per target. Thread-safe. */
final class Records {

    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    private final Table<AnalysisRequest> gates;
    private final Table<Analysis> analyses;

    Records(OwnedPartition partition) {
        this.gates = partition.table(Topic.GATE, AnalysisRequest.class);
        this.analyses = partition.table(Topic.ANALYSIS, Analysis.class);
    }

    /**
     * What is known of one target.
     *
     * @param gate what its release waits for; null when it waits for nothing
     * @param analysis its analysis; null when there is none
     * @param history what its earlier healthy analyses taught, as it was written; null when there is none that can be read
     * @param readable false when a record of it cannot be read, so that nothing may be done for it
     */
    record Known(
            @Nullable Received<AnalysisRequest> gate,
            @Nullable Analysis analysis,
            @Nullable String history,
            boolean readable) {}

    Known of(String key) {
        Entry<AnalysisRequest> gate = gates.get(key);
        Entry<Analysis> analysis = analyses.get(key);
        boolean readable = readable(gate, Topic.GATE) && readable(analysis, Topic.ANALYSIS);
        Received<Analysis> kept = payload(analysis);
        Received<Analysis> healthy = payload(analyses.get(Analysis.historyKey(key)));
        return new Known(
                payload(gate),
                kept == null ? null : kept.payload(),
                healthy == null ? null : healthy.payload().history(),
                readable);
    }

    /** Every target that asks for an analysis or has one. */
    Set<String> targets() {
        Set<String> keys = new TreeSet<>(gates.keys());
        keys.addAll(analyses.subjects());
        return keys;
    }

    private static boolean readable(@Nullable Entry<?> entry, Topic topic) {
        if (entry instanceof Entry.Unreadable<?> poison) {
            LOG.atWarn()
                    .addKeyValue("target", poison.key())
                    .addKeyValue("topic", topic.topicName())
                    .addKeyValue("reason", poison.reason())
                    .log("A record cannot be read; the target is not analysed until a readable one replaces it");
            return false;
        }
        return true;
    }

    private static <T extends Record> @Nullable Received<T> payload(@Nullable Entry<T> entry) {
        return entry instanceof Entry.Present<T> present ? present.received() : null;
    }
}
