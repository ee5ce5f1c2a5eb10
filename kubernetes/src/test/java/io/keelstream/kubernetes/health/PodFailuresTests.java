package io.keelstream.kubernetes.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodFailuresTests {

    private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final Instant NOW = Instant.parse("2026-03-01T12:30:00Z");

    private static final String EARLIER = "2026-03-01T11:58:00Z";
    private static final String READY = condition("True", "2026-03-01T12:10:02Z");
    private static final String RUNNING = "\"running\": {}";
    private static final String BACK_OFF = "\"waiting\": {\"reason\": \"CrashLoopBackOff\"}";

    @Test
    void exitOfAPodThatServedCountsOnceAndABackOffTwice() {
        assertThat(of(pod(READY, container(RUNNING, ended(137, "OOMKilled", "2026-03-01T12:10:00Z")))))
                .isEqualTo(new PodFailures(1, 1, 0, "container app: exit code 137, OOMKilled"));
        assertThat(of(pod(
                        condition("False", "2026-03-01T12:10:00Z"),
                        container(BACK_OFF, ended(1, "Error", "2026-03-01T12:10:00Z")))))
                .isEqualTo(new PodFailures(1, 2, 0, "container app: exit code 1, Error"));
    }

    @Test
    void containerThatHasJustEndedCounts() {
        String state = "\"terminated\": {\"exitCode\": 0, \"finishedAt\": \"2026-03-01T12:29:59Z\"}";
        assertThat(of(pod(condition("False", "2026-03-01T12:29:59Z"), container(state, "")))
                        .exits())
                .isEqualTo(1);
    }

    @Test
    void containersOfOnePodThatEndTogetherAreOneExit() {
        String ended = container(RUNNING, ended(143, "Error", "2026-03-01T12:10:00Z"));
        assertThat(of(pod(READY, ended + ", " + ended)).exits()).isEqualTo(1);
    }

    @Test
    void exitBeforeThePodServedDoesNotCount() {
        String before = container(RUNNING, ended(1, "Error", "2026-03-01T11:59:59Z"));
        assertThat(of(pod(READY, before)).exits()).isZero();
        String start = container(RUNNING, ended(1, "Error", "2026-03-01T12:20:30Z"));
        assertThat(of(pod("2026-03-01T12:20:00Z", "Running", READY, start)).exits())
                .isZero();
    }

    @Test
    void podThatWasNeverReadyDoesNotCount() {
        String crashing = container(BACK_OFF, ended(1, "Error", "2026-03-01T12:29:00Z"));
        assertThat(of(pod("2026-03-01T12:20:00Z", "Running", condition("False", "2026-03-01T12:20:01Z"), crashing)))
                .isEqualTo(new PodFailures(1, 0, 0, ""));
    }

    @Test
    void evictedPodAndPodOfALostNodeAreNobodysFault() {
        String exit = ended(137, "Error", "2026-03-01T12:10:00Z");
        assertThat(of(pod(EARLIER, "Failed", READY, container(RUNNING, exit))).pods())
                .isZero();
        String lost = ended(255, "Unknown", "2026-03-01T12:10:00Z");
        assertThat(of(pod(READY, container(RUNNING, lost))).exits()).isZero();
        Manifest away = pod(
                condition("False", "2026-03-01T12:10:00Z"),
                container(RUNNING, "").replace("false", "true"));
        assertThat(of(away).unready()).isZero();
    }

    @Test
    void podThatFailsItsReadinessProbeForAMinuteIsNotReady() {
        String silent = container(RUNNING, "");
        assertThat(of(pod(condition("False", "2026-03-01T12:29:00Z"), silent)).unready())
                .isEqualTo(1);
        assertThat(of(pod(condition("False", "2026-03-01T12:29:01Z"), silent)).unready())
                .isZero();
        assertThat(of(pod(condition("False", "2026-03-01T11:59:00Z"), silent)).unready())
                .isZero();
    }

    private static PodFailures of(Manifest... pods) {
        return PodFailures.of(List.of(pods), SINCE, NOW);
    }

    private static Manifest pod(String condition, String containers) {
        return pod(EARLIER, "Running", condition, containers);
    }

    private static Manifest pod(String started, String phase, String condition, String containers) {
        return new Manifest(Json.readObject("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "shop", "creationTimestamp": "%1$s"},
                 "status": {"phase": "%2$s", "startTime": "%1$s", "conditions": [%3$s], "containerStatuses": [%4$s]}}
                """.formatted(started, phase, condition, containers)));
    }

    private static String condition(String status, String since) {
        return "{\"type\": \"Ready\", \"status\": \"" + status + "\", \"lastTransitionTime\": \"" + since + "\"}";
    }

    private static String container(String state, String last) {
        return "{\"name\": \"app\", \"ready\": false, \"state\": {" + state + "}, \"lastState\": {" + last + "}}";
    }

    private static String ended(int code, String reason, String at) {
        return "\"terminated\": {\"exitCode\": " + code + ", \"reason\": \"" + reason + "\", \"finishedAt\": \"" + at
                + "\"}";
    }
}
