package io.keelstream.messaging.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
        List<String> runs = new CopyOnWriteArrayList<>();
        work = new KeyedWork("test", 1, CLOCK, key -> {
            runs.add(key);
            steps.acquire();
        });
        work.wake("a");
        await().until(() -> runs.size() == 1);

        // When
        for (int i = 0; i < 10; i++) {
            work.wake("a");
        }
        work.wake("last");
        steps.release(10);

        // Then
        await().until(() -> runs.contains("last"));
        assertThat(runs).containsExactly("a", "a", "last");
    }

    @Test
    void wakeUpsBetweenAlarmsDoNotAddRuns() {
        // Given
        Duration pause = Duration.ofMillis(300);
        List<Instant> runs = new CopyOnWriteArrayList<>();
        work = new KeyedWork("test", 1, CLOCK, key -> {
            runs.add(CLOCK.instant());
            work.wakeAt(key, CLOCK.instant().plus(pause));
        });
        for (int i = 1; i <= 20; i++) {
            int count = i;
            work.wake("a");
            await().pollInterval(Duration.ofMillis(1)).until(() -> runs.size() >= count);
        }

        // When
        int woken = runs.size();
        await().until(() -> runs.size() >= woken + 4);

        // Then
        for (int i = woken + 1; i < woken + 4; i++) {
            assertThat(Duration.between(runs.get(i - 1), runs.get(i)))
                    .as("between run %d and run %d", i - 1, i)
                    .isGreaterThanOrEqualTo(pause);
        }
    }

    @Test
    void keyNeverRunsTwiceAtOnceAndNoMoreKeysRunThanAllowed() {
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
            LockSupport.parkNanos(50_000);
            together.decrementAndGet();
            mine.decrementAndGet();
            runs.incrementAndGet();
        });

        // When
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            for (int i = 0; i < 100; i++) {
                work.wake("key-" + i % 7);
            }
            return runs.get() >= 500;
        });

        // Then
        assertThat(violations).isEmpty();
    }

    @Test
    void runThatThrowsIsRepeatedAndBlocksNoOtherKey() {
        // Given
        AtomicInteger tries = new AtomicInteger();
        List<String> done = new CopyOnWriteArrayList<>();
        work = new KeyedWork("test", 1, CLOCK, key -> {
            int number = key.equals("bad") ? tries.incrementAndGet() : 3;
            switch (number) {
                case 1 -> throw new IllegalStateException("not yet");
                case 2 -> throw new NoClassDefFoundError("not yet");
                default -> done.add(key);
            }
        });

        // When
        work.wake("bad");
        work.wake("good");

        // Then
        await().until(() -> done.equals(List.of("good", "bad")));
        assertThat(tries).hasValue(3);
    }

    @Test
    void alarmOfTheFutureWaitsAndOneOfThePastIsNow() {
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
        List<String> begun = new CopyOnWriteArrayList<>();
        List<String> ended = new CopyOnWriteArrayList<>();
        work = new KeyedWork("test", 1, CLOCK, key -> {
            begun.add(key);
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
        assertThat(begun).containsExactly("runs");
    }

    @Test
    void errorInTheQueueItselfLosesNeitherAnAlarmNorTheEndOfARun() {
        // Given
        AtomicInteger faults = new AtomicInteger();
        Clock faulty = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                if (faults.incrementAndGet() <= 3) {
                    throw new OutOfMemoryError("no memory for a moment");
                }
                return Instant.now();
            }
        };
        List<String> runs = new CopyOnWriteArrayList<>();
        work = new KeyedWork("test", 1, faulty, runs::add);

        // When
        work.wake("run");
        work.wakeAt("alarm", Instant.now());

        // Then
        await().until(() -> runs.contains("run") && runs.contains("alarm"));
        work.wake("run");
        await().until(() -> runs.stream().filter("run"::equals).count() == 2);
        assertThat(faults).hasValueGreaterThan(3);
    }

    @Test
    void refusesToDoNothingAtATime() {
        work = new KeyedWork("test", 1, CLOCK, key -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyedWork("test", 0, CLOCK, key -> {}))
                .withMessageContaining("test must be positive");
    }
}
