package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetState;
import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replacements that pass their dry run and fail: an admission policy spares dry runs. */
@ExtendWith(SharedStage.class)
@RealCluster
class FailedReplacementTests {

    private static final String REPLACE = "keelstream.io/replace: on-immutable";
    private static final String DEPLOYMENT = "Deployment.apps/restored/web";
    private static final String JOB = "Job.batch/lost/migrate";

    private static final String POLICY = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: spares-dry-runs}
        spec:
          matchConstraints:
            resourceRules:
              - {apiGroups: ["*"], apiVersions: ["*"], resources: ["*"], operations: [CREATE]}
          matchConditions:
            - name: chosen
              expression: "has(object.metadata.labels) && 'brk' in object.metadata.labels"
          validations:
            - {expression: request.dryRun, message: not really}
        """;

    private static final String BINDING = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: spares-dry-runs}
        spec: {policyName: spares-dry-runs, validationActions: [Deny]}
        """;

    private static Stage stage;
    private static String uid;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        stage.live().create(POLICY, "kubectl-create");
        stage.live().create(BINDING, "kubectl-create");
        app("restored", workload(deployment("web", "web:1"), ""));
        app("lost", workload(job("1"), ""));
        String first = stage.repository().push("Failed replacements: start");
        stage.awaitSettled("production/restored", first);
        stage.awaitSettled("production/lost", first);
        stage.await("the policy is in force", FailedReplacementTests::awaitPolicy);
        uid = stage.live().uid(DEPLOYMENT);
        app("restored", workload(deployment("web", "web:2").replace("app: web}", "app: shop}"), "brk: deny"));
        app("lost", workload(job("2"), "brk: deny"));
        stage.repository().push("Failed replacements: change what cannot change");
    }

    private static void awaitPolicy() {
        Manifest trial =
                new Manifest(Map.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata(Map.of("brk", "a"))));
        assertThat(stage.live().client().create(trial, "kubectl-create", false)).isInstanceOf(ApiResult.Failed.class);
    }

    private static Map<String, Object> metadata(Map<String, String> labels) {
        return Map.of("generateName", "trial-", "namespace", "restored", "labels", labels);
    }

    @Test
    void restoredObjectIsDeletedOnce() throws Exception {
        stage.awaitWaitingFor(
                "production/restored", DEPLOYMENT, "is not deleted again", "spares-dry-runs", "applied again");
        String restored = stage.live().uid(DEPLOYMENT);
        assertThat(restored).isNotEqualTo(uid);

        stage.crash();
        int attempt = stage.plan("production/restored").attempt();
        stage.await(
                "two more tries",
                () -> assertThat(stage.plan("production/restored").attempt()).isGreaterThan(attempt + 1));
        assertThat(stage.live().uid(DEPLOYMENT)).isEqualTo(restored);
        assertThat(stage.published("production/restored").health()).isEqualTo("Healthy");
    }

    @Test
    void finishedJobThatCouldNotBeCreatedAgainIsMissing() {
        stage.await("the Job is missing", () -> {
            TargetState state = stage.published("production/lost");
            assertThat(state.health()).as("%s", state).isEqualTo("Missing");
            assertThat(state.unhealthy())
                    .singleElement()
                    .satisfies(object -> assertThat(object.message())
                            .startsWith("was deleted, and could not be created: ")
                            .contains("spares-dry-runs"));
        });
        assertThat(stage.live().exists(JOB)).isFalse();
    }

    private static void app(String name, String workload) throws Exception {
        stage.repository()
                .write(name + "/keelstream.yaml", application(name))
                .write(name + "/workload.yaml", workload)
                .write(name + "/other.yaml", configMap("other", "1"));
    }

    private static String workload(String yaml, String labels) {
        return yaml.replaceFirst(
                "metadata: \\{name: (\\w+)}",
                "metadata: {name: $1, labels: {" + labels + "}, annotations: {" + REPLACE + "}}");
    }

    private static String job(String completions) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec:
              completions: %s
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: migrate, image: "migrate:1"}]
            """.formatted(completions);
    }
}
