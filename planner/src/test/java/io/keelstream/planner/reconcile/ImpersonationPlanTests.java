package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.client.Impersonation;
import io.keelstream.planner.sample.Samples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets are planned as the account of plans of their namespace: what it may not read or try is no plan, and is not published. */
class ImpersonationPlanTests {

    private static final String OWN = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {value: \"1\"}}";
    private static final String FOREIGN =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: theirs}, data: {value: \"1\"}}";

    private static PlanningSandbox world;

    @BeforeAll
    static void start(@TempDir Path folder) {
        world = new PlanningSandbox(folder, Impersonation.OF_PLANS);
        List.of("mine", "theirs").forEach(world::namespace);
        world.create(FOREIGN.replace("\"1\"", "confidential"), "kubectl-create");
        world.sandbox.rights().confine("keelstream-plan:mine", "mine");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void targetIsAskedAboutAsItsAccountOfPlans() throws Exception {
        // When
        world.release("t/mine", Samples.bundle("mine", TargetPolicy.DEFAULT, OWN));
        world.desire("t/mine", Samples.bundle("mine", TargetPolicy.DEFAULT, OWN.replace("\"1\"", "\"2\"")));
        world.ready("t/mine");

        // Then
        assertThat(world.sandbox.rights().used("keelstream-plan:mine")).contains("apply configmaps", "get configmaps");
    }

    @Test
    void bindingThatWouldGrantAForeignNamespaceIsRefusedItself() throws Exception {
        // Given
        String binding = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: ours, namespace: theirs}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "keelstream-plan:mine"}]
            """;

        // When
        world.desire("t/greedy", Samples.bundle("mine", TargetPolicy.DEFAULT, FOREIGN, binding));
        Plan plan = world.plan("t/greedy");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(plan.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.where()).isEqualTo("RoleBinding.rbac.authorization.k8s.io/theirs/ours"));
        assertThat(plan.toString()).doesNotContain("confidential");
    }

    @Test
    void objectInAForeignNamespaceIsRefusedAndNothingOfItIsPublished() throws Exception {
        // When
        world.desire("t/curious", Samples.bundle("mine", TargetPolicy.DEFAULT, FOREIGN));
        Plan plan = world.plan("t/curious");

        // Then
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("Forbidden");
            assertThat(problem.where()).isEqualTo("ConfigMap/theirs/settings");
            assertThat(problem.message())
                    .contains(
                            "User \"keelstream-plan:mine\" cannot ",
                            " resource \"configmaps\" in API group \"\" in the namespace \"theirs\"",
                            "give keelstream-plan:mine that right by RBAC");
        });
        assertThat(plan.toString()).doesNotContain("confidential");
    }
}
