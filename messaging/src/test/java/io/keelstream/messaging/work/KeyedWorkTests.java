package io.keelstream.messaging.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedWorkTests {

    private static final Clock CLOCK = Clock.systemUTC();

    private KeyedWork work;

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void wakeUpsDuringARunAreOneMoreRun() {
        // Given
        Semaphore steps = new Semaphore(0);
        AtomicInteger runs = new AtomicInteger();
        work = new KeyedWork("test", 4, CLOCK, key -> {
            runs.incrementAndGet();
            steps.acquire();
        });
        work.wake("a");
        await().until(() -> runs.get() == 1);

        // When
        for (int i = 0; i < 10; i++) {
            work.wake("a");
        }
        steps.release(10);

        // Then
        await().until(() -> work.pending() == 0);
        assertThat(runs).hasValue(2);
    }

    @Test
    void aKeyNeverRunsTwiceAtOnceAndNoMoreKeysRunThanAllowed() {
        // Given
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger together = new AtomicInteger();
        List<String> violations = new CopyOnWriteArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        work = new KeyedWork("test", 3, CLOCK, key -> {
            AtomicInteger mine = inside.computeIfAbsent(key, same -> new AtomicInteger());
            if (mine.incrementAndGet() > 1 || together.incrementAndGet() > 3) {
                violations.add(key);
            }
            Thread.sleep(Duration.ofNanos(50_000));
            together.decrementAndGet();
            mine.decrementAndGet();
            runs.incrementAndGet();
        });

        // When
        for (int i = 0; i < 2000; i++) {
            work.wake("key-" + i % 7);
        }

        // Then
        await().until(() -> work.pending() == 0);
        assertThat(violations).isEmpty();
        assertThat(runs.get()).isGreaterThanOrEqualTo(7);
    }

    @Test
    void aRunThatThrowsIsRepeatedAndHoldsNobodyUp() {
        // Given
        AtomicInteger tries = new AtomicInteger();
        List<String> done = new CopyOnWriteArrayList<>();
        work = new KeyedWork("test", 1, CLOCK, key -> {
            if (key.equals("bad") && tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
            done.add(key);
        });

        // When
        work.wake("bad");
        work.wake("good");

        // Then
        await().until(() -> done.equals(List.of("good", "bad")));
        assertThat(tries).hasValue(3);
    }

    @Test
    void anAlarmOfTheFutureWaitsAndOneOfThePastIsNow() {
        // Given
        List<String> done = new CopyOnWriteArrayList<>();
        work = new KeyedWork("test", 2, CLOCK, done::add);

        // When
        work.wakeAt("tomorrow", CLOCK.instant().plusSeconds(86_400));
        work.wakeAt("soon", CLOCK.instant().plusMillis(50));
        work.wakeAt("past", CLOCK.instant().minusSeconds(5));

        // Then
        await().until(() -> done.equals(List.of("past", "soon")));
    }

    @Test
    void closingInterruptsWhatRunsDropsWhatWaitsAndTakesNothingNew() throws InterruptedException {
        // Given
        CountDownLatch started = new CountDownLatch(1);
        List<String> ended = new CopyOnWriteArrayList<>();
        work = new KeyedWork("test", 1, CLOCK, key -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.add(key);
            }
        });
        work.wake("runs");
        started.await();
        work.wake("waits");

        // When
        work.close();
        work.wake("late");

        // Then
        assertThat(ended).containsExactly("runs");
        assertThat(work.pending()).isZero();
    }

    @Test
    void refusesToDoNothingAtATime() {
        work = new KeyedWork("test", 1, CLOCK, key -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyedWork("test", 0, CLOCK, key -> {}))
                .withMessageContaining("test must be positive");
    }
}
