package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.planner.sample.Samples;
import java.time.Duration;
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

    @Test
    void whatRunsBesideTheCanaryIsInThePlanOfATrialAndLoadLastsAsLongAsThat() throws Exception {
        // Given
        world.released("beside", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        world.sandbox()
                .desire(
                        "t/beside",
                        Samples.withHooks(
                                Samples.bundle("beside", CANARY, NEW, SERVICE, ROUTE, CONFIG),
                                hook("check", "canary-check"),
                                hook("load", "canary-load")));
        Plan plan = world.sandbox().ready("t/beside");

        // Then
        assertThat(plan.hooks(HookPhase.CANARY_LOAD))
                .singleElement()
                .satisfies(load -> assertThat(load.rule().timeoutMillis())
                        .isGreaterThan(Duration.ofDays(30).toMillis()));
        assertThat(plan.hooks(HookPhase.CANARY_CHECK))
                .singleElement()
                .satisfies(check -> assertThat(check.rule().timeoutMillis())
                        .isEqualTo(Duration.ofMinutes(30).toMillis()));
    }

    @Test
    void ordinaryReleaseRunsNothingBesideACanary() throws Exception {
        // Given
        world.sandbox()
                .desire(
                        "t/first",
                        Samples.withHooks(
                                Samples.bundle("first", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG),
                                hook("load", "canary-load")));

        // Then
        assertThat(world.sandbox().ready("t/first").actions()).noneMatch(RunHook.class::isInstance);
    }

    private static String hook(String name, String when) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: %s, annotations: {keelstream.io/hook: %s}}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
            """.formatted(name, when);
    }
}
