package io.keelstream.kubernetes.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodDiagnosisTests {

    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");

    private static final String RUNNING = """
            phase: Running
              containerStatuses: [{name: web, ready: false, restartCount: 0, state: {running: {}}}]""";

    private static final String CRASHES = """
            phase: Running
              containerStatuses:
                - name: web
                  ready: false
                  restartCount: 3
                  state: {waiting: {reason: CrashLoopBackOff}}
                  lastState: {terminated: {exitCode: 137, reason: Error}}""";

    private static final String NO_IMAGE = """
            phase: Pending
              containerStatuses: [{name: web, ready: false, state: {waiting: {reason: ImagePullBackOff}}}]""";

    @Test
    void podThatFailsItsReadinessProbeSaysWhichAndHow() {
        assertThat(diagnosis(
                        RUNNING,
                        event("10:00", "Unhealthy", "Readiness probe failed: connection refused"),
                        event("11:00", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503")))
                .isEqualTo(
                        "1 pod: not ready: container web: Readiness probe failed: HTTP probe failed with statuscode: 503");
    }

    @Test
    void containerThatItsLivenessProbeEndedSaysSo() {
        assertThat(diagnosis(
                        CRASHES,
                        event("11:30", "BackOff", "Back-off restarting failed container web"),
                        event("11:20", "Unhealthy", "Readiness probe failed: connection refused"),
                        event("11:10", "Unhealthy", "Liveness probe failed: context deadline exceeded")))
                .isEqualTo("1 pod: container web: CrashLoopBackOff (last exit code 137, Error):"
                        + " container web: Liveness probe failed: context deadline exceeded");
    }

    @Test
    void crashIsNotExplainedByTheReadinessProbeThatItFails() {
        assertThat(diagnosis(CRASHES, event("11:20", "Unhealthy", "Readiness probe failed: connection refused")))
                .isEqualTo("1 pod: container web: CrashLoopBackOff (last exit code 137, Error)");
    }

    @Test
    void imageThatCannotBePulledSaysWhatTheRegistrySaid() {
        assertThat(diagnosis(
                        NO_IMAGE,
                        event("11:20", "Failed", "Error: ImagePullBackOff"),
                        event("11:10", "Failed", "Failed to pull image \"web:9\":\n  not found")))
                .isEqualTo(
                        "1 pod: container web: ImagePullBackOff: container web: Failed to pull image \"web:9\": not found");
    }

    @Test
    void podsOfOneStateAreCountedTogether() {
        Manifest pod = pod(RUNNING);

        String text = PodDiagnosis.of(
                        List.of(pod, pod, pod),
                        HealthContext.waiting(NOW, NOW),
                        asked -> List.of(event("11:00", "Unhealthy", "Readiness probe failed: 503")))
                .text();

        assertThat(text).isEqualTo("3 pods: not ready: container web: Readiness probe failed: 503");
    }

    @Test
    void podWithoutWarningsSaysItsState() {
        assertThat(diagnosis(RUNNING)).isEqualTo("1 pod: not ready");
    }

    @Test
    void longMessageIsCut() {
        assertThat(diagnosis(RUNNING, event("11:00", "Unhealthy", "Readiness probe failed: " + "x".repeat(5_000))))
                .hasSizeLessThan(400)
                .endsWith("x...");
    }

    @Test
    void podThatIsReadyIsNotAskedFor() {
        Manifest ready = pod("phase: Running\n  conditions: [{type: Ready, status: \"True\"}]");

        assertThat(PodDiagnosis.of(List.of(ready), HealthContext.waiting(NOW, NOW), pod -> {
                    throw new AssertionError("asked for the warnings of a healthy pod");
                }))
                .isEqualTo(PodDiagnosis.Report.NOTHING);
    }

    @Test
    void workloadWhosePodsAreNotCreatedSaysWhy() {
        assertThat(PodDiagnosis.uncreated(List.of(
                                event("11:00", "FailedCreate", "create Pod db-0 failed: exceeded quota: old"),
                                event("11:30", "FailedCreate", "create Pod db-0 failed: exceeded quota: team"),
                                event("11:40", "Unhealthy", "Readiness probe failed")))
                        .text())
                .isEqualTo("no new pods: create Pod db-0 failed: exceeded quota: team");
        assertThat(PodDiagnosis.uncreated(List.of()).text()).isEmpty();
    }

    @Test
    void whatIsSaidOfAWorkloadIsTakenApartFromWhatItsPodsSay() {
        String pods = diagnosis(CRASHES, event("11:10", "Unhealthy", "Liveness probe failed: a; b"));

        assertThat(PodDiagnosis.read("Progressing: 0 of 1; " + pods + "; 2 pods: pending"))
                .isEqualTo(new PodDiagnosis.Said(
                        "Progressing: 0 of 1",
                        "1 pod",
                        "container web: CrashLoopBackOff (last exit code 137, Error): container web: Liveness probe failed:"
                                + " a; b"));
        assertThat(PodDiagnosis.read("Progressing: 0 of 1; no new pods: exceeded quota"))
                .isEqualTo(new PodDiagnosis.Said("Progressing: 0 of 1", "no new pods", "exceeded quota"));
        assertThat(PodDiagnosis.read("12 objects leave; 3 pods are left"))
                .isEqualTo(new PodDiagnosis.Said("12 objects leave; 3 pods are left", null, ""));
    }

    private static String diagnosis(String status, Manifest... warnings) {
        return PodDiagnosis.of(List.of(pod(status)), HealthContext.waiting(NOW, NOW), pod -> List.of(warnings))
                .text();
    }

    private static Manifest pod(String status) {
        return read("""
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, uid: a}
            spec: {containers: [{name: web, image: "web:1"}]}
            status:
            """ + "  " + status + "\n");
    }

    private static Manifest event(String time, String reason, String message) {
        return read("""
            apiVersion: v1
            kind: Event
            metadata: {name: web-1.1, namespace: shop}
            involvedObject: {kind: Pod, name: web-1, uid: a, fieldPath: "spec.containers{web}"}
            type: Warning
            reason: %s
            lastTimestamp: "2026-08-01T%s:00Z"
            message: "%s"
            """.formatted(reason, time, message.replace("\"", "\\\"").replace("\n", "\\n")));
    }

    private static Manifest read(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest();
    }
}
