package io.keelstream.messaging.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyScheduleTests {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final KeySchedule schedule = new KeySchedule(1);

    @Test
    void earliestAlarmOfAKeyWins() {
        // When
        schedule.wakeAt("a", NOON.plusSeconds(5));
        schedule.wakeAt("a", NOON.plusSeconds(3));
        schedule.wakeAt("a", NOON.plusSeconds(9));

        // Then
        assertThat(schedule.nextAlarm()).isEqualTo(NOON.plusSeconds(3));
        assertThat(schedule.alarms()).isEqualTo(1);
    }

    @Test
    void startOfARunClearsTheAlarmOfItsKeyAlone() {
        // Given
        schedule.wakeAt("a", NOON.plusSeconds(5));
        schedule.wakeAt("b", NOON.plusSeconds(7));
        schedule.wake("a");

        // When
        schedule.start();

        // Then
        assertThat(schedule.nextAlarm()).isEqualTo(NOON.plusSeconds(7));
        assertThat(schedule.alarms()).isEqualTo(1);
    }

    @Test
    void alarmThatARunSetsOutlivesTheRun() {
        // Given
        schedule.wake("a");
        schedule.start();

        // When
        schedule.wakeAt("a", NOON.plusSeconds(5));
        schedule.ended("a", false, NOON);

        // Then
        assertThat(schedule.nextAlarm()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void runAfterAFailureClearsTheBackOff() {
        // Given
        fail(NOON);
        assertThat(schedule.nextAlarm()).isEqualTo(NOON.plusMillis(200));
        schedule.wake("a");

        // When
        schedule.start();
        schedule.ended("a", false, NOON);

        // Then
        assertThat(schedule.nextAlarm()).isNull();
    }

    @Test
    void backOffDoublesAndASuccessResetsIt() {
        fail(NOON);
        fail(NOON);
        assertThat(schedule.nextAlarm()).isEqualTo(NOON.plusMillis(400));
        for (int i = 0; i < 40; i++) {
            fail(NOON);
        }
        assertThat(schedule.nextAlarm()).isEqualTo(NOON.plusSeconds(30));
        schedule.wake("a");
        schedule.start();
        schedule.ended("a", false, NOON);
        fail(NOON);
        assertThat(schedule.nextAlarm()).isEqualTo(NOON.plusMillis(200));
    }

    private void fail(Instant at) {
        schedule.wake("a");
        assertThat(schedule.start()).isEqualTo("a");
        schedule.ended("a", true, at);
    }
}
