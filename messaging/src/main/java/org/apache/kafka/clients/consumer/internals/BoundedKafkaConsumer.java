package org.apache.kafka.clients.consumer.internals;

import io.keelstream.messaging.bounds.BoundedRecords;
import io.keelstream.messaging.bounds.ReadBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.internals.events.ApplicationEventHandler;
import org.apache.kafka.clients.consumer.internals.events.CompletableEventReaper;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.Records;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's consumer with a bound on what it takes into memory. None of its settings is one: {@code fetch.max.bytes} and
 * {@code max.partition.fetch.bytes} count compressed bytes, and the client makes an array of a record's own claimed size
 * before any deserializer or interceptor is asked. One record of zeros, 300 KB as gzip and less as zstd, thus takes hundreds
 * of megabytes, and a thousand of them are read by one poll. What may be replaced is the view of a fetch: between the answer
 * of the broker and the parsing stand {@link BoundedRecords}, and a poll ends when its {@link ReadBudget} is spent.
 *
 * <p>It is in this package because the client's collector of fetches can be replaced from here alone. A new version of the
 * client that has another collector does not compile with it, so that nobody upgrades past the bound unawares. Like its
 * superclass used by one thread.
 */
public class BoundedKafkaConsumer extends AsyncKafkaConsumer<byte[], byte[]> {

    private static final Logger FETCHES = LoggerFactory.getLogger(CompletedFetch.class);

    /**
     * Connects.
     *
     * @param properties of a Kafka consumer of bytes, with or without a group; {@code group.protocol=consumer}
     */
    public BoundedKafkaConsumer(Map<String, Object> properties) {
        super(
                new ConsumerConfig(properties),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Time.SYSTEM,
                ApplicationEventHandler::new,
                CompletableEventReaper::new,
                Collector::new,
                ConsumerMetadata::new,
                new LinkedBlockingQueue<>(),
                Optional.empty());
    }

    /** Collects for one poll what its budget allows. */
    private static final class Collector extends FetchCollector<byte[], byte[]> {

        private final SubscriptionState subscriptions;
        private final FetchMetricsManager metrics;
        private final ReadBudget budget = new ReadBudget();

        private Collector(
                org.apache.kafka.common.utils.LogContext log,
                ConsumerMetadata metadata,
                SubscriptionState subscriptions,
                FetchConfig config,
                Deserializers<byte[], byte[]> deserializers,
                FetchMetricsManager metrics,
                Time time) {
            super(log, metadata, subscriptions, config, deserializers, metrics, time);
            this.subscriptions = subscriptions;
            this.metrics = metrics;
        }

        @Override
        public Fetch<byte[], byte[]> collectFetch(FetchBuffer buffer) {
            budget.renew();
            try {
                return super.collectFetch(buffer);
            } catch (BudgetSpent e) {
                return Fetch.empty();
            }
        }

        @Override
        protected @Nullable CompletedFetch initialize(CompletedFetch fetch) {
            CompletedFetch initialized = super.initialize(fetch);
            return initialized == null ? null : bounded(initialized);
        }

        private CompletedFetch bounded(CompletedFetch fetch) {
            PartitionData data = fetch.partitionData;
            if (data.records() instanceof Records records) {
                data.setRecords(new BoundedRecords(records, budget));
            }
            CompletedFetch bounded = new BoundedFetch(
                    subscriptions, fetch, new FetchMetricsAggregator(metrics, Set.of(fetch.partition)), budget);
            bounded.setInitialized();
            return bounded;
        }
    }

    /** Gives records one by one, as long as there is budget. */
    private static final class BoundedFetch extends CompletedFetch {

        private final ReadBudget budget;

        private BoundedFetch(
                SubscriptionState subscriptions,
                CompletedFetch fetch,
                FetchMetricsAggregator metrics,
                ReadBudget budget) {
            super(
                    FETCHES,
                    subscriptions,
                    BufferSupplier.create(),
                    fetch.partition,
                    fetch.partitionData,
                    metrics,
                    fetch.nextFetchOffset());
            this.budget = budget;
        }

        @Override
        <K, V> List<ConsumerRecord<K, V>> fetchRecords(
                FetchConfig config, Deserializers<K, V> deserializers, int limit) {
            if (budget.spent()) {
                throw new BudgetSpent();
            }
            List<ConsumerRecord<K, V>> records = new ArrayList<>();
            try {
                while (records.size() < limit && !budget.spent()) {
                    List<ConsumerRecord<K, V>> one = super.fetchRecords(config, deserializers, 1);
                    if (one.isEmpty()) {
                        break;
                    }
                    records.addAll(one);
                }
            } catch (KafkaException e) {
                if (records.isEmpty()) {
                    throw e;
                }
            }
            return records;
        }
    }

    /** Ends a poll: the client returns what it has collected before. */
    private static final class BudgetSpent extends KafkaException {

        private static final long serialVersionUID = 1L;

        private BudgetSpent() {
            super("a poll has read as much as it may");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
