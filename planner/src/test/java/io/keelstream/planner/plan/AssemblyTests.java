package io.keelstream.planner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.PlannedAction.Write;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.kubernetes.hold.Hold;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.OwnerMark;
import io.keelstream.planner.annotation.RuleReader;
import io.keelstream.planner.canary.CanaryDecision;
import io.keelstream.planner.change.ChangeSet;
import io.keelstream.planner.change.Changed;
import io.keelstream.planner.gate.Gates;
import io.keelstream.planner.ownership.ApplyDecision;
import io.keelstream.planner.ownership.CededFields;
import io.keelstream.planner.ownership.PruneDecision;
import io.keelstream.planner.ownership.Subject;
import io.keelstream.planner.ownership.WriteKind;
import io.keelstream.planner.sample.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssemblyTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CONFIG =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: shop, annotations: %s}}";

    @Test
    void refusalsTakePrecedenceOverOwnershipAndOwnershipOverApproval() {
        // Given
        ObjectPlan refused = new ObjectPlan.Obstacle(
                subject("a", "{}"), State.FAILED, List.of(Reason.REFUSED.problem("no", "ConfigMap/shop/a")));
        ObjectPlan foreign = new ObjectPlan.Obstacle(
                subject("b", "{}"), State.BLOCKED, List.of(Reason.FOREIGN_OWNER.problem("theirs", "ConfigMap/shop/b")));
        PruneDecision claim = delete("PersistentVolumeClaim/shop/data");

        // Then
        assertThat(plan(List.of(refused, foreign), List.of(claim), null)).satisfies(plan -> {
            assertThat(plan.state()).isEqualTo(State.FAILED);
            assertThat(plan.problems())
                    .extracting(Problem::reason)
                    .containsExactly("Refused", "ForeignOwner", "ProtectedKind");
            assertThat(plan.notBefore()).isAfter(NOW);
        });
        assertThat(plan(List.of(foreign), List.of(claim), null).state()).isEqualTo(State.BLOCKED);
        assertThat(plan(List.of(), List.of(claim), null).state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(plan(List.of(), List.of(), null).state()).isEqualTo(State.UNCHANGED);
    }

    @Test
    void actionsAreInTheOrderOfExecution() {
        // When
        Plan plan = plan(
                List.of(create("late", "{keelstream.io/wave: \"1\"}"), create("early", "{}")),
                List.of(
                        delete("Service/shop/gone"),
                        new PruneDecision.Release(Samples.applied("Service/shop/lost", "d"), null)),
                "shop");

        // Then
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(plan.actions())
                .extracting(action -> action.label() + " " + action.reference())
                .containsExactly(
                        "ENSURE Namespace//shop",
                        "CREATE ConfigMap/shop/early",
                        "CREATE ConfigMap/shop/late",
                        "RELEASE Service/shop/lost",
                        "PRUNE Service/shop/gone");
        assertThat(plan.actions())
                .filteredOn(Write.class::isInstance)
                .extracting(action -> ((Write) action).turn().wave())
                .containsExactly(0, 1);
    }

    @Test
    void cycleFailsThePlan() {
        assertThat(plan(List.of(create("a", "{keelstream.io/depends-on: ConfigMap/a}")), List.of(), null)
                        .state())
                .isEqualTo(State.FAILED);
    }

    @Test
    void changeDigestDependsOnTheActionsAlone() {
        // Given
        Plan one = plan(List.of(create("a", "{}")), List.of(), null);
        Plan again = plan(List.of(create("a", "{}")), List.of(), null);
        Plan more = plan(List.of(create("a", "{}"), create("b", "{}")), List.of(), null);

        // Then
        assertThat(one.changeDigest()).startsWith("sha256:").isEqualTo(again.changeDigest());
        assertThat(more.changeDigest()).isNotEqualTo(one.changeDigest());
    }

    @Test
    void planIsBlockedWhereOnlyHeldObjectsAreLeftAndLeavesThemOutOtherwise() {
        // Given
        ObjectPlan held = new ObjectPlan.Held(subject("h", "{}"), new Hold(NOW.plusSeconds(60), "ada"));

        // Then
        assertThat(plan(List.of(held), List.of(), null)).satisfies(plan -> {
            assertThat(plan.state()).isEqualTo(State.BLOCKED);
            assertThat(plan.problems()).extracting(Problem::reason).containsExactly("Held");
            assertThat(plan.held()).containsExactly("ConfigMap/shop/h");
        });
        assertThat(plan(List.of(held, create("a", "{}")), List.of(), null)).satisfies(plan -> {
            assertThat(plan.state()).isEqualTo(State.READY);
            assertThat(plan.warnings()).extracting(Problem::reason).containsExactly("Held");
        });
    }

    private static Plan plan(
            List<ObjectPlan> objectPlans, List<PruneDecision> pruneDecisions, @Nullable String missingNamespace) {
        Desired desired = Samples.bundle("shop", TargetPolicy.DEFAULT, CONFIG.formatted("kept", "{}"));
        PlanRequest request = new PlanRequest(
                "id",
                new OwnerMark("acme", "production/shop"),
                3,
                new Plan.Origin(Plan.Mode.APPLY, Plan.Trigger.REVISION, desired.identity(), 3, 0),
                desired,
                new PlanRequest.Known("default", "uid", List.of(), true, Inventory.History.NONE),
                new ChangeSet(List.of(), List.of(), List.of(), 1, List.of()));
        Findings findings = new Findings(
                new Findings.Cluster("uid", false, missingNamespace),
                new CanaryDecision.None(),
                objectPlans,
                pruneDecisions,
                List.of(),
                List.of(),
                List.of());
        Assembly assembly = Assembly.of(request, findings);
        return assembly.plan(new Gates(false, Duration.ofMinutes(1)).check(assembly.draft(Instant.EPOCH)), NOW, NOW);
    }

    private static ObjectPlan create(String name, String annotations) {
        Subject subject = subject(name, annotations);
        ApplyDecision.Apply terms =
                new ApplyDecision.Apply(new WriteKind.Create(), CededFields.none(subject.body()), List.of());
        return new ObjectPlan.Act(subject, terms, Effect.CREATED);
    }

    private static Subject subject(String name, String annotations) {
        Manifest manifest = Samples.manifest(CONFIG.formatted(name, annotations));
        return new Subject(
                new Changed(Samples.object("shop", manifest), null, RuleReader.read(manifest), false),
                manifest.reference(),
                manifest);
    }

    private static PruneDecision delete(String reference) {
        return new PruneDecision.Delete(Samples.applied(reference, "d", "u"), "u");
    }
}
