package io.keelstream.notifier.delivery;

import io.keelstream.contracts.retry.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * What becomes of a record that was not delivered: it is read again from Kafka, and until then its partition is paused and the others go
 * on. The container's own back-offs sleep, which would hold all partitions. Used by the consumer's thread.
 */
final class Pauses implements CommonErrorHandler {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Map<TopicPartition, Failures> failures = new HashMap<>();

    /** How often in a row a record was not delivered. */
    private record Failures(long offset, int count) {}

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    @Override
    public void handleRemaining(
            Exception thrown,
            List<ConsumerRecord<?, ?>> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container) {
        ConsumerRecord<?, ?> failed = records.getFirst();
        for (ConsumerRecord<?, ?> each : records.reversed()) {
            consumer.seek(partition(each), each.offset());
        }
        TopicPartition partition = partition(failed);
        container.pausePartition(partition);
        after(pause(partition, failed.offset(), thrown)).execute(() -> container.resumePartition(partition));
        throw new KafkaException("to be read again", KafkaException.Level.DEBUG, thrown);
    }

    private Duration pause(TopicPartition partition, long offset, Exception thrown) {
        Failures before = failures.get(partition);
        int count = before == null || before.offset != offset ? 1 : before.count + 1;
        Undelivered why = undelivered(thrown);
        if (why instanceof Undelivered.Postponed) {
            count--;
        }
        failures.put(partition, new Failures(offset, count));
        Duration asked = why == null ? null : why.pause();
        return asked == null ? BACKOFF.after(count) : asked;
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> of) {
        return new TopicPartition(of.topic(), of.partition());
    }

    private static @Nullable Undelivered undelivered(@Nullable Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof Undelivered undelivered) {
                return undelivered;
            }
        }
        return null;
    }

    private static Executor after(Duration pause) {
        return CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
