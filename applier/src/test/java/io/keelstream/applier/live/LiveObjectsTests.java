package io.keelstream.applier.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.Watch;
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
import java.util.Map;
import java.util.Set;
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
    void endsOfShardsThatAnotherProcessHasAreForgotten() {
        // Given
        ObjectReference theirs = ObjectReference.parse("Job.batch/shop/theirs");
        live.own(Set.of(1, 2));
        live.deleted(JOBS, job("migrate", 1));
        live.deleted(JOBS, job("theirs", 2));

        // When
        live.own(Set.of(1, 3));

        // Then
        assertThat(live.end(JOB)).isEqualTo(new HealthStatus(Health.HEALTHY, ""));
        assertThat(live.end(theirs)).isNull();
        live.own(Set.of());
        assertThat(live.end(JOB)).isNull();
    }

    @Test
    void ofManyEndsTheLastAreKnown() {
        for (int number = 0; number < 10_001; number++) {
            live.deleted(JOBS, job("migrate-" + number, 1));
        }
        assertThat(live.end(ObjectReference.parse("Job.batch/shop/migrate-0"))).isNull();
        assertThat(live.end(ObjectReference.parse("Job.batch/shop/migrate-1"))).isNotNull();
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

    /** A completed one of a shard. */
    private static Manifest job(String name, int shard) {
        Manifest job = object(
                "batch/v1",
                "Job",
                name,
                "uid-" + name,
                "5",
                "{}",
                "{\"conditions\": [{\"type\": \"Complete\", \"status\": \"True\"}]}");
        job.metadata().put("labels", Map.of("keelstream.io/shard", String.valueOf(shard)));
        return job;
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

    /** A watch that shows nothing. */
    private record Empty() implements Watch {

        @Override
        public boolean synced() {
            return false;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** What is seen is told by watches and answers; nothing here may call the cluster, but for watches that show nothing. */
    private static ClusterClient unreachable() {
        return (ClusterClient) Proxy.newProxyInstance(
                LiveObjectsTests.class.getClassLoader(),
                new Class<?>[] {ClusterClient.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("watch")) {
                        return new Empty();
                    }
                    throw new AssertionError("the cluster is called: " + method.getName());
                });
    }
}
