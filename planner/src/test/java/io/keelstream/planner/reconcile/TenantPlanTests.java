package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.NewerLimits;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnFailure;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What git-watcher cannot know of a tenant's objects: the scope of custom kinds, and what the target had before. */
class TenantPlanTests extends SandboxedPlanner {

    private static final TargetPolicy ROLLBACK = TargetPolicy.DEFAULT.withOnFailure(OnFailure.ROLLBACK);

    @Test
    void customKindThatTurnsOutToBeClusterScopedIsRefused() throws Exception {
        // Given
        world.create(definition("Cell"), "kubectl");
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
    void hookOfAKindThatTheClusterDoesNotKnowHasToBeAllowedAsEither() throws Exception {
        // Given
        world.namespace("tenant-unknown");
        String hook = """
            apiVersion: unknown.example.com/v1
            kind: Gate
            metadata: {name: all, annotations: {keelstream.io/hook: post-apply}}
            """;
        Desired desired =
                Samples.withHooks(Samples.bundle("tenant-unknown", TargetPolicy.DEFAULT, config("a", "1")), hook);

        // When
        world.desire("t/unknown-hook", held(desired, "tenant-unknown"));

        // Then
        assertThat(world.plan("t/unknown-hook").problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("TenantLimit");
            assertThat(problem.message()).contains("Gate.unknown.example.com//all is cluster-scoped");
        });

        // When
        world.desire("t/unknown-allowed", held(desired, limits("tenant-unknown", "Gate.unknown.example.com")));

        // Then
        assertThat(world.plan("t/unknown-allowed").problems())
                .extracting(Problem::reason)
                .doesNotContain("TenantLimit");
    }

    @Test
    void hookOfAKindThatTheBundleDefinesIsHeldToItsScope() throws Exception {
        // Given
        world.namespace("tenant-defined");
        String hook = """
            apiVersion: tenants.example.com/v1
            kind: Drawer
            metadata: {name: mine, annotations: {keelstream.io/hook: post-apply}}
            """;
        String drawers = definition("Drawer").replace("scope: Cluster", "scope: Namespaced");
        Desired desired = Samples.withHooks(Samples.bundle("tenant-defined", TargetPolicy.DEFAULT, drawers), hook);

        // When
        world.desire(
                "t/defined", held(desired, limits("tenant-defined", "CustomResourceDefinition.apiextensions.k8s.io")));

        // Then
        assertThat(world.plan("t/defined").problems())
                .extracting(Problem::reason)
                .doesNotContain("TenantLimit");
    }

