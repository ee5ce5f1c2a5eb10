package io.keelstream.e2e.release;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollback by the policy beside everything else that may happen to its target. */
@EachCluster
class WayBackTests {

    private static final String CRASH = "keelstream.io/pretend: crash";
    private static final String SOMEBODY = "somebody";

    @TempDir
    private static Path folder;

    private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.in(folder).up();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void rollbackThatFailsTooHoldsAndBeginsNothingAgain() throws Exception {
        // Given
        write("loop", "keelstream.yaml", application("loop", "onFailure: rollback", "timeout: 10s"));
        write("loop", "web.yaml", deployment("web", "web:1"));
        stage.awaitSettled("production/loop", stage.repository().push("Loop: good"));
        write("loop", "web.yaml", deployment("web", "web:2", CRASH));
        stage.repository().push("Loop: bad");
        stage.await("the bad commit is applied", () -> assertThat(image("loop")).isEqualTo("web:2"));

        // When: what makes pods crash stays whoever takes it out of Git
        stage.live().apply(crashing(), SOMEBODY);

        // Then
        stage.awaitWaitingFor("production/loop", "did not become healthy", "failed too", "keelstream retry");
        assertThat(ends("loop")).containsExactly("REVISION HEALTHY", "REVISION FAILED", "ROLLBACK FAILED");
        long generation = generation("loop");

        // When
        stage.crash();
        stage.awaitWaitingFor("production/loop", "failed too");
        write("beside", "keelstream.yaml", application("beside"));
        write("beside", "a.yaml", configMap("a", "1"));
        stage.awaitSettled("production/beside", stage.repository().push("Beside: changes nothing of loop"));

        // Then
        assertThat(ends("loop")).hasSize(3);
        assertThat(generation("loop")).isEqualTo(generation);

        // When
        stage.live().apply(crashing().replaceFirst("(?s)spec:.*", ""), SOMEBODY);
        write("loop", "web.yaml", deployment("web", "web:3"));

        // Then
        stage.awaitSettled("production/loop", stage.repository().push("Loop: mended"));
        assertThat(image("loop")).isEqualTo("web:3");
    }

    @Test
    void wayBackAcrossAMoveHoldsOnEitherSideAndTheObjectIsUntouched() throws Exception {
        // Given
        for (String name : List.of("giver", "taker", "early", "late")) {
            write(
                    name,
                    "keelstream.yaml",
                    application(name, "onFailure: rollback", "timeout: 10s")
                            .replace("namespace: " + name, "namespace: moves"));
            write(name, "web.yaml", deployment("web-" + name, "web:1"));
        }
        write("giver", "moved.yaml", configMap("given", "1"));
        write("early", "moved.yaml", configMap("taken", "1"));
        String good = stage.repository().push("Moves: good");
        List.of("giver", "taker", "early", "late").forEach(name -> stage.awaitSettled("production/" + name, good));
        List<String> uids = Stream.of("given", "taken")
                .map(name -> stage.live().uid("ConfigMap/moves/" + name))
                .toList();

        // When: the giver of the one object and the taker of the other become unhealthy
        stage.repository().remove("giver/moved.yaml").remove("early/moved.yaml");
        write("taker", "moved.yaml", configMap("given", "1"));
        write("late", "moved.yaml", configMap("taken", "1"));
        write("giver", "web.yaml", deployment("web-giver", "web:2", CRASH));
        write("late", "web.yaml", deployment("web-late", "web:2", CRASH));
        String bad = stage.repository().push("Moves: bad");

        // Then
        Deployments.await(stage.system(), "production/giver", bad, Outcome.FAILED);
        Deployments.await(stage.system(), "production/late", bad, Outcome.FAILED);
        stage.awaitSettled("production/taker", bad);
        stage.awaitSettled("production/early", bad);
        stage.awaitWaitingFor("production/giver", "did not become healthy", "ConfigMap/moves/given");
        stage.awaitWaitingFor("production/late", "did not become healthy", "moved between targets since then");
        assertThat(ends("late")).containsExactly("REVISION HEALTHY", "REVISION FAILED");
        assertThat(Stream.of("given", "taken")
                        .map(name -> stage.live().uid("ConfigMap/moves/" + name))
                        .toList())
                .isEqualTo(uids);
        assertThat(stage.live().owner("ConfigMap/moves/given")).isEqualTo("local/production/taker");
        assertThat(stage.live().owner("ConfigMap/moves/taken")).isEqualTo("local/production/late");
    }

    @Test
    void driftAfterARollbackIsPutBackToWhatIsAppliedAndNotToWhatGitSays() throws Exception {
        // Given
        write(
                "drifts",
                "keelstream.yaml",
                application("drifts", "onFailure: rollback", "timeout: 10s", "drift: correct"));
        write("drifts", "web.yaml", deployment("web", "web:1"));
        write("drifts", "a.yaml", configMap("a", "good"));
        stage.awaitSettled("production/drifts", stage.repository().push("Drifts: good"));
        write("drifts", "web.yaml", deployment("web", "web:2", CRASH));
        write("drifts", "a.yaml", configMap("a", "bad"));
        stage.repository().push("Drifts: bad");
        stage.awaitWaitingFor("production/drifts", "is applied in its place");
        stage.await("the rollback", () -> assertThat(ends("drifts")).contains("ROLLBACK HEALTHY"));

        // When
        stage.live().patch("ConfigMap/drifts/a", Map.of("data", Map.of("value", "hand")), SOMEBODY);

        // Then
        stage.await("the drift is put back", () -> assertThat(ends("drifts")).contains("DRIFT HEALTHY"));
        assertThat(Manifest.map(stage.live().get("ConfigMap/drifts/a").at("data")))
                .containsEntry("value", "good");
        assertThat(image("drifts")).isEqualTo("web:1");
        stage.awaitWaitingFor("production/drifts", "is applied in its place");
    }

