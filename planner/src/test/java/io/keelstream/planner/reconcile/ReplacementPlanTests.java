package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.sample.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fields that may not change. The server says which by facts: it refuses the update of fields, and takes the same object as
 * a new one.
 */
class ReplacementPlanTests extends SandboxedPlanner {

    private static final String ALLOWED = "annotations: {keelstream.io/replace: on-immutable}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            selector    | apps/v1 | Deployment             | selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web, tier: a}}, spec: {containers: [{name: a, image: a}]}} | matchLabels: {app: web}  | matchLabels: {tier: a}
            statefulset | apps/v1 | StatefulSet            | serviceName: a, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: a}]}} | serviceName: a     | serviceName: b
            service     | v1      | Service                | clusterIP: 10.0.7.7, selector: {app: web}, ports: [{port: 80}]                                                                     | 10.0.7.7                 | 10.0.7.8
            headless    | v1      | Service                | selector: {app: web}, ports: [{port: 80}]                                                                                          | selector:                | clusterIP: None, selector:
            nodeport    | v1      | Service                | type: NodePort, clusterIP: 10.0.7.9, selector: {app: web}, ports: [{port: 80, nodePort: 30123}]                                   | 10.0.7.9                 | 10.0.7.10
            claim       | v1      | PersistentVolumeClaim  | storageClassName: slow, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}                                        | storageClassName: slow   | storageClassName: fast
            """)
    void immutableFieldIsReplacedWhereAllowed(
            String name, String apiVersion, String kind, String spec, String before, String after) throws Exception {
        // Given
        String object =
                "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: it}\nspec: {" + spec + "}\n";
        String target = "t/" + name;
        world.release(target, Samples.bundle(name, TargetPolicy.DEFAULT, object));
        String changed = object.replace(before, after);

        // When
        world.desire(target, Samples.bundle(name, TargetPolicy.DEFAULT, changed));
        Plan refused = world.plan(target);
        world.desire(
                target,
                Samples.bundle(name, TargetPolicy.DEFAULT, changed.replace("name: it}", "name: it, " + ALLOWED + "}")));
        Plan replacing = world.ready(target);

        // Then
        assertThat(refused.state()).isEqualTo(State.FAILED);
        assertThat(reasons(refused)).containsExactly("ImmutableField");
        assertThat(refused.problems())
                .extracting(Problem::message)
                .allMatch(text -> text.contains("keelstream.io/replace: on-immutable"));
        assertThat(summary(replacing)).singleElement().asString().startsWith("REPLACE " + kind);
    }

    @Test
    void serviceWhoseSuccessorIsRefusedIsNotReplaced() throws Exception {
        // Given
        String service = """
            apiVersion: v1
            kind: Service
            metadata: {name: web, annotations: {keelstream.io/replace: on-immutable}}
            spec: {clusterIP: 10.0.8.8, selector: {app: web}, ports: [{port: 80}]}
            """;
        world.release("t/outside", Samples.bundle("outside", TargetPolicy.DEFAULT, service));

        // When
        world.desire(
                "t/outside",
                Samples.bundle("outside", TargetPolicy.DEFAULT, service.replace("10.0.8.8", "192.168.8.8")));
        Plan plan = world.plan("t/outside");

        // Then
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems())
                .extracting(Problem::message)
                .anyMatch(text -> text.startsWith("is not replaced: as a new object: spec.clusterIPs")
                        && text.contains("not in the valid range"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            omitted     | RoleBinding        | Role        |
            empty       | RoleBinding        | Role        | apiGroup: ""
            written     | RoleBinding        | ClusterRole | apiGroup: rbac.authorization.k8s.io
            cluster     | ClusterRoleBinding | ClusterRole |
            """)
    void roleRefWithoutItsApiGroupIsNoChange(String name, String kind, String role, String group) throws Exception {
        // Given
        String binding = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: %s
            metadata: {name: worker-%s}
            roleRef: {kind: %s, name: worker%s}
            subjects: [{kind: User, name: ada}, {kind: ServiceAccount, name: worker, namespace: bind-%s}]
            """.formatted(kind, name, role, group == null ? "" : ", " + group, name);
        String target = "t/bind-" + name;
        String namespace = "bind-" + name;
        world.release(target, Samples.bundle(namespace, TargetPolicy.DEFAULT, binding));

        // When
        world.desire(
                target,
                Samples.bundle(
                        namespace,
                        TargetPolicy.DEFAULT,
                        binding.replace("name: ada", "name: grace")
                                .replace("{name: worker-", "{labels: {a: b}, name: worker-")));
        Plan plan = world.ready(target);
        world.desire(
                target,
                Samples.bundle(
                        namespace,
                        TargetPolicy.DEFAULT,
                        binding.replace(
                                "name: worker" + (group == null ? "}" : ","),
                                "name: other" + (group == null ? "}" : ","))));
        Plan other = world.plan(target);

        // Then
        assertThat(summary(plan)).singleElement().asString().startsWith("UPDATE " + kind);
        assertThat(((Write) plan.actions().getFirst()).preview().diff())
                .extracting(FieldDiff::path)
                .containsExactlyInAnyOrder("/metadata/labels", "/subjects/0/name");
        assertThat(reasons(other)).containsExactly("ImmutableField");
    }

    @Test
    void roleBindingOfKubectlIsAdoptedThoughGitOmitsItsApiGroup() throws Exception {
        // Given
        String binding = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: worker, namespace: bind-adopted}
            roleRef: {kind: Role, name: worker}
            """;
        world.namespace("bind-adopted");
        world.create(binding, "kubectl-create");

        // When
        world.desire("t/bind-adopted", Samples.bundle("bind-adopted", TargetPolicy.DEFAULT, binding));
        Plan plan = world.ready("t/bind-adopted");

        // Then
        assertThat(summary(plan)).containsExactly("ADOPT RoleBinding.rbac.authorization.k8s.io/bind-adopted/worker");
        assertThat(((Write) plan.actions().getFirst()).preview().diff()).isEmpty();
    }

    @Test
    void fieldThatIsInvalidInANewObjectTooIsNotImmutable() throws Exception {
        // Given
        String claim = """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """;
        world.release("t/wrong", Samples.bundle("wrong", TargetPolicy.DEFAULT, claim));

        // When
        world.desire("t/wrong", Samples.bundle("wrong", TargetPolicy.DEFAULT, claim.replace("[ReadWriteOnce]", "[]")));
        Plan plan = world.plan("t/wrong");

        // Then
        assertThat(reasons(plan)).containsOnly("Refused");
    }
}
