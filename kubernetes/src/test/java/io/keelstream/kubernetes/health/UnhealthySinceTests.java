package io.keelstream.kubernetes.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnhealthySinceTests {

    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");

    @Test
    void deploymentPastItsDeadlineIsSoSinceTheDeadline() {
        assertThat(UnhealthySince.of(object("Deployment", """
                conditions:
                    - {type: Available, status: "False", lastTransitionTime: "2026-08-01T10:00:00Z"}
                    - {type: Progressing, status: "False", reason: ProgressDeadlineExceeded, lastTransitionTime: "2026-08-01T10:10:00Z"}
                """))).isEqualTo("2026-08-01T10:10:00Z");
    }

    @Test
    void conditionThatIsGoodSaysNothing() {
        assertThat(UnhealthySince.of(object("Deployment", """
                conditions:
                    - {type: Available, status: "True", lastTransitionTime: "2026-08-01T10:00:00Z"}
                    - {type: Progressing, status: "True", lastTransitionTime: "2026-08-01T10:10:00Z"}
                """))).isNull();
    }

    @Test
    void timeThatCannotBeReadIsNone() {
        assertThat(UnhealthySince.of(object("Widget", """
                conditions: [{type: Ready, status: "False", lastTransitionTime: yesterday}]
                """))).isNull();
    }

    @Test
    void anotherExitOfAContainerChangesNothing() {
        assertThat(since(pod("10:00", "10:30")))
                .isEqualTo(since(pod("10:00", "10:40")))
                .isEqualTo("2026-08-01T10:00:00Z");
    }

    @Test
    void ofSeveralPodsTheFirstCounts() {
        assertThat(since(pod("10:20", "10:30"), pod("10:10", "10:30"))).isEqualTo("2026-08-01T10:10:00Z");
    }

    @Test
    void podThatFailedIsSoSinceItsContainersEnded() {
        assertThat(since(object("Pod", """
                phase: Failed
                  conditions: [{type: Ready, status: "False", lastTransitionTime: "2026-08-01T10:00:00Z"}]
                  containerStatuses: [{name: web, state: {terminated: {exitCode: 1, finishedAt: "2026-08-01T10:05:00Z"}}}]
                """))).isEqualTo("2026-08-01T10:05:00Z");
    }

    @Test
    void podWithoutConditionsIsSoSinceItsCreation() {
        assertThat(since(object("Pod", "phase: Pending\n"))).isEqualTo("2026-08-01T09:00:00Z");
    }

    @Test
    void terminatingObjectIsSoSinceItsDeletionWasAskedFor() {
        assertThat(since(terminating("Pod"))).isEqualTo("2026-08-01T10:29:30Z");
        assertThat(UnhealthySince.of(terminating("Deployment"))).isEqualTo("2026-08-01T10:29:30Z");
    }

    @Test
    void podsAreNotCreatedSinceTheFirstEventThatSaysSo() {
        assertThat(PodDiagnosis.uncreated(List.of(
                                uncreated("web-1", "10:20", "10:30"),
                                uncreated("web-2", "10:00", "10:10"),
                                uncreated("web-3", "10:10", "10:20")))
                        .since())
                .isEqualTo("2026-08-01T10:00:00Z");
    }

    @Test
    void eventThatComesAgainAndAgainCountsFromItsFirstTime() {
        assertThat(PodDiagnosis.uncreated(List.of(read("""
                apiVersion: v1
                kind: Event
                metadata: {name: web.1, namespace: shop, creationTimestamp: "2026-08-01T10:00:02Z"}
                reason: FailedCreate
                message: exceeded quota
                firstTimestamp: "2026-08-01T10:00:00Z"
                lastTimestamp: "2026-08-01T11:00:00Z"
                """))).since()).isEqualTo("2026-08-01T10:00:00Z");
    }

    private static Instant since(Manifest... pods) {
        return PodDiagnosis.of(List.of(pods), HealthContext.waiting(NOW, NOW), asked -> List.of())
                .since();
    }

    private static Manifest pod(String unready, String ended) {
        return object("Pod", """
                phase: Running
                  conditions: [{type: Ready, status: "False", lastTransitionTime: "2026-08-01T%s:00Z"}]
                  containerStatuses:
                    - name: web
                      ready: false
                      state: {waiting: {reason: CrashLoopBackOff}}
                      lastState: {terminated: {exitCode: 1, finishedAt: "2026-08-01T%s:00Z"}}
                """.formatted(unready, ended));
    }

    private static Manifest terminating(String kind) {
        return read("""
            apiVersion: v1
            kind: %s
            metadata:
              name: web
              namespace: shop
              creationTimestamp: "2026-08-01T09:00:00Z"
              deletionTimestamp: "2026-08-01T10:30:00Z"
              deletionGracePeriodSeconds: 30
            status:
              phase: Running
              conditions:
                - {type: Ready, status: "False", lastTransitionTime: "2026-08-01T09:10:00Z"}
            """.formatted(kind));
    }

    private static Manifest uncreated(String pod, String first, String last) {
        return read("""
            apiVersion: v1
            kind: Event
            metadata: {name: web.%1$s, namespace: shop}
            reason: FailedCreate
            message: pods "%1$s" is forbidden
            firstTimestamp: "2026-08-01T%2$s:00Z"
            lastTimestamp: "2026-08-01T%3$s:00Z"
            """.formatted(pod, first, last));
    }

    private static Manifest object(String kind, String status) {
        return read("""
            apiVersion: v1
            kind: %s
            metadata: {name: web, namespace: shop, creationTimestamp: "2026-08-01T09:00:00Z"}
            status:
            """.formatted(kind) + "  " + status);
    }

    private static Manifest read(String yaml) {
        return new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow()
                .getFirst()
                .manifest();
    }
}
