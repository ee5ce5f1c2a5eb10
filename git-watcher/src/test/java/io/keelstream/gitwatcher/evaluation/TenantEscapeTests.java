package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.configMap;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetName;
import io.keelstream.gitwatcher.tenant.Tenant;
import io.keelstream.gitwatcher.tenant.Tenants;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a tenant may try to get out of its limits. */
class TenantEscapeTests {

    private static final String FILE = "teams/blue/web/keelstream.yaml";
    private static final String OBJECT = "teams/blue/web/a.yaml";
    private static final String GREEN = "teams/green/shop/keelstream.yaml";

    @TempDir
    Path folder;

    private EvaluationFixture ref;

    @BeforeEach
    void deployWhatIsAllowed() throws Exception {
        ref = new EvaluationFixture(folder);
        ref.tenants = new Tenants(List.of(Teams.platform(), Teams.team("blue"), Teams.team("green")));
        ref.git
                .write("database/keelstream.yaml", application("database", "namespace: storage"))
                .write("database/class.yaml", named("storage.k8s.io/v1", "StorageClass", "fast"))
                .write(FILE, application("blue-web", "namespace: blue"))
                .write(OBJECT, configMap("a", "one"))
                .write(GREEN, application("green-shop", "namespace: green"))
                .write("teams/green/shop/b.yaml", configMap("b", "one"));
        assertThat(rejected(ref.push())).isEmpty();
    }

    @AfterEach
    void close() {
        ref.close();
    }

    /**
     * An attempt of the team blue.
     *
     * @param files what it pushes
     * @param where the file that the refusal names
     * @param says what the refusal says
     */
    record Attempt(String name, Map<String, String> files, String where, List<String> says) {

        static Attempt target(String name, String target, String... says) {
            return new Attempt(name, Map.of(FILE, application("blue-web", target)), FILE, List.of(says));
        }

