package io.keelstream.messaging.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random wake-ups, alarms, runs, failures and time; a model that is simpler than the schedule says what must hold. */
class KeySchedulePropertyTests {

    private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");
    private static final int CONCURRENCY = 3;

    /** The earliest time at which each key was asked to run since its last run started. */
    private final Map<String, Instant> asked = new HashMap<>();

    private final Map<String, Integer> failures = new HashMap<>();
    private final List<String> running = new ArrayList<>();
    private final KeySchedule schedule = new KeySchedule(CONCURRENCY);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void keyHasAtMostOneAlarmAndNoRequestIsLost(long seed) {
        // Given
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            // When
            step(random);

            // Then
            assertThat(schedule.alarms()).as("alarms after step %d", i).isLessThanOrEqualTo(asked.size());
            assertThat(running).as("running after step %d", i).hasSizeLessThanOrEqualTo(CONCURRENCY);
            Instant next = schedule.nextAlarm();
            asked.forEach((key, at) -> assertThat(at.isAfter(now) && (next == null || next.isAfter(at)))
                    .as("the alarm of %s for %s is lost", key, at)
                    .isFalse());
        }
        drain();
        assertThat(asked).as("requests without a run").isEmpty();
        assertThat(schedule.alarms()).isZero();
    }

    private void step(Random random) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        switch (random.nextInt(5)) {
            case 0 -> {
                schedule.wake(key);
                ask(key, now);
            }
            case 1 -> {
                Instant at = now.plusMillis(random.nextInt(10_000) - 1_000);
                schedule.wakeAt(key, at);
                ask(key, at);
            }
            case 2 -> start();
            case 3 -> {
                if (!running.isEmpty()) {
                    end(running.get(random.nextInt(running.size())), random.nextBoolean());
                }
            }
            default -> {
                now = now.plusMillis(random.nextInt(2_000));
                schedule.ring(now);
            }
        }
    }

    private boolean start() {
        String key = schedule.start();
        if (key == null) {
            return false;
        }
        assertThat(running).as("%s runs already", key).doesNotContain(key);
        assertThat(asked).as("%s was not asked for", key).containsKey(key);
        assertThat(asked.get(key)).as("%s runs too early", key).isBeforeOrEqualTo(now);
        asked.remove(key);
        running.add(key);
        return true;
    }

    private void end(String key, boolean failed) {
        running.remove(key);
        schedule.ended(key, failed, now);
        int count = failed ? failures.merge(key, 1, Integer::sum) : 0;
        if (failed) {
            ask(key, now.plusMillis(Math.min(30_000, 200L << Math.min(count - 1, 20))));
        } else {
            failures.remove(key);
        }
    }

    /** Lets every run succeed until nothing is asked for. */
    private void drain() {
        for (int i = 0; i < 100 && !(asked.isEmpty() && running.isEmpty()); i++) {
            now = now.plusSeconds(30);
            schedule.ring(now);
            boolean started = true;
            while (started) {
                started = start();
            }
            List.copyOf(running).forEach(key -> end(key, false));
        }
    }

    private void ask(String key, Instant at) {
        asked.merge(key, at, (before, other) -> before.isBefore(other) ? before : other);
    }
}
