package io.keelstream.gitwatcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WakeSenderTests {

    @Test
    void thousandWakesAreAtMostTwoRecords() throws Exception {
        AtomicInteger records = new AtomicInteger();
        try (WakeSender sender = new WakeSender((ref, provider) -> records.incrementAndGet())) {
            sender.start();
            for (int i = 0; i < 1_000; i++) {
                sender.wake("infra@HEAD", Provider.GITHUB);
            }
            await().untilAtomic(records, org.hamcrest.Matchers.greaterThan(0));
            Thread.sleep(1_200);
            assertThat(records.get()).isBetween(1, 2);
        }
    }

    @Test
    void wakeThatTheBrokerDoesNotTakeIsSentAgain() {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        try (WakeSender sender = new WakeSender((ref, provider) -> {
            if (tries.incrementAndGet() == 1) {
                throw new KafkaException("away");
            }
            sent.incrementAndGet();
        })) {
            sender.wake("infra@HEAD", Provider.GITHUB);
            sender.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> sent.get() == 1);
        }
    }

    @Test
    void deliveryDoesNotWaitForTheBroker() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        try (WakeSender sender = new WakeSender((ref, provider) -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new KafkaException(e);
            }
        })) {
            sender.start();
            sender.wake("infra@HEAD", Provider.GITHUB);
            asked.await();
            long start = System.nanoTime();
            sender.wake("infra@HEAD", Provider.GITHUB);
            sender.wake("tools@HEAD", Provider.GITHUB);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        }
    }
}
