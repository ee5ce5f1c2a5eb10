package io.keelstream.planner.reconcile;

import static io.keelstream.planner.reconcile.CanaryWorld.CANARY;
import static io.keelstream.planner.reconcile.CanaryWorld.CONFIG;
import static io.keelstream.planner.reconcile.CanaryWorld.DEPLOYMENT;
import static io.keelstream.planner.reconcile.CanaryWorld.NEW;
import static io.keelstream.planner.reconcile.CanaryWorld.ROUTE;
import static io.keelstream.planner.reconcile.CanaryWorld.SERVICE;
import static io.keelstream.planner.reconcile.CanaryWorld.ordinary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.audit.Evidence;
import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.audit.Evidence.Skipped;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.planner.sample.Samples;
import io.keelstream.testing.decision.Person;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commits that a person has released without a trial. */
class UntriedReleaseTests extends SandboxedCanary {

    private static final Person ADA = Person.named("ada");
    private static final Person EVE = Person.named("eve");
    private static final Actors ACTORS = new Actors(List.of(ADA.actor()));

    /** The commit that comes later. */
    private static final String COMMIT = "5ca1ab1e".repeat(5);

    @Test
    void commitThatIsNamedBeforeItComesIsReleasedWithoutATrial() throws Exception {
        // Given
        world.released("before", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);

        // When
        DecisionAnswer answer = release("before", COMMIT.substring(0, 9), null);
        Plan other = world.desired("before", CANARY, NEW, SERVICE, ROUTE, CONFIG);
        Plan plan = push("before", CANARY);

        // Then
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.HONOURED);
        assertThat(answer.message())
                .isEqualTo("commit 5ca1ab1e5 of t/before is released without a trial when it comes, as decided by ada:"
                        + " incident 7");
        assertThat(other.trial()).as("of another commit").isNotNull();
        assertThat(ordinary(plan)).isEqualTo("it is released without a trial, as decided by ada: incident 7");
        assertThat(plan.origin().withoutTrial()).isEqualTo("by ada: incident 7");
        assertThat(plan.evidence().decisions()).extracting(Decided::kind).containsExactly(Kind.RELEASE);
        assertThat(plan.evidence().skipped()).extracting(Skipped::gate).containsExactly("VerdictMissing");
    }

    @Test
    void decisionAboutACommitThatNeedsNoTrialIsNoEvidence() throws Exception {
        // Given
        world.released("settled", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        DecisionAnswer answer = release("settled", COMMIT, null);

        // When
        String more = CONFIG.replace("name: settings", "name: more");
        Desired bundle = Samples.bundle("settled", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG, more);
        Plan plan = push("settled", bundle, Actors.NONE);

        // Then
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.HONOURED);
        assertThat(plan.state()).isEqualTo(State.READY);
        assertThat(plan.evidence()).isEqualTo(Evidence.NONE);
    }

    @Test
    void commitThatWaitsIsReleasedWithoutATrialOnceThatIsDecided() throws Exception {
        // Given
        world.released("waits", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Plan before = world.desired("waits", CANARY, NEW, SERVICE, ROUTE, CONFIG);

        // When
        DecisionAnswer answer = release("waits", Samples.REVISION.commit(), null);
        Plan plan = world.sandbox().current("t/waits");

        // Then
        assertThat(before.trial()).isNotNull();
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.HONOURED);
        assertThat(ordinary(plan)).contains("without a trial");
        assertThat(plan.id()).isNotEqualTo(before.id());
    }

    @Test
    void decisionThatCameTooLateIsRefusedAndAuditedOnce() throws Exception {
        // Given
        world.released("once", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        DecisionAnswer answer = release("once", COMMIT, 0L);

        // When
        Plan plan = push("once", CANARY);

        // Then
        assertThat(answer.outcome()).as("it came too late").isEqualTo(Outcome.REFUSED);
        assertThat(plan.trial()).isNotNull();
        assertThat(world.sandbox().partition.written().stream()
                        .filter(fact ->
                                fact.topic() == Topic.AUDIT && fact.payload().equals(answer)))
                .hasSize(1);
    }

    @Test
    void approvalOfAStepIsNotLeftOutByWhoeverWroteTheCommit() throws Exception {
        // Given
        world.released("own", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Decision made = ADA.sign("acme", "t/own", decision(COMMIT, null));
        world.sandbox().partition.put(Topic.DECISION, made.key("t/own"), made);
        planner(ACTORS).evaluate("t/own");

        // When
        Plan plan = push("own", asking(1), ACTORS);

        // Then
        assertThat(answer("own").outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(plan.trial()).isNotNull();
        assertThat(plan.warnings())
                .anyMatch(each -> each.reason().equals("DecisionForbidden")
                        && each.message().contains("authors do not approve their own changes"));
    }

    @Test
    void forgedDecisionIsRefusedAndTheTrialTakesPlace() throws Exception {
        // Given
        world.released("forged", CANARY, DEPLOYMENT, SERVICE, ROUTE, CONFIG);
        Decision forged = EVE.sign("acme", "t/forged", decision(COMMIT, null));

        // When
        world.sandbox().partition.put(Topic.DECISION, forged.key("t/forged"), forged);
        Plan plan = push("forged", CANARY, ACTORS);

        // Then
        assertThat(answer("forged").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(plan.trial()).isNotNull();
    }

    private static DecisionAnswer release(String name, String commit, @Nullable Long validForMillis)
            throws InterruptedException {
        Decision made = decision(commit, validForMillis);
        world.sandbox().partition.put(Topic.DECISION, made.key("t/" + name), made);
        world.sandbox().evaluate("t/" + name);
        world.sandbox().evaluate("t/" + name);
        return answer(name);
    }

    private static Decision decision(String commit, @Nullable Long validForMillis) {
        return new Decision("release", Kind.RELEASE, "ada", "incident 7", Named.commit(commit), validForMillis, null);
    }

    private static DecisionAnswer answer(String name) {
        return Objects.requireNonNull(world.sandbox()
                .partition
                .read(Topic.PLANNER_ANSWER, DecisionAnswer.class, Kind.RELEASE.key("t/" + name)));
    }

    private static Plan push(String name, TargetPolicy policy) throws InterruptedException {
        return push(name, policy, Actors.NONE);
    }

    /** The commit comes, with another image. */
    private static Plan push(String name, TargetPolicy policy, Actors actors) throws InterruptedException {
        return push(name, Samples.bundle(name, policy, NEW.replace("web:2", "web:3"), SERVICE, ROUTE, CONFIG), actors);
    }

    private static Plan push(String name, Desired bundle, Actors actors) throws InterruptedException {
        String target = "t/" + name;
        Revision commit = bundle.revision();
        world.sandbox()
                .desire(
                        target,
                        new Desired(
                                false,
                                new Revision(
                                        commit.repository(),
                                        commit.ref(),
                                        COMMIT,
                                        ADA.actor().emails().getFirst(),
                                        "Fix it",
                                        Instant.EPOCH),
                                bundle.settings(),
                                bundle.bundleDigest(),
                                bundle.objects(),
                                List.of(),
                                List.of()));
        planner(actors).evaluate(target);
        planner(actors).evaluate(target);
        Plan plan = world.sandbox().current(target);
        assertThat(plan.revision().commit()).isEqualTo(COMMIT);
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        return plan;
    }

    private static TargetPlanner planner(Actors actors) {
        PlanningSandbox sandbox = world.sandbox();
        return sandbox.planner(sandbox.partition, sandbox.settings.decidedBy(actors), Clock.systemUTC());
    }

    /** Each step asks for people. */
    private static TargetPolicy asking(int people) {
        CanaryRules rules = CanaryRules.DEFAULT;
        return TargetPolicy.DEFAULT.withCanary(new CanaryRules(
                CanaryRules.Workloads.ONLY,
                rules.baseline(),
                null,
                rules.traffic(),
                rules.steps().stream().map(step -> step.withApprovals(people)).toList(),
                rules.conduct(),
                Map.of()));
    }
}
