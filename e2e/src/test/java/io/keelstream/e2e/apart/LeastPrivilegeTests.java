package io.keelstream.e2e.apart;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.Kubectl;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.testing.process.Program.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the accounts below {@code deploy/kubernetes} may and may not do, asked of a real API server with their tokens. */
@RealCluster
class LeastPrivilegeTests {

    private static final String OURS = "User \"system:serviceaccount:keelstream:";
    private static final String WRITES_NOTHING = "Keelstream's planner may only ask by dry-run";

    static RealControlPlane cluster;
    static Kubectl admin;
    static Kubectl planner;
    static Kubectl applier;
    static Kubectl driftDetector;

    @BeforeAll
    static void start() throws Exception {
        cluster = RealControlPlane.start("--no-pods");
        admin = new Kubectl(cluster.kubeconfig());
        planner = new Kubectl(cluster.access("planner"));
        applier = new Kubectl(cluster.access("applier"));
        driftDetector = new Kubectl(cluster.access("drift-detector"));
        admin.demand("create", "secret", "generic", "password", "--from-literal=value=hidden");
        admin.demand("create", "configmap", "settings", "--from-literal=value=a");
        awaitPolicy();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void plannerAppliesByDryRunWhatExistsAndWhatDoesNot() throws Exception {
        for (String name : List.of("settings", "new")) {
            Ended ended = apply(planner, Manifests.configMap(name, "b"), "--dry-run=server");
            assertThat(ended.code()).as(ended.text()).isZero();
        }
        assertThat(admin.demand("get", "configmaps", "-o=name")).doesNotContain("/new");
    }

    @Test
    void plannerWritesNothing() throws Exception {
        assertThat(apply(planner, Manifests.configMap("settings", "b")).text()).contains(WRITES_NOTHING);
        assertThat(apply(planner, Manifests.configMap("new", "b")).text()).contains(WRITES_NOTHING);
        assertThat(admin.demand("get", "configmap", "settings", "-o=jsonpath={.data.value}"))
                .isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete configmap settings",
                "delete configmap settings --dry-run=server",
                "get secret password",
                "patch secret password --dry-run=server --type=merge --patch={} --output=yaml",
                "create token applier --namespace=keelstream",
                "delete validatingadmissionpolicy keelstream-planner-writes-nothing",
                "delete validatingadmissionpolicybinding keelstream-planner-writes-nothing",
                "create clusterrole mine --verb=get --resource=secrets --dry-run=server",
                "get configmaps --as=system:serviceaccount:keelstream:applier"
            })
    void plannerIsRefused(String arguments) throws Exception {
        Ended ended = planner.run("", arguments.split(" ", -1));
        assertThat(ended.code()).isNotZero();
        assertThat(ended.text()).contains("forbidden: ", OURS + "planner\"").doesNotContain("aGlkZGVu");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete configmap settings",
                "patch configmap settings --type=merge --patch={} --dry-run=server",
                "get secret password",
                "create token planner --namespace=keelstream"
            })
    void driftDetectorIsRefused(String arguments) throws Exception {
        Ended ended = driftDetector.run("", arguments.split(" ", -1));
        assertThat(ended.code()).isNotZero();
        assertThat(ended.text()).contains("forbidden: ", OURS + "drift-detector\"");
    }

    @Test
    void driftDetectorReads() throws Exception {
        assertThat(driftDetector.demand("get", "configmaps,deployments,roles", "--all-namespaces", "-o=name"))
                .contains("configmap/settings");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.networking.k8s.io, httproutes",
        "gateway.networking.k8s.io, grpcroutes",
        "networking.istio.io, virtualservices",
        "networking.istio.io, destinationrules",
        "security.istio.io, authorizationpolicies",
        "telemetry.istio.io, telemetries"
    })
    void kindsThatACanaryReleaseWritesNeedNoFurtherRole(String group, String kind) {
        List<String> verbs = List.of("get", "list", "watch", "create", "patch", "update", "delete");
        assertThat(allowed("planner", group, kind, verbs)).containsExactly("get", "list", "watch", "create", "patch");
        assertThat(allowed("drift-detector", group, kind, verbs)).containsExactly("get", "list", "watch");
        assertThat(allowed("applier", group, kind, verbs)).isEqualTo(verbs);
    }

    @Test
    void applierWrites() throws Exception {
        Ended ended = apply(applier, Manifests.configMap("written", "b"));
        assertThat(ended.code()).as(ended.text()).isZero();
        applier.demand("delete", "configmap", "written");
    }

    /** Those of the verbs that an account has on a kind, which need not be defined. */
    private static List<String> allowed(String service, String group, String kind, List<String> verbs) {
        return verbs.stream()
                .filter(verb -> admin.run(
                                """
                        apiVersion: authorization.k8s.io/v1
                        kind: SubjectAccessReview
                        spec:
                          user: system:serviceaccount:keelstream:%s
                          resourceAttributes: {group: %s, resource: %s, verb: %s, namespace: default}
                        """.formatted(service, group, kind, verb),
                                "create",
                                "--filename=-",
                                "--output=jsonpath={.status.allowed}")
                        .out()
                        .equals("true"))
                .toList();
    }

    private static Ended apply(Kubectl who, String manifest, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("apply", "--server-side", "--force-conflicts", "--namespace=default", "--filename=-"));
        arguments.addAll(List.of(more));
        return who.run(manifest, arguments.toArray(String[]::new));
    }

    /** The server takes a moment to know roles and policy. */
    private static void awaitPolicy() {
        Awaitility.await("the planner is refused by the policy")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(apply(planner, Manifests.configMap("settings", "a"))
                                .text())
                        .contains(WRITES_NOTHING));
    }
}