    @Test
    void rollbackOfAnApprovedChangeAsksNobodyAndTheNextChangeIsAskedAbout() throws Exception {
        // Given
        write("asked", "keelstream.yaml", application("asked", "sync: manual", "onFailure: rollback", "timeout: 10s"));
        write("asked", "web.yaml", deployment("web", "web:1"));
        String good = stage.repository().push("Asked: good");
        approve();
        stage.awaitSettled("production/asked", good);
        write("asked", "web.yaml", deployment("web", "web:2", CRASH));
        stage.repository().push("Asked: bad");

        // When
        approve();

        // Then
        stage.await("the rollback", () -> assertThat(ends("asked")).contains("ROLLBACK HEALTHY"));
        assertThat(image("asked")).isEqualTo("web:1");

        // When
        write("asked", "web.yaml", deployment("web", "web:3"));
        String mended = stage.repository().push("Asked: mended");
        approve();

        // Then
        stage.awaitSettled("production/asked", mended);
        assertThat(ends("asked"))
                .containsExactly("REVISION HEALTHY", "REVISION FAILED", "ROLLBACK HEALTHY", "REVISION HEALTHY");
    }

    @Test
    void contractedSchemaHoldsTheWayBackUntilAPersonPassesItsBarrier() throws Exception {
        // Given: the schema is expanded, and a version that needs the new part alone is healthy
        write("schema", "keelstream.yaml", application("schema", "onFailure: rollback", "timeout: 10s"));
        write("schema", "web.yaml", deployment("web", "web:1"));
        stage.awaitSettled("production/schema", stage.repository().push("Schema: as it was"));
        write("schema", "expand.yaml", migration("expand", ""));
        write("schema", "web.yaml", deployment("web", "web:2"));
        String expanded = stage.repository().push("Schema: expand");
        stage.awaitSettled("production/schema", expanded);

        // When: what the version before may need is dropped, and the next version is bad
        write("schema", "contract.yaml", migration("contract", "keelstream.io/barrier: 'true'"));
        write("schema", "web.yaml", deployment("web", "web:3", CRASH));
        String contracted = stage.repository().push("Schema: contract");

        // Then
        String[] barred = {
            "the hook Job.batch/schema/contract of commit " + contracted.substring(0, 12) + ", which ran since then",
            "keelstream rollback production/schema --to " + expanded.substring(0, 12) + " --past-barrier"
        };
        stage.awaitWaitingFor("production/schema", "not rolled back, because " + barred[0], barred[1]);
        stage.crash();
        stage.awaitWaitingFor("production/schema", "not rolled back, because " + barred[0], barred[1]);
        assertThat(ends("schema")).containsExactly("REVISION HEALTHY", "REVISION HEALTHY", "REVISION FAILED");

        // When
        Verb refused = decide("rollback");

        // Then
        assertThat(refused.exit()).as(refused.said()).isEqualTo(1);
        assertThat(refused.error()).contains(barred);
        assertThat(image("schema")).isEqualTo("web:3");

        // When
        Verb passed = decide("rollback", "--past-barrier");

        // Then
        assertThat(passed.exit()).as(passed.said()).isZero();
        stage.awaitWaitingFor("production/schema", "is held by the pin of ada");
        stage.await("the rollback", () -> assertThat(ends("schema")).hasSize(4).endsWith("ROLLBACK HEALTHY"));
        assertThat(image("schema")).isEqualTo("web:2");

        // When: the commit was healthy since the barrier
        Verb unpinned = decide("unpin");

        // Then
        assertThat(unpinned.exit()).as(unpinned.said()).isZero();
        stage.awaitWaitingFor("production/schema", "commit " + expanded.substring(0, 12), "is applied in its place");
        assertThat(image("schema")).isEqualTo("web:2");
    }

    private static void approve() {
        stage.awaitWaitingFor("production/asked", "AWAITING_APPROVAL", "0 of 1 approval");
        Verb said = Verb.run(Stream.concat(
                        stage.approval("production/asked").stream(),
                        Stream.of("--state", stage.state().toString(), "--actor", "ada"))
                .toArray(String[]::new));
        assertThat(said.exit()).as(said.said()).isZero();
    }

    private static Verb decide(String verb, String... options) {
        return Verb.run(Stream.concat(
                        Stream.of(
                                verb,
                                "production/schema",
                                "--state",
                                stage.state().toString(),
                                "--actor",
                                "ada"),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private static List<String> ends(String name) {
        return Deployments.finished(stage.system(), "production/" + name).stream()
                .map(WayBackTests::said)
                .toList();
    }

    private static String said(DeploymentFinished finished) {
        Trigger trigger = finished.deployment().trigger();
        return trigger + " " + finished.outcome();
    }

    private static String crashing() {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: loop}
            spec: {template: {metadata: {annotations: {keelstream.io/pretend: crash}}}}
            """;
    }

    /** A hook that runs before the apply. */
    private static String migration(String name, String annotation) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: %s
              annotations:
                keelstream.io/hook: pre-apply
                %s
            spec:
              backoffLimit: 0
              template:
                metadata: {annotations: {keelstream.io/pretend: run}}
                spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
            """.formatted(name, annotation);
    }

    private static long generation(String name) {
        return ((Number) stage.live().get("Deployment.apps/" + name + "/web").at("metadata", "generation")).longValue();
    }

    private static String image(String name) {
        return stage.live().image("Deployment.apps/" + name + "/web");
    }

    private static void write(String name, String file, String content) throws Exception {
        stage.repository().write(name + "/" + file, content);
    }
}
