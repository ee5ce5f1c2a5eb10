package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.CanaryRules.Conduct;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.canary.CanaryRules.Turn;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.event.EventType;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.plan.PlannedAction.RunHook;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.contracts.window.Window;
import io.keelstream.contracts.window.Window.Effect;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.PartitionLostException;
import io.keelstream.planner.sample.Samples;
import io.keelstream.testing.partition.MortalPartition;
import io.keelstream.testing.partition.MortalPartition.Death;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** People who ask for a rehearsal: what is planned, what is refused, and that one decision is one rehearsal. */
class RehearsalPlanTests extends SandboxedCanary {

    private static final String[] SHOP = {DEPLOYMENT, SERVICE, ROUTE, CONFIG};

    @Test
    void versionThatRunsIsPutOnTrialAgainstItself() throws Exception {
        // Given
        world.released("rehearsed", asking(CANARY), SHOP);

        // When
        Decision made = rehearse("rehearsed");

        // Then
        DecisionAnswer answer = answer("rehearsed", made);
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.HONOURED);
        assertThat(answer.message())
                .isEqualTo(
                        "rehearsal of c0ffeec0ffee by ada: before the first commit: copies of the version that runs get"
                                + " 5 %, 25 %, 50 % of the traffic, one step after the other, and nothing is promoted");
        Plan plan = world.sandbox().current("t/rehearsed");
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.trigger()).isEqualTo(Trigger.REHEARSAL);
        assertThat(plan.actions()).isEmpty();
        Trial trial = Objects.requireNonNull(plan.trial());
        assertThat(trial.steps()).extracting(Trial.Step::approvals).containsOnly(0);
        assertThat(trial.rules().conduct().asksBeforeStart()).isFalse();
        assertThat(trial.rules().conduct().onInconclusive()).isEqualTo(OnInconclusive.ROLLBACK);
    }

    @Test
    void copiesDifferInTheirNamesAloneWhateverSomebodyChangedInTheVersionThatRuns() throws Exception {
        // Given
        world.released("equal", CANARY, SHOP);
        world.sandbox()
                .client
                .patch(
                        ObjectReference.parse("Deployment.apps/equal/web"),
                        "application/merge-patch+json",
                        Map.of(
                                "spec",
                                Map.of(
                                        "template",
                                        Map.of("metadata", Map.of("annotations", Map.of("restarted", "today"))))),
                        "kubectl-rollout")
                .orThrow();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Manifest live = world.sandbox().read("Deployment.apps/equal/web");
            return Objects.equals(live.at("status", "observedGeneration"), live.at("metadata", "generation"))
                    && Objects.equals(live.at("status", "updatedReplicas"), 4L)
                    && Objects.equals(live.at("status", "availableReplicas"), 4L);
        });

        // When
        rehearse("equal");

        // Then
        Trial trial = Objects.requireNonNull(world.sandbox().current("t/equal").trial());
        Manifest canary = new Manifest(trial.canary().deployment().body());
        Manifest baseline = new Manifest(
                Objects.requireNonNull(trial.baseline()).deployment().body());
        assertThat(canary.at("spec", "template", "metadata", "annotations")).isEqualTo(Map.of("restarted", "today"));
        assertThat(canary.tree().toString().replace("-canary", "").replace("track=canary", ""))
                .isEqualTo(baseline.tree().toString().replace("-baseline", "").replace("track=baseline", ""));
    }

    @Test
    void hooksForTheCopiesRunAndNoOthers() throws Exception {
        // Given
        Desired bundle = Samples.withHooks(
                Samples.bundle("hooks", CANARY, SHOP),
                job("test", "canary"),
                job("load", "canary-load"),
                job("migrate", "pre-apply"));
        world.sandbox().release("t/hooks", bundle);
        world.sandbox().awaitAvailable("hooks");

        // When
        rehearse("hooks");

        // Then
        Plan plan = world.sandbox().current("t/hooks");
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.actions())
                .allSatisfy(action -> assertThat(action).isInstanceOf(RunHook.class))
                .extracting(action -> ((RunHook) action).id())
                .containsExactly("canary Job.batch/hooks/test", "canary-load Job.batch/hooks/load");
        assertThat(plan.warnings()).noneMatch(Reason.HOOK_LEFT_OUT::is);
    }

    @Test
    void nothingIsRehearsedWhereACanaryIsNotPossibleAndTheReasonIsTheSame() throws Exception {
        world.released("plain", TargetPolicy.DEFAULT, SHOP);
        world.released("none", CANARY, DEPLOYMENT.replace("replicas: 4", "replicas: 0"), SERVICE, ROUTE, CONFIG);
        world.released("lonely", CANARY, DEPLOYMENT, CONFIG);

        assertThat(refusal("plain"))
                .isEqualTo("its releases are no canaries; release: {strategy: canary} in keelstream.yaml makes them");
        assertThat(refusal("none")).isEqualTo("a canary is not possible: it has 0 replicas");
        assertThat(refusal("lonely")).startsWith("a canary is not possible: Deployment.apps/lonely/web ");
        assertThat(refusal("unknown")).isEqualTo("Git has no target t/unknown");
    }

    @Test
    void nothingIsRehearsedWhileSomethingElseIsToBeDone() throws Exception {
        world.released("newer", CANARY, SHOP);
        world.sandbox().desire("t/newer", Samples.bundle("newer", CANARY, NEW, SERVICE, ROUTE, CONFIG));
        world.released("running", CANARY, SHOP);
        Inventory inventory = inventory("running");
        world.sandbox()
                .partition
                .put(
                        Topic.INVENTORY,
                        "t/running",
                        inventory.next(new Inventory.RunningRelease("deployment", "plan", "bundle", List.of())));
        world.released("pinned", CANARY, SHOP);
        pin("pinned");

        assertThat(refusal("newer"))
                .isEqualTo("commit c0ffeec0ffee is to be released first; see keelstream plan t/newer");
        assertThat(refusal("running")).startsWith("a release of t/running runs");
        assertThat(refusal("pinned"))
                .isEqualTo("t/pinned is pinned, and a rehearsal would move its traffic; keelstream unpin t/pinned ends"
                        + " the pin");
    }

    @Test
    void closedWindowsRefuseAndManualSyncDoesNot() throws Exception {
        Window never = new Window(Effect.DENY, "Mon-Sun 00:00-24:00", "UTC");
        world.released("manual", CANARY, SHOP);
        world.released("closed", CANARY, SHOP);
        settle("manual", CANARY.withGating(new Gating(Sync.MANUAL, Approval.DEFAULT, List.of())));
        settle("closed", CANARY.withGating(new Gating(Sync.AUTO, Approval.DEFAULT, List.of(never))));

        assertThat(answer("manual", rehearse("manual")).outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(refusal("closed")).startsWith("its windows are closed until ");
    }

    @Test
    void decisionNamesTheVersionAndCountsForItsTime() throws Exception {
        // Given
        world.released("named", CANARY, SHOP);

        // Then
        assertThat(refused("named", decide("named", Named.commit("0123456789abcdef"), null)))
                .isEqualTo("it is about commit 0123456789ab, but now c0ffeec0ffee runs");
        assertThat(refused("named", decide("named", Named.NOTHING, null))).isEqualTo("it names no commit");
        assertThat(refused("named", decide("named", Named.commit(Samples.REVISION.commit()), -1L)))
                .startsWith("it counted until ");
    }

    @Test
    void commitThatWasAppliedIsWhatRunsThoughALaterOneWantsTheSame() throws Exception {
        // Given: a revert of something that was never applied
        world.released("reverted", CANARY, SHOP);
        Desired same = Samples.bundle("reverted", CANARY, SHOP);
        Revision later = new Revision(
                "infra", "refs/heads/main", "feedfeedfeedfeed", "ada@example.com", "Revert", Instant.EPOCH);
        world.sandbox()
                .desire(
                        "t/reverted",
                        new Desired(
                                false,
                                later,
                                same.settings(),
                                same.bundleDigest(),
                                same.objects(),
                                same.hooks(),
                                same.notes()));

        // Then
        assertThat(refused("reverted", decide("reverted", Named.commit("0123456789abcdef"), null)))
                .isEqualTo("it is about commit 0123456789ab, but now c0ffeec0ffee runs");
        assertThat(answer("reverted", rehearse("reverted")).outcome()).isEqualTo(Outcome.HONOURED);
    }

    @Test
    void releaseUsesTheDecisionUp() throws Exception {
        // Given
        world.released("once", CANARY, SHOP);
        Decision made = rehearse("once");
        Plan first = world.sandbox().current("t/once");

        // When
        world.sandbox().evaluate("t/once");
        assertThat(world.sandbox().current("t/once")).isEqualTo(first);
        world.sandbox()
                .partition
                .put(Topic.INVENTORY, "t/once", inventory("once").next(null));
        world.sandbox().evaluate("t/once");
        world.sandbox().evaluate("t/once");

        // Then
        assertThat(world.sandbox().current("t/once").state()).isEqualTo(State.UNCHANGED);
        assertThat(world.sandbox().current("t/once").trial()).isNull();
        assertThat(world.sandbox().partition.written())
                .filteredOn(fact -> audits(fact, made))
                .hasSize(1);
    }

    @Test
    void newerCommitTakesThePlaceOfARehearsalThatHasNotBegun() throws Exception {
        // Given
        world.released("overtaken", CANARY, SHOP);
        rehearse("overtaken");

        // When
        Plan plan = world.desired("overtaken", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // Then
        assertThat(plan.trigger()).isEqualTo(Trigger.REVISION);
        assertThat(plan.trial()).isNotNull();
    }

    @Test
    void plannerThatDiesAtAnyWriteAnswersOnceAndPlansTheSameRehearsal() throws Exception {
        int lives = 0;
        boolean died = true;
        while (died) {
            for (Death death : List.of(Death.BEFORE_THE_COMMIT, Death.AFTER_THE_COMMIT)) {
                // Given
                String name = "killed-" + lives + (death == Death.BEFORE_THE_COMMIT ? "-before" : "-after");
                world.released(name, CANARY, SHOP);
                Decision made = asked(name, Named.commit(Samples.REVISION.commit()), null);

                // When
                died = dies(name, lives, death);
                world.sandbox().evaluate("t/" + name);

                // Then
                assertThat(answer(name, made).outcome()).isEqualTo(Outcome.HONOURED);
                assertThat(world.sandbox().partition.written())
                        .filteredOn(fact -> audits(fact, made))
                        .hasSize(1);
                List<String> plans = rehearsals(name);
                assertThat(plans).hasSizeBetween(1, 2);
                assertThat(plans).containsOnly(plans.getFirst());
                assertThat(world.sandbox().current("t/" + name).state()).isEqualTo(State.READY);
            }
            lives++;
        }
        assertThat(lives)
                .as("writes at which it died, and the life that had no more")
                .isGreaterThan(2);
    }

    /** Lets a planner live until a write; whether it died. */
    private static boolean dies(String name, int write, Death death) throws InterruptedException {
        List<Object> writes = new ArrayList<>();
        MortalPartition mortal = new MortalPartition(
                world.sandbox().partition,
                facts -> {
                    writes.add(facts);
                    return writes.size() > write ? death : Death.NOT_YET;
                },
                fact -> {});
        TargetPlanner planner = world.sandbox().planner(mortal, world.sandbox().settings, Clock.systemUTC());
        try {
            planner.evaluate("t/" + name);
        } catch (PartitionLostException killed) {
            assertThat(mortal.dead()).isTrue();
        }
        return mortal.dead();
    }

    private static List<String> rehearsals(String name) {
        return world.sandbox().partition.written().stream()
                .filter(fact ->
                        fact.key().equals("t/" + name) && fact.payload() instanceof Plan plan && plan.rehearses())
                .map(fact -> ((Plan) Objects.requireNonNull(fact.payload())).id())
                .toList();
    }

    private static boolean audits(Fact fact, Decision made) {
        return (fact.type() == EventType.DECISION_HONOURED || fact.type() == EventType.DECISION_REFUSED)
                && fact.payload() instanceof DecisionAnswer given
                && given.decision().equals(made);
    }

    /** A policy that asks people at each moment. */
    private static TargetPolicy asking(TargetPolicy policy) {
        CanaryRules rules = Objects.requireNonNull(policy.canary());
        Conduct conduct = rules.conduct();
        Conduct asking = new Conduct(
                conduct.advance(),
                OnInconclusive.PROMOTE,
                conduct.onBlind(),
                conduct.maxDurationMillis(),
                conduct.mode(),
                conduct.bakeMillis(),
                new Turn(1, conduct.onNewRevision()));
        List<CanaryRules.Step> steps =
                rules.steps().stream().map(step -> step.withApprovals(1)).toList();
        return policy.withCanary(new CanaryRules(
                rules.workloads(), rules.baseline(), null, rules.traffic(), steps, asking, Map.of("interval", "10s")));
    }

    private static String job(String name, String phase) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: %s, annotations: {keelstream.io/hook: %s}}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}
            """.formatted(name, phase);
    }

    /** Another policy, with the same objects, is applied. */
    private static void settle(String name, TargetPolicy policy) {
        Desired bundle = Samples.bundle(name, policy, SHOP);
        Inventory before = inventory(name);
        world.sandbox().desire("t/" + name, bundle);
        world.sandbox()
                .partition
                .put(
                        Topic.INVENTORY,
                        "t/" + name,
                        Samples.inventory(
                                before.sequence() + 1,
                                Objects.requireNonNull(before.clusterUid()),
                                bundle,
                                before.objects()));
    }

    private static void pin(String name) throws InterruptedException {
        Inventory applied = inventory(name);
        KnownGood good =
                new KnownGood(Objects.requireNonNull(applied.appliedBundle()), Samples.REVISION, Instant.EPOCH);
        world.sandbox()
                .partition
                .put(
                        Topic.INVENTORY,
                        "t/" + name,
                        applied.withHistory(applied.history().knownGood(good)));
        Decision pin = new Decision(
                UUID.randomUUID().toString(), Kind.PIN, "ada", "", Named.commit(Samples.REVISION.commit()), null, null);
        world.sandbox().partition.put(Topic.DECISION, pin.key("t/" + name), pin);
        world.sandbox().evaluate("t/" + name);
    }

    private static String refusal(String name) throws InterruptedException {
        return refused(name, rehearse(name));
    }

    private static String refused(String name, Decision made) {
        DecisionAnswer answer = answer(name, made);
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.REFUSED);
        return answer.message();
    }

    private static Decision rehearse(String name) throws InterruptedException {
        return decide(name, Named.commit(Samples.REVISION.commit()), null);
    }

    private static Decision decide(String name, Named named, @Nullable Long millis) throws InterruptedException {
        Decision made = asked(name, named, millis);
        world.sandbox().evaluate("t/" + name);
        return made;
    }

    private static Decision asked(String name, Named named, @Nullable Long millis) {
        Decision made = new Decision(
                UUID.randomUUID().toString(), Kind.REHEARSE, "ada", "before the first commit", named, millis, null);
        world.sandbox().partition.put(Topic.DECISION, made.key("t/" + name), made);
        return made;
    }

    private static DecisionAnswer answer(String name, Decision made) {
        DecisionAnswer answer = Objects.requireNonNull(
                world.sandbox().partition.read(Topic.PLANNER_ANSWER, DecisionAnswer.class, made.key("t/" + name)));
        assertThat(answer.decision()).isEqualTo(made);
        return answer;
    }

    private static Inventory inventory(String name) {
        return Objects.requireNonNull(world.sandbox().partition.read(Topic.INVENTORY, Inventory.class, "t/" + name));
    }
}
