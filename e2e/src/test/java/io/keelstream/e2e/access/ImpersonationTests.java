package io.keelstream.e2e.access;

import static io.keelstream.e2e.system.Manifests.configMap;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.cluster.Kubectl;
import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.deploy.DeployFolder;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Stage;
import io.keelstream.e2e.system.Verb;
import io.keelstream.testing.process.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tenant whose deployer may write its own namespace alone, with the accounts below {@code deploy/kubernetes/impersonation}, and the
 * ways out of it that a manifest has. The API server refuses each.
 */
@RealCluster
class ImpersonationTests {

    private static final String DEPLOYER = "system:serviceaccount:shop:deployer";
    private static final String PLANS = "keelstream-plan:shop";

    /** A kind that the services may read, and nobody else has any right to. */
    private static final String WIDGETS = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {kind: Widget, plural: widgets, singular: widget}
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: read-widgets, labels: {keelstream.io/aggregate-to-read: "true"}}
        rules: [{apiGroups: [example.com], resources: [widgets], verbs: [get, list, watch]}]
        """;

    private static Stage stage;
    private static Kubectl admin;
    private static Kubectl planner;
    private static Kubectl applier;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        RealControlPlane cluster = RealControlPlane.start();
        stage = Stage.in(folder, cluster);
        admin = new Kubectl(cluster.kubeconfig());
        planner = new Kubectl(cluster.access("planner"));
        applier = new Kubectl(cluster.access("applier"));
        admin.demand("create", "namespace", "shop");
        admin.demand("create", "namespace", "other");
        admin.demand("apply", "--filename=" + DeployFolder.root().resolve("deploy/kubernetes/impersonation"));
        // This deployer may also write roles of its namespace.
        admin.demand(
                "create", "rolebinding", "admin", "--clusterrole=admin", "--serviceaccount=shop:deployer", "-n=shop");
        Path config = folder.resolve("installation.yaml");
        Files.writeString(
                config, """
            keelstream:
              installation: e2e
              clusters:
                - {name: default, kubeconfig: "%s", impersonate: "system:serviceaccount:{namespace}:deployer"}
              repositories:
                - {name: infra, url: "%s", ref: main}
            """.formatted(cluster.access(), stage.repository().url()));
        stage.options(List.of("--config", config.toString()));
        stage.up();
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void itsOwnObjectsAreDeployedRolledBackAndCorrected() throws Exception {
        // Given
        stage.repository()
                .write("own/keelstream.yaml", application("own", "shop"))
                .write("own/settings.yaml", configMap("settings", "1"))
                .write("own/web.yaml", deployment("web", "web:1"));
        String first = stage.repository().push("Own objects");
        stage.awaitSettled("production/own", first);

        // When
        stage.repository().write("own/settings.yaml", configMap("settings", "2"));
        stage.awaitSettled("production/own", stage.repository().push("Another value"));
        Verb rollback =
                Verb.run("rollback", "production/own", "--state", stage.state().toString(), "--actor", "ada");

        // Then
        assertThat(rollback.exit()).as(rollback.said()).isZero();
        stage.await("the first value", () -> assertThat(value()).isEqualTo("1"));

        // When
        stage.live().patch("ConfigMap/shop/settings", Map.of("data", Map.of("value", "manual")), "kubectl-edit");

        // Then
        stage.await("the value of Git", () -> assertThat(value()).isEqualTo("1"));
        assertThat(admin.demand("get", "configmap", "settings", "-n=shop", "--show-managed-fields", "-o=yaml"))
                .contains("manager: keelstream");
    }

    /** What the server refuses of a dry run, as the account of plans: nothing is applied. */
    static Stream<Arguments> refusedPlans() {
        return Stream.of(
                Arguments.of(
                        "in-manifest",
                        "shop",
                        configMap("x", "1").replace("name: x", "name: x, namespace: other"),
                        "User \"" + PLANS + "\" cannot patch resource \"configmaps\" in API group \"\" in the namespace"
                                + " \"other\""),
                Arguments.of(
                        "cluster-scoped",
                        "shop",
                        "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: first}\nvalue: 1000\n",
                        "User \"" + PLANS + "\" cannot patch resource \"priorityclasses\" in API group"
                                + " \"scheduling.k8s.io\" at the cluster scope"),
                Arguments.of(
                        "hook",
                        "shop",
                        """
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: spy, namespace: other, annotations: {keelstream.io/hook: pre-apply}}
                        spec:
                          template:
                            spec: {restartPolicy: Never, containers: [{name: spy, image: spy}]}
                        """,
                        "User \"" + PLANS + "\" cannot create resource \"jobs\" in API group \"batch\" in the namespace"
                                + " \"other\""),
                Arguments.of(
                        "namespace-of-another",
                        "other",
                        configMap("x", "1"),
                        "cannot impersonate resource \"users\" in API group \"\" at the cluster scope"));
    }

    @ParameterizedTest
    @MethodSource("refusedPlans")
    void whatTheAccountOfPlansMayNotTryIsNoPlan(String name, String namespace, String manifest, String refusal)
            throws Exception {
        // When
        stage.repository()
                .write(name + "/keelstream.yaml", application(name, namespace))
                .write(name + "/object.yaml", manifest);
        stage.repository().push("Try " + name);

        // Then
        stage.awaitWaitingFor("production/" + name, refusal);
        assertThat(admin.demand("get", "configmaps,jobs", "-n=other", "-o=name"))
                .doesNotContain("/x", "/spy");
        assertThat(admin.demand("get", "priorityclasses", "-o=name")).doesNotContain("/first");
        assertThat(Deployments.finished(stage.system(), "production/" + name)).isEmpty();
    }

    @Test
    void aRoleThatTheDeployerDoesNotHoldIsNotGiven() throws Exception {
        // When
        stage.repository()
                .write("escalation/keelstream.yaml", application("escalation", "shop"))
                .write("escalation/binding.yaml", """
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: everything}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                    subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
                    """);
        String commit = stage.repository().push("Bind cluster-admin");

        // Then
        assertThat(refused("escalation", commit))
                .contains("user \"" + DEPLOYER + "\"", "is attempting to grant RBAC permissions not currently held");
        assertThat(stage.live().exists("RoleBinding.rbac.authorization.k8s.io/shop/everything"))
                .isFalse();
    }

    @Test
    void whatARoleOfTheSameCommitAllowsIsAskedAboutAgainWhenItsTurnComes() throws Exception {
        // Given
        admin.demand(
                "create",
                "role",
                "granter",
                "--verb=escalate,bind",
                "--resource=roles.rbac.authorization.k8s.io",
                "-n=shop");
        admin.demand("create", "rolebinding", "granter", "--role=granter", "--serviceaccount=shop:deployer", "-n=shop");
        Ended defined = admin.run(WIDGETS, "apply", "--filename=-");
        assertThat(defined.code()).as(defined.text()).isZero();
        admin.demand("wait", "--for=condition=Established", "customresourcedefinition/widgets.example.com");

        // When
        stage.repository()
                .write("widgets/keelstream.yaml", application("widgets", "shop"))
                .write("widgets/rights.yaml", """
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: Role
                    metadata: {name: widgets}
                    rules: [{apiGroups: [example.com], resources: [widgets], verbs: ["*"]}]
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: widgets}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: widgets}
                    subjects:
                      - {kind: ServiceAccount, name: deployer, namespace: shop}
                      - {apiGroup: rbac.authorization.k8s.io, kind: User, name: "%s"}
                    """.formatted(PLANS))
                .write("widgets/widget.yaml", """
                    apiVersion: example.com/v1
                    kind: Widget
                    metadata: {name: first, annotations: {keelstream.io/wave: "1"}}
                    spec: {size: 1}
                    """);
        String commit = stage.repository().push("Widgets, and who may have them");

        // Then
        stage.awaitSettled("production/widgets", commit);
        assertThat(admin.demand("get", "widgets", "-n=shop", "-o=name")).contains("/first");
    }

    @Test
    void whatIsSomebodyElsesNowIsNotPruned() throws Exception {
        // Given
        admin.demand("create", "namespace", "lent");
        admin.demand("create", "rolebinding", "plans", "--clusterrole=edit", "--user=" + PLANS, "-n=lent");
        admin.demand(
                "create", "rolebinding", "deployer", "--clusterrole=edit", "--serviceaccount=shop:deployer", "-n=lent");
        stage.repository()
                .write("lodger/keelstream.yaml", application("lodger", "shop"))
                .write("lodger/own.yaml", configMap("own", "1"))
                .write("lodger/lent.yaml", configMap("lent", "1").replace("name: lent", "name: lent, namespace: lent"));
        stage.awaitSettled("production/lodger", stage.repository().push("In a namespace that is lent"));

        // When
        admin.demand("delete", "rolebinding", "deployer", "-n=lent");
        stage.repository().remove("lodger/lent.yaml");
        String commit = stage.repository().push("Remove what is there");

        // Then
        assertThat(refused("lodger", commit))
                .contains("ConfigMap/lent/lent", "User \"" + DEPLOYER + "\" cannot ", "in the namespace \"lent\"");
        assertThat(stage.live().terminating("ConfigMap/lent/lent")).isFalse();
        assertThat(stage.live().exists("ConfigMap/lent/lent")).isTrue();
    }

    @Test
    void anAccountOfPlansTriesAndNeverWrites() {
        String manifest = configMap("tried", "1");
        Ended tried = planner.run(
                manifest, "apply", "--server-side", "--as=" + PLANS, "-n=shop", "--dry-run=server", "--filename=-");
        Ended written = planner.run(manifest, "apply", "--server-side", "--as=" + PLANS, "-n=shop", "--filename=-");

        assertThat(tried.code()).as(tried.text()).isZero();
        assertThat(written.text()).contains("Keelstream's planner may only ask by dry-run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--as=system:serviceaccount:shop:default get configmaps -n=shop",
                "--as=system:serviceaccount:other:deployer get configmaps -n=other",
                "--as=system:admin --as-group=system:masters get configmaps -n=shop",
                "create configmap mine -n=shop",
                "create configmap mine -n=other"
            })
    void theApplierActsAsNobodyButDeployersAndWritesNothingItself(String arguments) {
        Ended ended = applier.run("", arguments.split(" ", -1));

        assertThat(ended.code()).isNotZero();
        assertThat(ended.text()).contains("forbidden: ", "User \"system:serviceaccount:keelstream:applier\" cannot ");
    }

    /** What the failed release says. */
    private static String refused(String application, String commit) {
        DeploymentFinished finished =
                Deployments.await(stage.system(), "production/" + application, commit, Outcome.FAILED);
        return finished.problems().toString();
    }

    private static String value() {
        return String.valueOf(stage.live().get("ConfigMap/shop/settings").at("data", "value"));
    }

    private static String application(String name, String namespace) {
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec:
              targets:
                - {name: production, cluster: default, namespace: %s}
            """.formatted(name, namespace);
    }
}
