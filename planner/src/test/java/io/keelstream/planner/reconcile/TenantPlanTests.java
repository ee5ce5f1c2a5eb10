package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What git-watcher cannot know of a tenant's objects: the scope of custom kinds, and what the target had before. */
class TenantPlanTests extends SandboxedPlanner {

    private static final TargetPolicy ROLLBACK = TargetPolicy.DEFAULT.withOnFailure(OnFailure.ROLLBACK);

    @Test
    void customKindThatTurnsOutToBeClusterScopedIsRefused() throws Exception {
        // Given
        world.create(definition(), "kubectl");
        Awaitility.await()
                .until(() -> world.client.discovery().find("tenants.example.com/v1", "Cell") instanceof ApiResult.Ok);
        world.namespace("tenant-scope");
        String cell = """
            apiVersion: tenants.example.com/v1
            kind: Cell
            metadata: {name: everybody}
            """;

        // When
        world.desire("t/scope", held(Samples.bundle("tenant-scope", TargetPolicy.DEFAULT, cell), "tenant-scope"));
        Plan refused = world.plan("t/scope");

        // Then
        assertThat(refused.state()).isEqualTo(State.FAILED);
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("TenantLimit");
            assertThat(problem.message())
                    .contains("Cell.tenants.example.com//everybody is cluster-scoped", "tenant 'blue'");
            assertThat(problem.where()).isEqualTo("apps/shop/all.yaml");
        });

        // When
        world.desire(
                "t/scope-allowed",
                held(
                        Samples.bundle("tenant-scope", TargetPolicy.DEFAULT, cell),
                        limits("tenant-scope", "Cell.tenants.example.com")));

        // Then
        assertThat(world.ready("t/scope-allowed").state()).isEqualTo(State.READY);
    }

    @Test
    void hookOfAClusterScopedKindIsRefused() throws Exception {
        // Given
        world.namespace("tenant-hook");
        String hook = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: all, annotations: {keelstream.io/hook: pre-apply}}
            rules: []
            """;

        // When
        world.desire(
                "t/hook",
                held(
                        Samples.withHooks(Samples.bundle("tenant-hook", TargetPolicy.DEFAULT, config("a", "1")), hook),
                        "tenant-hook"));
        Plan plan = world.plan("t/hook");

        // Then
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems()).extracting(Problem::reason).contains("TenantLimit");
    }

    @Test
    void objectThatIsLeftOfAnotherTenantIsNotDeleted() throws Exception {
        // Given
        world.namespace("tenant-other");
        world.namespace("tenant-own");
        world.release("t/name", Samples.bundle("tenant-other", TargetPolicy.DEFAULT, config("a", "1")));

        // When
        world.desire(
                "t/name", held(Samples.bundle("tenant-own", TargetPolicy.DEFAULT, config("b", "1")), "tenant-own"));
        Plan plan = world.plan("t/name");

        // Then
        assertThat(plan.actions()).noneMatch(PlannedAction.Prune.class::isInstance);
        assertThat(plan.warnings()).anySatisfy(problem -> {
            assertThat(problem.reason()).isEqualTo("TenantLimit");
            assertThat(problem.message()).startsWith("left Git and is not deleted: ConfigMap/tenant-other/a");
        });
    }

    @Test
    void removalDeletesNothingOfAnotherTenant() throws Exception {
        // Given
        world.namespace("tenant-before");
        Desired before = Samples.bundle("tenant-before", TargetPolicy.DEFAULT, config("a", "1"));
        world.release("t/removed", before);

        // When
        world.desire("t/removed", held(Removals.removed(before, OnRemoval.PRUNE, List.of()), "tenant-after"));
        Plan plan = world.plan("t/removed");

        // Then
        assertThat(plan.actions()).noneMatch(PlannedAction.Prune.class::isInstance);
    }

    @Test
    void wayBackIsHeldToTheLimitsOfToday() throws Exception {
        // Given
        world.namespace("tenant-way");
        world.namespace("tenant-today");
        Desired good = held(Samples.bundle("tenant-way", ROLLBACK, config("a", "1")), "tenant-way");
        Desired bad = held(Samples.bundle("tenant-today", ROLLBACK, config("a", "2")), "tenant-today");

        // When
        Plan plan = RollbackPlanTests.failed("t/way", good, bad);

        // Then
        assertThat(plan.trigger()).isEqualTo(Trigger.ROLLBACK);
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems()).extracting(Problem::reason).contains("TenantLimit");
        assertThat(summary(plan)).noneMatch(each -> each.contains("tenant-way"));
    }

    private static Desired held(Desired desired, String namespace) {
        return held(desired, limits(namespace));
    }

    private static Desired held(Desired desired, TenantLimits limits) {
        return new Desired(
                desired.removed(),
                desired.revision(),
                desired.settings().heldTo(List.of(limits)),
                desired.bundleDigest(),
                desired.objects(),
                desired.hooks(),
                desired.notes());
    }

    private static TenantLimits limits(String namespace, String... clusterScoped) {
        return new TenantLimits(
                "blue", List.of(namespace), List.of("*"), List.of(clusterScoped), List.of(), List.of("*"));
    }

    private static String config(String name, String value) {
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s}
            data: {key: "%s"}
            """.formatted(name, value);
    }

    private static String definition() {
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: cells.tenants.example.com}
            spec:
              group: tenants.example.com
              scope: Cluster
              names: {kind: Cell, plural: cells, singular: cell}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;
    }
}
