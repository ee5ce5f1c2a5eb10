package io.keelstream.applier.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveObjectsTests {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final ObjectReference SETTINGS = ObjectReference.parse("ConfigMap/shop/settings");
    private static final ObjectReference JOB = ObjectReference.parse("Job.batch/shop/migrate");
    private static final GroupKind JOBS = new GroupKind("batch", "Job");

    private final LiveObjects live =
            new LiveObjects(unreachable(), plain(), Clock.fixed(NOW, ZoneOffset.UTC), owner -> {});

    @Test
    void olderEventNeverReplacesANewerAnswer() {
        // Given
        live.observed(settings("first", 7, "{}"));

        // When
        live.observed(settings("second", 3, "{}"));

        // Then
        assertThat(live.uid(SETTINGS)).isEqualTo("first");
    }

    @Test
    void resourceVersionsStartAnewOnARebuiltCluster() {
        // Given
        live.identify("old");
        live.observed(settings("first", 7, "{}"));

        // When
        live.identify("new");
        live.observed(settings("second", 3, "{}"));

        // Then
        assertThat(live.uid(SETTINGS)).isEqualTo("second");
    }

    @Test
    void jobDeletedAsItCompletesHasEnded() {
        // Given
        live.observed(job("3", "[]"));

        // When
        live.deleted(JOBS, job("5", "[{\"type\": \"Complete\", \"status\": \"True\"}]"));

        // Then
        assertThat(live.end(JOB)).isEqualTo(new HealthStatus(Health.HEALTHY, ""));
        assertThat(live.uid(JOB)).isNull();
    }

    @Test
    void jobThatIsDeletedBeforeItCompletesHasNotEnded() {
        // When
        live.deleted(JOBS, job("5", "[]"));

        // Then
        assertThat(live.end(JOB)).isEqualTo(new HealthStatus(Health.MISSING, "was deleted before it ended"));
    }

    @Test
    void jobThatGoesUnseenHasNoKnownEnd() {
        // Given
        live.observed(job("3", "[]"));

        // When
        live.listed(JOBS, List.of(), "9");

        // Then
        assertThat(live.uid(JOB)).isNull();
        assertThat(live.end(JOB)).isNull();
    }

    @Test
    void recreatedJobIsRunningAgain() {
        // Given
        live.deleted(JOBS, job("5", "[{\"type\": \"Complete\", \"status\": \"True\"}]"));

        // When
        live.observed(job("7", "[]"));

        // Then
        assertThat(live.end(JOB)).isNull();
        assertThat(live.health(JOB, Expectation.of(TargetPolicy.DEFAULT, NOW)).health())
                .isEqualTo(Health.PROGRESSING);
    }

    @Test
    void onlyTheFirstOfTwoTargetsClaimsAnObject() {
        // Given
        String first = live.claim(SETTINGS, "acme/production/a");

        // When
        String meanwhile = live.claim(SETTINGS, "acme/production/b");
        live.observed(settings("uid", 3, "{\"keelstream.io/owner\": \"acme/production/a\"}"));
        live.unclaim(SETTINGS, "acme/production/a");
        String afterwards = live.claim(SETTINGS, "acme/production/b");

        // Then
        assertThat(first).isEqualTo("acme/production/a");
        assertThat(meanwhile).isEqualTo("acme/production/a");
        assertThat(afterwards).isEqualTo("acme/production/a");
    }

    private static Manifest settings(String uid, int version, String annotations) {
        return object("v1", "ConfigMap", "settings", uid, String.valueOf(version), annotations, "{}");
    }

    private static Manifest job(String version, String conditions) {
        return object("batch/v1", "Job", "migrate", "uid", version, "{}", "{\"conditions\": %s}".formatted(conditions));
    }

    private static Manifest object(
            String apiVersion,
            String kind,
            String name,
            String uid,
            String version,
            String annotations,
            String status) {
        return new Manifest(Json.readObject("""
            {"apiVersion": "%s", "kind": "%s",
             "metadata": {"name": "%s", "namespace": "shop", "uid": "%s", "resourceVersion": "%s", "annotations": %s},
             "spec": {}, "status": %s}
            """.formatted(apiVersion, kind, name, uid, version, annotations, status)));
    }

    /** By Kubernetes' own conditions, always in progress: what is judged is not what these tests are about. */
    private static Assessment plain() {
        return (Assessment) Proxy.newProxyInstance(
                LiveObjectsTests.class.getClassLoader(),
                new Class<?>[] {Assessment.class},
                (proxy, method, arguments) -> method.getName().equals("settled")
                        ? (Object) false
                        : new HealthStatus(Health.PROGRESSING, "in progress"));
    }

    /** What is seen is told by watches and answers; nothing here may call the cluster. */
    private static ClusterClient unreachable() {
        return (ClusterClient) Proxy.newProxyInstance(
                LiveObjectsTests.class.getClassLoader(),
                new Class<?>[] {ClusterClient.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError("the cluster is called: " + method.getName());
                });
    }
}
