package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.planner.sample.Samples;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Injection;
import io.keelstream.sandbox.fault.RequestMatch;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A person has a plan that failed made again, before its next try is due. */
class ReplanTests extends SandboxedPlanner {

    private static final String GADGET = "{apiVersion: replan.example.com/v1, kind: Gadget, metadata: {name: g}}";
    private static final String COMMIT = Samples.REVISION.commit();

    @Test
    void planThatFailedIsMadeAgainOnceAPersonSaysSo() throws Exception {
        // Given
        failed("mended");
        world.definitions("gadgets.yaml");
        Optional<Instant> waits = world.evaluate("t/mended");
        State before = world.current("t/mended").state();

        // When
        DecisionAnswer answer = decided("mended", COMMIT, null);

        // Then
        assertThat(waits).as("its next try is not due").isPresent();
        assertThat(before).isEqualTo(State.FAILED);
        assertThat(world.current("t/mended").state()).isEqualTo(State.READY);
        assertThat(answer.outcome()).isEqualTo(Outcome.HONOURED);
        assertThat(answer.message())
                .isEqualTo("commit " + Samples.REVISION.shortCommit()
                        + " is planned again, as decided by ada: it is mended; its plan is ready");
    }

    @Test
    void planThatFailsAgainWaitsForItsNextTryAndTheAnswerSaysWhy() throws Exception {
        // Given
        failed("worse");

        // When
        DecisionAnswer answer = decided("worse", COMMIT, null);
        Plan plan = world.current("t/worse");
        Optional<Instant> again = world.evaluate("t/worse");

        // Then
        assertThat(answer.message()).contains("; it failed again: Gadget.").contains("/worse/g ");
        assertThat(plan.attempt()).isEqualTo(1);
        assertThat(again).contains(plan.notBefore());
        assertThat(world.current("t/worse")).isEqualTo(plan);
    }

    @Test
    void nothingIsAnsweredWhileTheClusterDoesNotAnswer() throws Exception {
        // Given
        failed("silent", "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 99999999}]}}");
        Decision made = decide("silent", COMMIT, null);

        // When
        try (Injection _ = world.sandbox.faults().inject(RequestMatch.everything(), new Fault.ServerError(503))) {
            world.evaluate("t/silent");
        }
        DecisionAnswer unanswered = answer("silent");
        world.evaluate("t/silent");

        // Then
        assertThat(unanswered).isNull();
        assertThat(Objects.requireNonNull(answer("silent")).decision()).isEqualTo(made);
    }

    @Test
    void whatIsAboutNoPlanThatFailedIsRefused() throws Exception {
        failed("other");

        assertThat(refusal("other", "5ca1ab1e5ca1", null))
                .isEqualTo("it is about commit 5ca1ab1e5ca1, but the plan of " + Samples.REVISION.shortCommit()
                        + " has failed");
        assertThat(refusal("other", COMMIT, 0L)).startsWith("it counted until ");
        assertThat(refusal("nothing", COMMIT, null)).isEqualTo("no plan of t/nothing has failed");
        assertThat(world.current("t/other").attempt()).isZero();
    }

    private static void failed(String name) throws InterruptedException {
        failed(name, GADGET.replace("replan", name.equals("mended") ? "replan" : "nowhere"));
    }

    private static void failed(String name, String refused) throws InterruptedException {
        world.namespace(name);
        world.desire("t/" + name, Samples.bundle(name, TargetPolicy.DEFAULT, refused));
        assertThat(world.plan("t/" + name).state()).isEqualTo(State.FAILED);
    }

    private static String refusal(String name, String commit, @Nullable Long validForMillis)
            throws InterruptedException {
        DecisionAnswer answer = decided(name, commit, validForMillis);
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(Outcome.REFUSED);
        return answer.message();
    }

    private static DecisionAnswer decided(String name, String commit, @Nullable Long validForMillis)
            throws InterruptedException {
        decide(name, commit, validForMillis);
        world.evaluate("t/" + name);
        return Objects.requireNonNull(answer(name));
    }

    private static Decision decide(String name, String commit, @Nullable Long validForMillis) {
        String id = name + commit + validForMillis;
        Decision made =
                new Decision(id, Kind.REPLAN, "ada", "it is mended", Named.commit(commit), validForMillis, null);
        world.partition.put(Topic.DECISION, made.key("t/" + name), made);
        return made;
    }

    private static @Nullable DecisionAnswer answer(String name) {
        return world.partition.read(Topic.PLANNER_ANSWER, DecisionAnswer.class, Kind.REPLAN.key("t/" + name));
    }
}
