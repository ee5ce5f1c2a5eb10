package io.keelstream.e2e.outage;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.fault.FaultyPath;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import io.keelstream.messaging.table.ReadEvent;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One push to a cluster that is reached on three ways, each a cluster to Keelstream: {@code far}, where every call takes 8 s;
 * {@code narrow}, which carries 200 KB/s and where a Service takes 20 s; and {@code near}, which has nothing.
 */
@EachCluster
class SlowClusterTests {

    private static final Duration EVERY_CALL = Duration.ofSeconds(8);
    private static final Duration SERVICES = Duration.ofSeconds(20);
    private static final int BYTES_PER_SECOND = 200_000;

    /** Well below the slowest call: nobody has waited for that. */
    private static final Duration NOT_HELD_UP = Duration.ofSeconds(15);

    private static final List<String> TARGETS = List.of("far", "large", "service", "quick", "near");

    @TempDir
    static Path folder;

    private static Stage stage;
    private static FaultyPath far;
    private static FaultyPath narrow;
    private static Instant pushed;
    private static final Map<String, Instant> ends = new HashMap<>();

    @BeforeAll
    static void push() throws Exception {
        stage = Stage.in(folder);
        far = FaultyPath.throughProxy(stage.cluster());
        narrow = FaultyPath.throughProxy(stage.cluster());
        far.faults().inject(RequestMatch.everything(), new Fault.Latency(EVERY_CALL));
        narrow.faults().inject(RequestMatch.everything(), new Fault.Bandwidth(BYTES_PER_SECOND));
        narrow.faults().inject(new RequestMatch("apply", "services"), new Fault.Latency(SERVICES));
        Path file = Files.writeString(folder.resolve("installation.yaml"), """
            keelstream:
              installation: local
              repositories:
                - {name: infra, url: "%s", ref: refs/heads/main}
              clusters:
                - {name: far, kubeconfig: "%s"}
                - {name: narrow, kubeconfig: "%s"}
                - {name: near, kubeconfig: "%s"}
            """.formatted(
                        stage.repository().url(),
                        far.access(),
                        narrow.access(),
                        stage.cluster().access()));
        stage.options(List.of("--config", file.toString()));
        stage.up();
        write("far", "far", configMap("far", "1"));
        write("large", "narrow", definition());
        write("service", "narrow", """
            {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}
            """);
        write("quick", "narrow", configMap("quick", "1"));
        write("near", "near", configMap("near", "1"));
        String commit = stage.repository().push("Everywhere at once");
        pushed = Instant.now();
        for (String target : TARGETS) {
            Deployments.await(stage.system(), "production/" + target, commit, Outcome.HEALTHY);
        }
        for (ReadEvent event : stage.system().events()) {
            if (event.received().payload() instanceof DeploymentFinished) {
                ends.put(event.received().key(), event.received().time());
            }
        }
    }

    @AfterAll
    static void stop() {
        far.close();
        narrow.close();
        stage.close();
    }

    @Test
    void nothingIsCalledUnreachableAndNoPlanIsBlocked() {
        assertThat(stage.system().printed()).doesNotContain("ClusterUnreachable", "ClusterBusy", "BLOCKED", "FAILED");
    }

    @Test
    void whatIsQuickIsNotHeldUpByWhatIsSlow() {
        assertThat(List.of("quick", "near"))
                .allSatisfy(target -> assertThat(took(target)).as(target).isLessThan(NOT_HELD_UP));
    }

    @Test
    void slowCallsWereMet() {
        assertThat(took("service")).isGreaterThan(SERVICES);
        assertThat(took("far")).isGreaterThan(EVERY_CALL);
        assertThat(stage.live().exists("CustomResourceDefinition.apiextensions.k8s.io//larges.slow.example.com"))
                .isTrue();
    }

    private static Duration took(String target) {
        return Duration.between(pushed, ends.get("production/" + target));
    }

    private static void write(String name, String cluster, String manifest) throws Exception {
        stage.repository()
                .write(
                        name + "/keelstream.yaml",
                        application(name)
                                .replace("cluster: default", "cluster: " + cluster)
                                .replace("namespace: " + name, "namespace: default"))
                .write(name + "/object.yaml", manifest);
    }

    /** 800 KB, as those of large operators. */
    private static String definition() {
        StringBuilder text = new StringBuilder("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: larges.slow.example.com}
            spec:
              group: slow.example.com
              scope: Namespaced
              names: {plural: larges, singular: large, kind: Large, listKind: LargeList}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec:
                          type: object
                          properties:
            """);
        for (int field = 0; field < 40; field++) {
            text.append("                f%d: {type: string, description: \"%s\"}\n"
                    .formatted(field, "what it means, ".repeat(1_330)));
        }
        return text.toString();
    }
}
