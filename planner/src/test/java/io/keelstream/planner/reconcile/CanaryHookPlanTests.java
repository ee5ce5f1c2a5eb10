package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.planner.sample.Samples;
import org.junit.jupiter.api.Test;

/** Hooks of a canary release. */
class CanaryHookPlanTests extends SandboxedCanary {

    @Test
    void hookThatTestsTheCanaryIsInThePlanOfATrial() throws Exception {
        // Given
        String test = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: test, annotations: {keelstream.io/hook: canary}}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
            """;
        world.released("tested", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        world.sandbox()
                .desire(
                        "t/tested",
                        Samples.withHooks(Samples.bundle("tested", CANARY, NEW, SERVICE, ROUTE, CONFIG), test));
        Plan plan = world.sandbox().ready("t/tested");

        // Then
        assertThat(plan.trial()).isNotNull();
        assertThat(plan.actions().getLast())
                .isInstanceOfSatisfying(
                        RunHook.class, hook -> assertThat(hook.id()).isEqualTo("canary Job.batch/tested/test"));
    }
}