        static Attempt object(String name, String object, String... says) {
            return new Attempt(name, Map.of(OBJECT, object), OBJECT, List.of(says));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attempt> attempts() {
        return Stream.of(
                Attempt.target(
                        "namespace of another team",
                        "namespace: green",
                        "namespace 'green'",
                        "namespaces: blue, blue-*"),
                Attempt.target("namespace of the cluster", "namespace: kube-system", "namespace 'kube-system'"),
                Attempt.target(
                        "another cluster", "{cluster: other, namespace: blue}", "cluster 'other'", "clusters: default"),
                Attempt.target(
                        "waiting for another team, whose removal waits then",
                        "{namespace: blue, policy: {dependsOn: [{application: green-shop}]}}",
                        "main/green-shop, which policy.dependsOn of main/blue-web names",
                        "depends-on: */database"),
                Attempt.object(
                        "namespace in the manifest",
                        in("green", "v1", "ConfigMap", "a"),
                        "ConfigMap/green/a",
                        "namespace 'green'"),
                Attempt.object(
                        "second document",
                        configMap("a", "1") + "---\n" + in("green", "v1", "Secret", "s"),
                        "Secret/green/s"),
                Attempt.object(
                        "cluster-scoped kind",
                        named("rbac.authorization.k8s.io/v1", "ClusterRole", "all"),
                        "ClusterRole.rbac.authorization.k8s.io//all is cluster-scoped",
                        "cluster-scoped: none"),
                Attempt.object(
                        "cluster-scoped kind with a namespace",
                        in("blue", "v1", "PersistentVolume", "disk"),
                        "PersistentVolume//disk is cluster-scoped"),
                Attempt.object(
                        "own namespace, for its labels",
                        named("v1", "Namespace", "blue"),
                        "Namespace//blue is cluster-scoped"),
                Attempt.object(
                        "inside a List",
                        list(named("rbac.authorization.k8s.io/v1", "ClusterRole", "all")),
                        "ClusterRole.rbac.authorization.k8s.io//all"),
                Attempt.object(
                        "inside a List of Lists", list(list(in("green", "v1", "ConfigMap", "a"))), "ConfigMap/green/a"),
                Attempt.object(
                        "kind of its own definition",
                        definition() + "---\n" + named("blue.example.com/v1", "Door", "open"),
                        "CustomResourceDefinition.apiextensions.k8s.io//doors.blue.example.com is cluster-scoped",
                        "Door.blue.example.com//open is cluster-scoped"),
                Attempt.object(
                        "kind that is excluded",
                        named("v1", "ResourceQuota", "more"),
                        "ResourceQuota/blue/more",
                        "kinds: *, !ResourceQuota"),
                Attempt.object(
                        "hook",
                        hook("keelstream.io/hook: pre-apply", "namespace: green"),
                        "Job.batch/green/migrate",
                        "namespace 'green'"),
                Attempt.object(
                        "hook of Helm",
                        hook("helm.sh/hook: pre-upgrade", "namespace: green"),
                        "Job.batch/green/migrate"),
                Attempt.object(
                        "hook of Argo CD",
                        hook("argocd.argoproj.io/hook: PostSync", "namespace: green"),
                        "Job.batch/green/migrate"),
                Attempt.object(
                        "hook on failure",
                        hook("keelstream.io/hook: on-failure", "namespace: green"),
                        "Job.batch/green/migrate"),
                Attempt.object(
                        "hook of a cluster-scoped kind",
                        """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRoleBinding
                        metadata: {name: mine, annotations: {keelstream.io/hook: pre-apply}}
                        roleRef: {kind: ClusterRole, name: cluster-admin}
                        """,
                        "ClusterRoleBinding.rbac.authorization.k8s.io//mine is cluster-scoped"),
                Attempt.object(
                        "role of the cluster",
                        binding("ClusterRole", "cluster-admin"),
                        "grants ClusterRole 'cluster-admin'",
                        "cluster-roles: view"),
                Attempt.object(
                        "role of a kind that does not exist",
                        binding("clusterrole", "cluster-admin"),
                        "grants ClusterRole 'cluster-admin'"),
                Attempt.object(
                        "account of the deployer",
                        pod("serviceAccountName: deployer"),
                        "Deployment.apps/blue/web acts as service account 'deployer'",
                        "service-accounts: *, !deployer"),
                Attempt.object(
                        "account by its old name", pod("serviceAccount: deployer"), "service account 'deployer'"),
                Attempt.object(
                        "account in a template of a custom kind",
                        """
                        apiVersion: argoproj.io/v1alpha1
                        kind: Rollout
                        metadata: {name: web}
                        spec: {template: {spec: {serviceAccountName: deployer}}}
                        """,
                        "Rollout.argoproj.io/blue/web acts as service account 'deployer'"),
                new Attempt(
                        "template whose parameter is the namespace",
                        Map.of(
                                FILE,
                                application(
                                        "blue-web", "{namespace: blue, renderer: template, parameters: {NS: green}}"),
                                "teams/blue/web/c-template.yml",
                                in("$(NS)", "v1", "ConfigMap", "c")),
                        "teams/blue/web/c-template.yml",
                        List.of("ConfigMap/green/c")),
                new Attempt(
                        "fleet into another namespace",
                        Map.of(
                                "teams/blue/keelstream.yaml",
                                fleet("namespace: green"),
                                "teams/blue/apps/blue-one/a.yaml",
                                configMap("a", "1")),
                        "teams/blue/keelstream.yaml",
                        List.of("namespace 'green', which main/blue-one names")));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void attemptIsRefusedAndWhatIsDeployedStays(Attempt attempt) throws Exception {
        // Given
        attempt.files().forEach(ref.git::write);

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).as("what is published").isEmpty();
        List<Problem> problems =
                rejected(changes).values().stream().flatMap(Collection::stream).toList();
        assertThat(problems).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.reason()).isEqualTo("TenantLimit");
            assertThat(problem.where()).startsWith(attempt.where());
            assertThat(problem.message()).contains("tenant 'blue'", "keelstream.tenants");
        });
        String all = String.join("\n", problems.stream().map(Problem::message).toList());
        assertThat(all).contains(attempt.says());
    }

    @Test
    void whatIsAllowedIsDeployedWithTheLimitsThatItIsWithin() throws Exception {
        // Given
        ref.git
                .write(
                        FILE,
                        application(
                                "blue-web", "{namespace: blue-test, policy: {dependsOn: [{application: database}]}}"))
                .write(
                        OBJECT,
                        binding("ClusterRole", "view") + "---\n"
                                + binding("Role", "own").replace("mine", "two"))
                .write("teams/blue/web/b.yaml", in("common", "v1", "ConfigMap", "shared"))
                .write("teams/blue/web/c.yaml", pod("serviceAccountName: web"))
                .write("teams/blue/web/d.yaml", hook("helm.sh/hook: pre-upgrade", "namespace: blue"))
                .write("teams/blue/keelstream.yaml", fleet("cluster: default"))
                .write("teams/blue/apps/blue-one/a.yaml", configMap("a", "1"));

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).isEmpty();
        Map<String, Desired> desired = desired(changes);
        assertThat(desired).containsOnlyKeys("main/blue-one", "main/blue-web");
        assertThat(desired.get("main/blue-web").tenants())
                .containsExactly(Teams.team("blue").limits());
        assertThat(desired.get("main/blue-web").objects()).hasSize(4);
        assertThat(desired.get("main/blue-web").hooks()).hasSize(1);
    }

    @Test
    void folderThatOnlyBeginsLikeThatOfATeamIsNotItsOwn() throws Exception {
        // Given
        ref.tenants = new Tenants(List.of(Teams.team("blue")));
        ref.restart();
        ref.git
                .write("teams/bluebell/web/keelstream.yaml", application("blue-bell", "namespace: blue"))
                .write("teams/bluebell/web/a.yaml", configMap("a", "1"));

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes).get("main/blue-bell"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("the folder teams/bluebell/web belongs to no tenant"));
        assertThat(desired(changes))
                .as("nothing is removed of what runs")
                .doesNotContainValue(null)
                .allSatisfy((target, each) -> assertThat(each.removed()).isFalse());
    }

    @Test
    void namespaceThatATeamMayDeclareIsStillOneOfItsOwn() throws Exception {
        // Given
        ref.tenants = new Tenants(List.of(Teams.platform(), Teams.withClusterScoped(Teams.team("blue"), "Namespace")));
        ref.restart();
        ref.git.write(OBJECT, named("v1", "Namespace", "blue-test"));
        assertThat(rejected(ref.push())).doesNotContainKey("main/blue-web");

        // When
        ref.git.write(OBJECT, named("v1", "Namespace", "kube-system"));

        // Then
        assertThat(rejected(ref.push()).get("main/blue-web"))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("Namespace//kube-system is a namespace", "namespaces: blue, blue-*, common");
    }

    @Test
    void nameOfAnotherTeamIsNotTakenThoughItComesFirst() throws Exception {
        // Given
        ref.git
                .write("teams/blue/a/keelstream.yaml", application("green-new", "namespace: blue"))
                .write("teams/blue/a/a.yaml", configMap("a", "1"))
                .write("teams/green/new/keelstream.yaml", application("green-new", "namespace: green"))
                .write("teams/green/new/a.yaml", configMap("a", "1"));

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).containsOnlyKeys("main/green-new");
        assertThat(desired(changes).get("main/green-new").namespace()).isEqualTo("green");
        assertThat(rejected(changes).get("main/green-new")).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .contains("tenant 'blue' may not use the application name 'green-new'", "applications: blue-*");
            assertThat(problem.where()).isEqualTo("teams/blue/a/keelstream.yaml");
        });
    }

    @Test
    void brokenFileWithTheNameOfAnotherTeamTakesItFromNobody() throws Exception {
        ref.git
                .write("teams/blue/a/keelstream.yaml", application("green-new", "nonsense: true"))
                .write("teams/green/new/keelstream.yaml", application("green-new", "namespace: green"))
                .write("teams/green/new/a.yaml", configMap("a", "1"));

        assertThat(desired(ref.push())).containsOnlyKeys("main/green-new");
    }

    @Test
    void nameThatAnotherTeamGaveUpBringsNothingOfItsObjects() throws Exception {
        // Given
        ref.tenants = new Tenants(List.of(
                Teams.platform(), Teams.withAnyName(Teams.team("blue")), Teams.withAnyName(Teams.team("green"))));
        ref.restart();
        ref.push();

        // When
        ref.git
                .remove("teams/green/shop")
                .write("teams/blue/shop/keelstream.yaml", application("green-shop", "namespace: blue"))
                .write("teams/blue/shop/a.yaml", configMap("a", "1"));
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).isEmpty();
        assertThat(rejected(changes).get("main/green-shop"))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("tenant 'green' may not use namespace 'blue'");
        ref.restart();
        ref.git.write("teams/blue/shop/a.yaml", configMap("a", "2"));
        assertThat(desired(ref.push())).as("the folder of before still counts").isEmpty();
    }

    @Test
    void objectThatMovesToAnotherTeamIsNotHandedOver() throws Exception {
        // Given
        ref.git.write("teams/green/shop/c.yaml", in("common", "v1", "ConfigMap", "c"));
        ref.push();

        // When
        ref.git.remove("teams/green/shop/c.yaml").write(OBJECT, in("common", "v1", "ConfigMap", "c"));
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("main/blue-web");
        assertThat(rejected(changes).get("main/blue-web").getFirst().message())
                .startsWith("ConfigMap/common/c would move from main/green-shop of tenant 'green' to main/blue-web of"
                        + " tenant 'blue'");
        assertThat(desired(changes)).containsOnlyKeys("main/green-shop");
        assertThat(desired(changes).get("main/green-shop").movedTo()).isEmpty();

        // When
        ref.git.write("database/more.yaml", configMap("more", "1"));
        Desired later = desired(ref.push()).get("main/blue-web");

        // Then
        assertThat(later.objects())
                .singleElement()
                .satisfies(each -> assertThat(each.movedFrom()).isNull());
    }

    @Test
    void objectMovesInsideOfATeamThoughAnotherOneClaimsItInTheSameCommit() throws Exception {
        // Given
        ref.git
                .write("teams/green/new/keelstream.yaml", application("green-new", "namespace: green"))
                .write("teams/green/new/a.yaml", configMap("a", "1"))
                .write("teams/green/shop/c.yaml", in("common", "v1", "ConfigMap", "c"));
        ref.push();

        // When
        ref.git
                .remove("teams/green/shop/c.yaml")
                .write("teams/green/new/c.yaml", in("common", "v1", "ConfigMap", "c"))
                .write(OBJECT, in("common", "v1", "ConfigMap", "c"));
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("main/blue-web");
        assertThat(desired(changes).get("main/green-shop").movedTo())
                .containsExactly(new Desired.Moved("ConfigMap/common/c", "main/green-new"));
    }

    @Test
    void objectOfABrokenTargetKeepsNoOtherTeamWaiting() throws Exception {
        // Given
        ref.git.write("teams/blue/web/c.yaml", in("common", "v1", "ConfigMap", "c"));
        ref.push();

        // When
        ref.git
                .write("teams/blue/web/c.yaml", "a: [")
                .write("teams/green/shop/c.yaml", in("common", "v1", "ConfigMap", "c"));
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("main/blue-web");
        assertThat(desired(changes)).containsOnlyKeys("main/green-shop");
    }

    @Test
    void brokenFileThatNamesTheApplicationOfAnotherTeamKeepsNothingOfIt() throws Exception {
        // Given
        ref.git
                .write("teams/blue/a/keelstream.yaml", "metadata: {name: [green-shop")
                .write("teams/blue/green-shop/keelstream.yaml", "kind: [")
                .remove("teams/green/shop");

        // When
        Map<String, Desired> desired = desired(ref.push());

        // Then
        assertThat(desired.get("main/green-shop").removed()).isTrue();
    }

    @Test
    void brokenFileOfTheSameTeamMayStillBeTheApplicationThatIsGone() throws Exception {
        // Given
        ref.git
                .write("teams/green/a/keelstream.yaml", "metadata: {name: [green-shop")
                .remove("teams/green/shop");

        // When
        Map<String, Desired> desired = desired(ref.push());

        // Then
        assertThat(desired).isEmpty();
        assertThat(ref.last.problems()).extracting(Problem::reason).contains("RemovalWaits");
    }

    @Test
    void fleetGivesNoFolderBelowMoreThanItsOwnTeamHas() throws Exception {
        // Given
        ref.tenants = new Tenants(List.of(
                Teams.team("blue"),
                new Tenant(
                        Teams.platform().limits(),
                        List.of(new Tenant.Folder("infra", "teams/blue/apps")),
                        List.of("*"),
                        List.of("*"),
                        List.of("*"),
                        List.of("*"))));
        ref.restart();
        ref.git
                .write("teams/blue/keelstream.yaml", fleet("namespace: kube-system"))
                .write("teams/blue/apps/blue-one/a.yaml", configMap("a", "1"));

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes).get("main/blue-one"))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("tenant 'blue' may not use namespace 'kube-system'");
    }

    @Test
    void narrowerLimitsRejectWhatIsDeployedAndRemoveNothing() throws Exception {
        // Given
        ref.tenants = new Tenants(List.of(Teams.platform(), Teams.team("green")));
        ref.restart();
        ref.git.write("database/more.yaml", configMap("more", "1"));
        ref.push();
        ref.tenants = new Tenants(List.of(Teams.team("green")));
        ref.restart();

        // When
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("main/blue-web", "main/database");
        assertThat(desired(changes)).isEmpty();
    }

    @Test
    void newerLimitsCountForWhatIsDeployedThoughItsCommitIsRejected() throws Exception {
        // Given
        ref.git.write("database/more.yaml", configMap("more", "1"));
        Desired deployed = deployedByBlue();

        // When
        Tenant narrower = Teams.withNamespaces(Teams.team("blue"), "blue-test");
        ref.tenants = new Tenants(List.of(Teams.platform(), narrower, Teams.team("green")));
        ref.restart();
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(rejected(changes)).containsOnlyKeys("main/blue-web");
        assertThat(limits(changes))
                .isEqualTo(Map.of("main/blue-web", new NewerLimits(deployed.identity(), List.of(narrower.limits()))));

        // When
        ref.restart();

        // Then
        assertThat(limits(ref.push())).as("they are published already").isEmpty();

        // When
        Tenant narrowest = Teams.withClusterScoped(narrower, "Namespace");
        ref.tenants = new Tenants(List.of(Teams.platform(), narrowest, Teams.team("green")));
        ref.restart();
        changes = ref.push();

        // Then
        assertThat(rejected(changes)).as("for the same reason as before").doesNotContainKey("main/blue-web");
        assertThat(limits(changes).get("main/blue-web").tenants()).containsExactly(narrowest.limits());
    }

    @Test
    void limitsThatAreAsBeforeAgainCountAgainThoughTheBundleIsNoOther() throws Exception {
        // Given
        Tenants before = ref.tenants;
        Desired deployed = deployedByBlue();
        ref.tenants = new Tenants(
                List.of(Teams.platform(), Teams.withNamespaces(Teams.team("blue"), "blue-test"), Teams.team("green")));
        ref.restart();
        ref.push();

        // When
        ref.tenants = before;
        ref.restart();
        List<TargetChange> changes = ref.push();

        // Then
        assertThat(desired(changes)).as("what Git wants did not change").doesNotContainKey("main/blue-web");
        assertThat(limits(changes).get("main/blue-web"))
                .isEqualTo(new NewerLimits(
                        deployed.identity(), List.of(Teams.team("blue").limits())));
    }

    @ParameterizedTest
    @ValueSource(strings = {OBJECT, FILE})
    void newerLimitsCountAlsoWhereTheFilesAreBroken(String broken) throws Exception {
        // Given
        Desired deployed = deployedByBlue();
        ref.git.write(broken, "a: [");
        assertThat(limits(ref.push())).isEmpty();

        // When
        Tenant narrower = Teams.withNamespaces(Teams.team("blue"), "blue-test");
        ref.tenants = new Tenants(List.of(Teams.platform(), narrower, Teams.team("green")));
        ref.restart();

        // Then
        assertThat(limits(ref.push()))
                .isEqualTo(Map.of("main/blue-web", new NewerLimits(deployed.identity(), List.of(narrower.limits()))));
    }

    @Test
    void fleetThatIsBrokenStillHasItsSayInTheLimits() throws Exception {
        // Given
        ref.git
                .write("keelstream.yaml", fleet("namespace: blue").replace("apps/*", "teams/blue/apps/*"))
                .write("teams/blue/apps/blue-one/a.yaml", configMap("a", "1"));
        Desired deployed = desired(ref.push()).get("main/blue-one");
        assertThat(deployed.tenants())
                .containsExactly(Teams.platform().limits(), Teams.team("blue").limits());

        // When
        ref.git.write("keelstream.yaml", "kind: [");
        Tenant narrower = Teams.withNamespaces(Teams.team("blue"), "blue-test");
        ref.tenants = new Tenants(List.of(Teams.platform(), narrower, Teams.team("green")));
        ref.restart();

        // Then
        assertThat(limits(ref.push()).get("main/blue-one"))
                .isEqualTo(new NewerLimits(
                        deployed.identity(), List.of(Teams.platform().limits(), narrower.limits())));
    }

    @Test
    void removalIsHeldToTheLimitsOfTheFolderThatItWasIn() throws Exception {
        ref.git.remove("teams/blue/web");

        Desired removed = desired(ref.push()).get("main/blue-web");

        assertThat(removed.removed()).isTrue();
        assertThat(removed.tenants()).containsExactly(Teams.team("blue").limits());
    }

    /** What is deployed by the team blue. */
    private Desired deployedByBlue() throws Exception {
        ref.git.write(OBJECT, configMap("a", "two"));
        return desired(ref.push()).get("main/blue-web");
    }

    private static Map<String, NewerLimits> limits(List<TargetChange> changes) {
        Map<String, NewerLimits> limits = new TreeMap<>();
        changes.forEach(change -> {
            if (change instanceof TargetChange.LimitsChanged(TargetName target, NewerLimits each, Revision _)) {
                limits.put(target.toString(), each);
            }
        });
        return limits;
    }

    private static String application(String name, String target) {
        String fields = target.startsWith("{") ? target.substring(1, target.length() - 1) : target;
        return """
            apiVersion: keelstream.io/v1
            kind: Application
            metadata: {name: %s}
            spec: {targets: [{name: main, %s}]}
            """.formatted(name, fields);
    }

    private static String fleet(String target) {
        return """
            apiVersion: keelstream.io/v1
            kind: Fleet
            metadata: {name: all}
            spec: {directories: ["apps/*"], targets: [{name: main, %s}]}
            """.formatted(target);
    }

    private static String named(String apiVersion, String kind, String name) {
        return "apiVersion: %s\nkind: %s\nmetadata: {name: %s}\n".formatted(apiVersion, kind, name);
    }

    private static String in(String namespace, String apiVersion, String kind, String name) {
        return "apiVersion: %s\nkind: %s\nmetadata: {name: %s, namespace: %s}\n"
                .formatted(apiVersion, kind, name, namespace);
    }

    private static String list(String object) {
        return "apiVersion: v1\nkind: List\nitems:\n- " + object.strip().replace("\n", "\n  ") + "\n";
    }

    private static String definition() {
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: doors.blue.example.com}
            spec: {group: blue.example.com, scope: Cluster, names: {kind: Door, plural: doors}, versions: [{name: v1}]}
            """;
    }

    private static String hook(String annotation, String metadata) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate, %s, annotations: {%s}}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
            """.formatted(metadata, annotation);
    }

    private static String binding(String kind, String role) {
        return """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: mine}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s}
            subjects: [{kind: ServiceAccount, name: web}]
            """.formatted(kind, role);
    }

    private static String pod(String field) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {template: {spec: {%s, containers: [{name: a, image: a}]}}}
            """.formatted(field);
    }
}
