package io.keelstream.messaging.partition;

import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.codec.CloudEventCodec;
import io.keelstream.messaging.codec.Headers;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.event.Received;
import io.keelstream.messaging.partition.Sequences.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka transaction for a batch of transitions: numbers the facts, sends them, commits, and enters what was written in
 * the tables. Used by one writer thread; {@link #close} may come from any.
 */
final class PartitionTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionTransaction.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** A commit whose answer is late goes on where it was; each try waits for {@code max.block.ms}. */
    private static final int COMMIT_TRIES = 3;

    /** A fact on its way. */
    private record Sent(Transition.Encoded fact, String id, long sequence, Future<RecordMetadata> place) {}

    private final ServiceInputs inputs;
    private final Producer<byte[], byte[]> producer;
    private final Supplier<ConsumerGroupMetadata> member;
    private final Sequences sequences;
    private final Map<Topic, MemoryTable<?>> tables;
    private final EngineMetrics metrics;

    /**
     * @param inputs the service
     * @param producer fenced and empty
     * @param member this consumer's membership in the group as of now
     * @param sequences filled from the tables
     * @param tables the partition's tables
     * @param metrics where the figures go
     */
    PartitionTransaction(
            ServiceInputs inputs,
            Producer<byte[], byte[]> producer,
            Supplier<ConsumerGroupMetadata> member,
            Sequences sequences,
            Map<Topic, MemoryTable<?>> tables,
            EngineMetrics metrics) {
        this.inputs = inputs;
        this.producer = producer;
        this.member = member;
        this.sequences = sequences;
        this.tables = tables;
        this.metrics = metrics;
    }

    /** Commits the batch as a whole; throws what Kafka throws, and then nothing is known about the outcome. */
    void run(List<Transition> batch) {
        long begin = System.nanoTime();
        List<Sent> sent = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> copied = new HashMap<>();
        producer.beginTransaction();
        for (Transition transition : batch) {
            switch (transition) {
                case Transition.Facts facts -> send(facts, sent);
                case Transition.DeadLetter letter -> send(letter, copied);
                case Transition.End _ -> throw new IllegalStateException("the end is not a transition");
            }
        }
        if (!copied.isEmpty()) {
            producer.sendOffsetsToTransaction(copied, member.get());
        }
        commit();
        sent.forEach(this::enter);
        metrics.committed(sent.size(), copied.size(), System.nanoTime() - begin);
    }

    /** Kafka's contract: after a time-out, committing again waits for the very same commit. */
    private void commit() {
        for (int number = 1; ; number++) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (number == COMMIT_TRIES) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("service", inputs.service())
                        .addKeyValue("try", number)
                        .log("The broker is slow to answer a commit; still waiting for it");
            }
        }
    }

    /** Closes the producer; a transaction that runs is given up. */
    void close() {
        producer.close(CLOSE_LIMIT);
    }

    private void send(Transition.Facts facts, List<Sent> sent) {
        List<RecordHeaders> headers = new ArrayList<>();
        Map<Place, Long> streams = new TreeMap<>();
        for (Transition.Encoded encoded : facts.facts()) {
            Fact fact = encoded.fact();
            Place place = new Place(fact.topic().topicName(), fact.key());
            long sequence = sequences.next(place, fact.context().time());
            headers.add(CloudEventCodec.headers(fact, inputs.source(), sequence));
            if (!tables.containsKey(fact.topic())) {
                streams.put(place, sequence);
            }
        }
        Fact anchor = facts.facts().get(facts.anchor()).fact();
        String lines = sequences.anchor(new Place(anchor.topic().topicName(), anchor.key()), streams);
        if (!lines.isEmpty()) {
            headers.get(facts.anchor()).add(Headers.LAST_SEQUENCES, lines.getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < facts.facts().size(); i++) {
            sent.add(send(facts.facts().get(i), headers.get(i)));
        }
    }

    private Sent send(Transition.Encoded encoded, RecordHeaders headers) {
        Fact fact = encoded.fact();
        MemoryTable<?> table = tables.get(fact.topic());
        Future<RecordMetadata> place = producer.send(
                new ProducerRecord<>(
                        fact.topic().topicName(),
                        encoded.partition(),
                        null,
                        fact.key().getBytes(StandardCharsets.UTF_8),
                        encoded.data(),
                        headers),
                (written, failure) -> {
                    if (table != null && failure == null) {
                        table.sent(written.offset());
                    }
                });
        return new Sent(encoded, header(headers, Headers.ID), Long.parseLong(header(headers, Headers.SEQUENCE)), place);
    }

    private void send(Transition.DeadLetter letter, Map<TopicPartition, OffsetAndMetadata> copied) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        headers.add("keelstream-dlt-topic", utf8(record.topic()));
        headers.add("keelstream-dlt-partition", utf8(String.valueOf(record.partition())));
        headers.add("keelstream-dlt-offset", utf8(String.valueOf(record.offset())));
        headers.add("keelstream-dlt-reason", utf8(letter.reason()));
        headers.add("keelstream-dlt-message", utf8(letter.message()));
        Future<RecordMetadata> _ = producer.send(new ProducerRecord<>(
                Topic.deadLetters(inputs.service()), null, record.timestamp(), record.key(), record.value(), headers));
        copied.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
    }

    private void enter(Sent sent) {
        Fact fact = sent.fact().fact();
        MemoryTable<?> table = tables.get(fact.topic());
        if (table == null) {
            return;
        }
        long offset = offset(sent.place());
        table.committed(fact.key(), received(sent, offset), offset);
    }

    private static @Nullable Received<? extends Record> received(Sent sent, long offset) {
        Fact fact = sent.fact().fact();
        return fact.payload() == null
                ? null
                : new Received<>(
                        fact.key(),
                        fact.payload(),
                        sent.id(),
                        sent.sequence(),
                        fact.context().time(),
                        new Received.Place(
                                sent.fact().partition(), offset, fact.context().time()),
                        fact.context().traceparent());
    }

    /** The commit has returned, so every record has its offset. */
    private static long offset(Future<RecordMetadata> place) {
        try {
            return place.get().offset();
        } catch (InterruptedException e) {
            throw new KafkaException("interrupted after a commit", e);
        } catch (ExecutionException e) {
            throw new KafkaException("a committed record was not sent", e);
        }
    }

    private static String header(RecordHeaders headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