    @Test
    void namespaceIsCreatedForATenantThatMayDeclareIt() throws Exception {
        // Given
        Desired desired = Samples.bundle("tenant-absent", TargetPolicy.DEFAULT, config("a", "1"));

        // When
        world.desire("t/absent", held(desired, "tenant-absent"));
        Plan refused = world.plan("t/absent");

        // Then
        assertThat(refused.state()).isEqualTo(State.FAILED);
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("TenantLimit");
            assertThat(problem.message())
                    .startsWith("namespace tenant-absent does not exist, and tenant 'blue' may not create namespaces");
        });

        // When
        world.desire("t/absent-allowed", held(desired, limits("tenant-absent", "Namespace")));

        // Then
        assertThat(world.ready("t/absent-allowed").actions()).hasAtLeastOneElementOfType(PlannedAction.Ensure.class);

        // When
        world.namespace("tenant-absent");
        world.desire("t/present", held(desired, "tenant-absent"));

        // Then
        assertThat(world.ready("t/present").actions()).hasSize(1);
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
        assertThat(plan.trigger()).isNotEqualTo(Trigger.ROLLBACK);
        assertThat(plan.actions()).isEmpty();
        assertThat(said(plan))
                .contains("not rolled back to " + good.revision().shortCommit(), "ConfigMap/tenant-way/a")
                .contains("tenant 'blue' may not have (namespaces: tenant-today)");
    }

    @Test
    void wayBackIsHeldToWhatOnlyTheClusterKnows() throws Exception {
        // Given
        world.create(definition("Room"), "kubectl");
        Awaitility.await()
                .until(() -> world.client.discovery().find("tenants.example.com/v1", "Room") instanceof ApiResult.Ok);
        world.namespace("tenant-scope-back");
        String room = """
            apiVersion: tenants.example.com/v1
            kind: Room
            metadata: {name: everybody}
            """;
        Desired good = held(
                Samples.bundle("tenant-scope-back", ROLLBACK, room),
                limits("tenant-scope-back", "Room.tenants.example.com"));
        Desired bad = held(Samples.bundle("tenant-scope-back", ROLLBACK, config("a", "2")), "tenant-scope-back");

        // When
        Plan plan = RollbackPlanTests.failed("t/scope-back", good, bad);

        // Then
        assertThat(plan.trigger()).isEqualTo(Trigger.ROLLBACK);
        assertThat(plan.state()).isEqualTo(State.FAILED);
        assertThat(plan.problems()).extracting(Problem::reason).contains("TenantLimit");
        assertThat(summary(plan)).noneMatch(each -> each.contains("Room"));
    }

    @Test
    void limitsThatBecameNarrowerHoldForAWayBackThoughNoCommitIsAccepted() throws Exception {
        // Given
        world.namespace("tenant-narrow");
        Desired good = held(Samples.bundle("tenant-narrow", ROLLBACK, config("a", "1")), "tenant-*");
        Desired bad = held(Samples.bundle("tenant-narrow", ROLLBACK, config("a", "2")), "tenant-*");
        assertThat(RollbackPlanTests.failed("t/narrow", good, bad).trigger()).isEqualTo(Trigger.ROLLBACK);

        // When
        world.partition.put(Topic.LIMITS, "t/narrow", new NewerLimits(bad.identity(), List.of(limits("tenant-today"))));
        world.evaluate("t/narrow");

        // Then
        Plan plan = world.current("t/narrow");
        assertThat(plan.actions()).isEmpty();
        assertThat(said(plan)).contains("ConfigMap/tenant-narrow/a", "(namespaces: tenant-today)");
    }

    @Test
    void limitsThatBecameNarrowerHoldForAPlanThatIsReady() throws Exception {
        // Given
        world.namespace("tenant-ready");
        Desired desired = held(Samples.bundle("tenant-ready", TargetPolicy.DEFAULT, config("a", "1")), "tenant-ready");
        world.desire("t/ready", desired);
        Plan ready = world.ready("t/ready");

        // When
        world.partition.put(Topic.LIMITS, "t/ready", new NewerLimits("another@record", List.of(limits("nothing"))));
        world.evaluate("t/ready");

        // Then
        assertThat(world.current("t/ready").id()).as("limits of another record").isEqualTo(ready.id());

        // When
        world.partition.put(
                Topic.LIMITS, "t/ready", new NewerLimits(desired.identity(), List.of(limits("tenant-today"))));
        world.evaluate("t/ready");

        // Then
        assertThat(world.current("t/ready").state()).isEqualTo(State.FAILED);
        assertThat(world.current("t/ready").problems())
                .extracting(Problem::reason)
                .containsExactly("TenantLimit");
    }

    @Test
    void nothingIsPlannedWithOlderLimitsWhereTheNewerOnesCannotBeRead() throws Exception {
        // Given
        world.namespace("tenant-unread");
        world.desire(
                "t/unread",
                held(Samples.bundle("tenant-unread", TargetPolicy.DEFAULT, config("a", "1")), "tenant-unread"));
        world.partition.poison(Topic.LIMITS, "t/unread");

        // When
        world.evaluate("t/unread");

        // Then
        assertThat(world.current("t/unread").state()).isEqualTo(State.FAILED);
        assertThat(said(world.current("t/unread"))).contains("newer limits of tenants cannot be read");
    }

    private static Desired held(Desired desired, String namespace) {
        return held(desired, limits(namespace));
    }

    private static Desired held(Desired desired, TenantLimits limits) {
        return desired.heldTo(List.of(limits));
    }

    private static String said(Plan plan) {
        return Stream.concat(plan.problems().stream(), plan.warnings().stream())
                .map(Problem::message)
                .collect(Collectors.joining("\n"));
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

    /** Of a cluster-scoped kind. */
    private static String definition(String kind) {
        String singular = kind.toLowerCase(Locale.ROOT);
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %1$s.tenants.example.com}
            spec:
              group: tenants.example.com
              scope: Cluster
              names: {kind: %2$s, plural: %1$s, singular: %3$s}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """.formatted(singular + "s", kind, singular);
    }
}
