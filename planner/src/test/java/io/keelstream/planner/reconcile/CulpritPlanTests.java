package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.sample.Samples;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan that fails says whose fault that is, and of which object. */
class CulpritPlanTests {

    private static final String CONFIG = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {colour: red}
        """;

    private static final String WEB = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          strategy: {rollingUpdate: {maxSurge: 2}}
          selector: {matchLabels: {app: web}}
          template: {metadata: {labels: {app: web, tier: a}}, spec: {containers: [{name: app, image: "web:1"}]}}
        """;

    @TempDir
    private Path folder;

    private PlanningSandbox world;

    @BeforeEach
    void start() {
        world = new PlanningSandbox(folder);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"apply", "get"})
    void unreachableWebhookIsNotAnUnreachableCluster(String verb) throws Exception {
        // Given
        world.release("t/hook", Samples.bundle("hook", TargetPolicy.DEFAULT, CONFIG));
        world.sandbox.faults().inject(RequestMatch.verb(verb), new Fault.WebhookAway());

        // When
        world.desire("t/hook", Samples.bundle("hook", TargetPolicy.DEFAULT, CONFIG.replace("red", "blue")));
        Plan plan = world.plan("t/hook");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(plan.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("DependencyUnavailable");
            assertThat(problem.where()).isEqualTo("ConfigMap/hook/settings");
            assertThat(problem.message()).contains("down.example.com");
        });
    }

    @Test
    void unreachableWebhookDuringAFurtherDryRunIsNotARefusalOfTheObject() throws Exception {
        // Given
        world.release("t/more", Samples.bundle("more", TargetPolicy.DEFAULT, WEB));
        world.namespace("choice");
        world.create(WEB.replace("{name: web}", "{name: web, namespace: choice}"), "kubectl-client-side-apply");
        world.sandbox.faults().inject(RequestMatch.verb("create"), new Fault.WebhookAway());
        world.sandbox.faults().inject(RequestMatch.verb("patch"), new Fault.WebhookAway());

        // When
        String selector = WEB.replace("selector: {matchLabels: {app: web}}", "selector: {matchLabels: {tier: a}}");
        world.desire("t/more", Samples.bundle("more", TargetPolicy.DEFAULT, selector));
        Plan immutable = world.plan("t/more");
        String strategy = WEB.replace("strategy: {rollingUpdate: {maxSurge: 2}}", "strategy: {type: Recreate}");
        world.desire("t/choice", Samples.bundle("choice", TargetPolicy.DEFAULT, strategy));
        Plan exclusive = world.plan("t/choice");

        // Then
        assertThat(reasons(immutable)).containsExactly("DependencyUnavailable");
        assertThat(reasons(exclusive)).containsExactly("DependencyUnavailable");
        assertThat(List.of(immutable.state(), exclusive.state())).containsOnly(State.BLOCKED);
    }

    @ParameterizedTest
    @MethodSource("transientFaults")
    void transientFaultOfARequestDelaysThePlanAndIsNoProblem(Fault fault) throws Exception {
        // Given
        world.release("t/transient", Samples.bundle("transient", TargetPolicy.DEFAULT, CONFIG));
        world.sandbox.faults().inject(RequestMatch.verb("apply"), fault, 3);

        // When
        world.desire("t/transient", Samples.bundle("transient", TargetPolicy.DEFAULT, CONFIG.replace("red", "blue")));
        Plan plan = world.ready("t/transient");

        // Then
        assertThat(world.sandbox.faults().hits()).isEqualTo(3);
        assertThat(plan.actions()).hasSize(1);
    }

    private static List<Fault> transientFaults() {
        return List.of(
                new Fault.TooManyRequests(null),
                new Fault.ServerError(500),
                new Fault.ServerError(503),
                new Fault.ResetBefore());
    }

    @Test
    void unreachableWebhookForAnObjectThatLeavesGitIsNotAnUnreachableCluster() throws Exception {
        // Given
        String leaving = CONFIG.replace("name: settings", "name: leaving");
        world.release("t/prune", Samples.bundle("prune", TargetPolicy.DEFAULT, CONFIG, leaving));
        world.sandbox.faults().inject(RequestMatch.verb("get"), new Fault.WebhookAway());

        // When
        world.desire("t/prune", Samples.bundle("prune", TargetPolicy.DEFAULT, CONFIG));
        Plan plan = world.plan("t/prune");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(plan.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("DependencyUnavailable");
            assertThat(problem.where()).isEqualTo("ConfigMap/prune/leaving");
            assertThat(problem.message()).contains("down.example.com");
        });
    }

    @Test
    void clusterThatRefusesForTheMomentIsBusyAndNotUnreachable() throws Exception {
        // Given
        world.namespace("busy");
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.ServerError(503));

        // When
        world.desire("t/busy", Samples.bundle("busy", TargetPolicy.DEFAULT, CONFIG));
        Plan plan = world.plan("t/busy");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(reasons(plan)).containsExactly("ClusterBusy");
        assertThat(plan.problems().getFirst().message()).contains("cluster default answers", "planning is tried again");
    }

    @Test
    void objectThatTheServerHasAnErrorOfItsOwnWithIsNamedAndHidesNoOther() throws Exception {
        // Given
        world.namespace("own-error");
        world.sandbox.faults().inject(new RequestMatch("apply", "configmaps"), new Fault.ServerError(500));
        String service = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 0}]}}";

        // When
        world.desire("t/own-error", Samples.bundle("own-error", TargetPolicy.DEFAULT, CONFIG, service));
        Plan plan = world.plan("t/own-error");

        // Then
        assertThat(plan.problems())
                .extracting(Problem::where)
                .contains("ConfigMap/own-error/settings", "Service/own-error/web");
        assertThat(plan.problems())
                .filteredOn(each -> String.valueOf(each.where()).startsWith("ConfigMap"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("an error of its own (500)")
                        .doesNotContain("unreachable"));
    }

    @Test
    void versionThatIsNotServedIsReportedWithTheOneThatIs() throws Exception {
        // When
        world.desire(
                "t/old",
                Samples.bundle(
                        "old", TargetPolicy.DEFAULT, WEB.replace("apiVersion: apps/v1", "apiVersion: apps/v1beta1")));
        Plan plan = world.plan("t/old");

        // Then
        assertThat(plan.problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message())
                                .isEqualTo(
                                        "the cluster serves no Deployment in apps/v1beta1; it serves it in apps/v1: change apiVersion"));
    }

    @Test
    void valueOfTheWrongTypeIsReportedInTheSameWordsBeforeTheNamespaceExistsAndAfter() throws Exception {
        // Given
        String wrong = WEB.replace("image: \"web:1\"", "image: true, workingDir: 1");
        world.namespace("typed");

        // When
        world.desire("t/typed", Samples.bundle("typed", TargetPolicy.DEFAULT, wrong));
        Plan asked = world.plan("t/typed");
        world.desire("t/untyped", Samples.bundle("untyped", TargetPolicy.DEFAULT, wrong));
        Plan predicted = world.plan("t/untyped");

        // Then
        assertThat(predicted.problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("image: expected string, got bool", "; ");
        assertThat(asked.problems())
                .extracting(Problem::message)
                .containsExactly(predicted.problems().getFirst().message());
    }

    @Test
    void exceededQuotaIsNotAMissingRight() throws Exception {
        // Given
        world.namespace("quota");
        world.sandbox.faults().inject(RequestMatch.verb("apply"), new Fault.OverQuota());

        // When
        world.desire("t/quota", Samples.bundle("quota", TargetPolicy.DEFAULT, CONFIG));
        Plan plan = world.plan("t/quota");

        // Then
        assertThat(reasons(plan)).containsExactly("Refused");
        assertThat(plan.problems().getFirst().message())
                .contains("exceeded quota")
                .doesNotContain("needed:");
    }

    @Test
    void versionNoLongerServedIsReportedWithThoseThatAre() throws Exception {
        // Given
        String definition = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: ages.culprit.example.com}
            spec:
              group: culprit.example.com
              scope: Namespaced
              names: {plural: ages, singular: age, kind: Age, listKind: AgeList}
              versions:
                - {name: v1beta1, served: true, storage: false, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
                - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
            """;
        String age = """
            apiVersion: culprit.example.com/v1beta1
            kind: Age
            metadata: {name: one}
            spec: {years: 1}
            """;
        world.create(definition, "kubectl-create");
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            world.client.discovery().refresh();
            return world.client.discovery().find("culprit.example.com/v1beta1", "Age") instanceof ApiResult.Ok;
        });
        world.release("t/age", Samples.bundle("age", TargetPolicy.DEFAULT, age));
        List<?> versions =
                (List<?>) Samples.manifest(definition.replace("v1beta1, served: true", "v1beta1, served: false"))
                        .spec()
                        .get("versions");
        world.client
                .patch(
                        ObjectReference.parse(
                                "CustomResourceDefinition.apiextensions.k8s.io//ages.culprit.example.com"),
                        "application/merge-patch+json",
                        Map.of("spec", Map.of("versions", versions)),
                        "kubectl-edit")
                .orThrow();
        await().atMost(Duration.ofSeconds(20)).until(() -> !world.serves("culprit.example.com", "v1beta1"));

        // When
        world.desire("t/age", Samples.bundle("age", TargetPolicy.DEFAULT, age.replace("years: 1", "years: 2")));
        Plan plan = world.plan("t/age");

        // Then
        assertThat(reasons(plan)).containsExactly("UnknownKind");
        assertThat(plan.problems().getFirst().message())
                .contains("Age in culprit.example.com/v1beta1", "culprit.example.com/v1")
                .doesNotContain("404");
    }

    @Test
    void droppingReplicasFromGitIsAWarning() throws Exception {
        // Given
        String web = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 4
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:1"}]}
            """;
        world.release("t/dropped", Samples.bundle("dropped", TargetPolicy.DEFAULT, web));

        // When
        world.desire("t/dropped", Samples.bundle("dropped", TargetPolicy.DEFAULT, web.replace("  replicas: 4\n", "")));
        Plan plan = world.ready("t/dropped");

        // Then
        assertThat(plan.warnings())
                .filteredOn(each -> each.reason().equals("ReplicasDropped"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("scaled from 4 to 1");
    }
}
