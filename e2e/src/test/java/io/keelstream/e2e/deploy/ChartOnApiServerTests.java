package io.keelstream.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.Kubectl;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.testing.process.Program.Ended;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the chart renders, asked of a real API server: every field is declared, nothing is warned of, and a namespace that
 * enforces Pod Security {@code restricted} takes the pods.
 */
@RealCluster
class ChartOnApiServerTests {

    private static final String NAMESPACE = Chart.RELEASE;

    static RealControlPlane cluster;
    static Kubectl kubectl;
    static Chart chart;

    @BeforeAll
    static void start() throws Exception {
        cluster = RealControlPlane.start("--no-pods");
        kubectl = new Kubectl(cluster.kubeconfig());
        chart = new Chart();
        apply(NAMESPACE_THAT_IS_RESTRICTED, List.of());
        apply(definitions(), List.of());
        Awaitility.await("the operators' kinds are served")
                .untilAsserted(() -> assertThat(
                                run("", List.of("get", "servicemonitors,prometheusrules,kafkatopics,kafkausers", "-A"))
                                        .code())
                        .isZero());
    }

    private static final String NAMESPACE_THAT_IS_RESTRICTED = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: keelstream
              labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: restricted}
            """;

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "scram", "mtls", "everything"})
    void serverTakesEveryManifest(String values) throws Exception {
        Ended ended = apply(chart.text(values), List.of("--dry-run=server", "--validate=strict"));
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text()).doesNotContain("Warning");
        assertThat(ended.text().lines()).hasSameSizeAs(chart.objects(values));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "scram", "mtls", "everything"})
    void restrictedNamespaceTakesThePods(String values) throws Exception {
        apply(accounts(values), List.of());
        List<Manifest> pods = chart.objects(values).stream()
                .filter(object -> List.of("Deployment", "Job").contains(object.kind()))
                .map(ChartOnApiServerTests::pod)
                .toList();
        assertThat(pods).hasSizeGreaterThanOrEqualTo(4);
        for (Manifest pod : pods) {
            Ended ended = apply(Json.writeText(pod.tree()), List.of("--dry-run=server", "--validate=strict"));
            assertThat(ended.code()).as(ended.text()).isZero();
        }
    }

    @Test
    void podThatMayDoMoreIsRefusedThere() throws Exception {
        Ended ended = run(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: free}\nspec: {containers: [{name: free, image: free}]}\n",
                List.of("apply", "--server-side", "--dry-run=server", "--namespace=" + NAMESPACE, "--filename=-"));
        assertThat(ended.text()).contains("violates PodSecurity \"restricted:latest\"");
    }

    @Test
    void serverTakesWhatIsPrintedForStrimzi() throws Exception {
        Ended ended = apply(
                Files.readString(DeployFolder.root().resolve("deploy/strimzi/keelstream.yaml")),
                List.of("--dry-run=server", "--validate=strict"));
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("keelstream.desired.v1", "kafkauser.kafka.strimzi.io/planner");
    }

    /** The pod that a workload makes. */
    private static Manifest pod(Manifest workload) {
        Map<String, Object> pod = new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "Pod"));
        pod.put("metadata", Map.of("name", workload.name()));
        pod.put("spec", Objects.requireNonNull(workload.at("spec", "template", "spec")));
        return new Manifest(new LinkedHashMap<>(pod));
    }

    private static String accounts(String values) throws Exception {
        List<String> texts = new ArrayList<>();
        for (Manifest object : chart.objects(values)) {
            if (object.kind().equals("ServiceAccount")) {
                texts.add(Json.writeText(object.tree()));
            }
        }
        return String.join("\n---\n", texts);
    }

    private static String definitions() throws Exception {
        try (InputStream stream = ChartOnApiServerTests.class.getResourceAsStream("operators.yaml")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Ended apply(String manifests, List<String> more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("apply", "--server-side", "--namespace=" + NAMESPACE));
        arguments.addAll(more);
        arguments.add("--filename=-");
        Ended ended = run(manifests, arguments);
        if (more.isEmpty()) {
            assertThat(ended.code()).as(ended.text()).isZero();
        }
        return ended;
    }

    private static Ended run(String input, List<String> arguments) throws Exception {
        return kubectl.run(input, arguments.toArray(String[]::new));
    }
}
