package io.keelstream.planner.reconcile;

import static io.keelstream.planner.dependency.Published.commit;
import static io.keelstream.planner.dependency.Published.healthy;
import static io.keelstream.planner.dependency.Published.revision;
import static io.keelstream.planner.reconcile.PlanningSandbox.reasons;
import static io.keelstream.planner.reconcile.PlanningSandbox.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Counterpart;
import io.keelstream.contracts.desired.Desired.Moved;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.planner.dependency.Published;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An object that moves between two targets stays where it is as long as one of them is pinned to a commit before that. */
class MovePlanTests extends SandboxedPlanner {

    private static final String STAYS = "{apiVersion: v1, kind: ConfigMap, metadata: {name: stays}, data: {a: b}}";
    private static final String MOVES = "{apiVersion: v1, kind: ConfigMap, metadata: {name: moves}, data: {a: b}}";

    @BeforeEach
    void nobodyIsWoken() {
        world.woken.clear();
    }

    @Test
    void targetThatTakesAnObjectWaitsForTheEndOfThePinOfTheOtherOne() throws Exception {
        // Given
        Desired before = bundle("taken", STAYS, MOVES);
        world.release("t/pinned-giver", before);
        publish(healthy("t/pinned-giver", 6).pinnedTo(commit(6)));

        // When
        world.desire("t/taker", Removals.movedFrom(bundle("taken", MOVES), "t/pinned-giver"));
        Plan waits = world.plan("t/taker");

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_DEPENDENCY);
        assertThat(reasons(waits)).containsExactly("MoveWaits");
        assertThat(waits.problems().getFirst().message())
                .isEqualTo(
                        "is pinned at " + commit(6).substring(0, 12)
                                + ", so ConfigMap/taken/moves cannot move between the two targets; keelstream unpin t/pinned-giver"
                                + " ends the pin of a person, and taking policy.pin out of its keelstream.yaml ends that of Git");
        assertThat(waits.problems().getFirst().where()).isEqualTo("t/pinned-giver");
        assertThat(world.evaluate("t/taker")).isEmpty();

        // When
        publish(healthy("t/pinned-giver", 6));

        // Then
        assertThat(world.woken).containsExactly("t/taker");
        assertThat(summary(world.ready("t/taker"))).containsExactly("UPDATE ConfigMap/taken/moves");
    }

    @Test
    void targetThatTakesAnObjectWaitsForTheEndOfTheReleaseThatMayWriteItOnceMore() throws Exception {
        // Given
        world.release("t/busy-giver", bundle("busy", STAYS, MOVES));
        publish(healthy("t/busy-giver", 6).releasing());

        // When
        world.desire("t/busy-taker", Removals.movedFrom(bundle("busy", MOVES), "t/busy-giver"));
        Plan waits = world.plan("t/busy-taker");

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_DEPENDENCY);
        assertThat(reasons(waits)).containsExactly("MoveWaits");
        assertThat(waits.problems().getFirst().message())
                .isEqualTo("still releases commit "
                        + commit(6).substring(0, 12)
                        + ", so ConfigMap/busy/moves cannot leave it yet; that release may write it once more (keelstream"
                        + " status t/busy-giver shows how far it is)");

        // When
        publish(healthy("t/busy-giver", 6));

        // Then
        assertThat(world.woken).containsExactly("t/busy-taker");
        assertThat(summary(world.ready("t/busy-taker"))).containsExactly("UPDATE ConfigMap/busy/moves");
    }

    @Test
    void targetThatGivesAnObjectAwayKeepsItUntilTheEndOfThePinOfTheOtherOne() throws Exception {
        // Given
        Desired before = bundle("given", STAYS, MOVES);
        world.release("t/giver", before);
        publish(healthy("t/pinned-taker", 6).pinnedTo(commit(6)));

        // When
        world.desire("t/giver", giving("given", "t/pinned-taker", STAYS));
        Plan waits = world.plan("t/giver");

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_DEPENDENCY);
        assertThat(reasons(waits)).containsExactly("MoveWaits");

        // When
        publish(healthy("t/pinned-taker", 6));

        // Then
        assertThat(world.woken).containsExactly("t/giver");
        assertThat(summary(world.ready("t/giver"))).containsExactly("RELEASE ConfigMap/given/moves");
    }

    @Test
    void removalKeepsWhatMovesToAPinnedTarget() throws Exception {
        // Given
        Desired before = bundle("renamed-pinned", MOVES);
        world.release("t/old", before);
        publish(healthy("t/pinned-new", 6).pinnedTo(""));

        // When
        world.desire(
                "t/old",
                Removals.removed(
                        before, OnRemoval.PRUNE, List.of(new Moved("ConfigMap/renamed-pinned/moves", "t/pinned-new"))));
        Plan waits = world.plan("t/old");

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_DEPENDENCY);
        assertThat(reasons(waits)).containsExactly("MoveWaits");
        assertThat(waits.problems().getFirst().message())
                .startsWith("is pinned, so ConfigMap/renamed-pinned/moves cannot move");
    }

    @Test
    void moveThatHasNotBegunWaitsForAPinThatComesMeanwhile() throws Exception {
        // Given
        world.release("t/late-giver", bundle("late", STAYS, MOVES));
        publish(healthy("t/late-giver", 6));
        world.desire("t/late-taker", Removals.movedFrom(bundle("late", MOVES), "t/late-giver"));
        world.ready("t/late-taker");

        // When
        publish(healthy("t/late-giver", 6).pinnedTo(commit(6)));

        // Then
        assertThat(world.woken).containsExactly("t/late-taker");
        world.evaluate("t/late-taker");
        assertThat(reasons(world.current("t/late-taker"))).containsExactly("MoveWaits");
    }

    @Test
    void moveWaitsUntilTheOtherTargetHasSeenTheCommitThatMayPinIt() throws Exception {
        // Given
        world.release("t/unseen-giver", bundle("unseen", STAYS, MOVES));
        publish(healthy("t/unseen-giver", 6));
        Desired takes = Removals.movedFrom(bundle("unseen", MOVES), "t/unseen-giver");
        world.desire(
                "t/unseen-taker",
                new Desired(
                        false,
                        revision(7),
                        takes.settings(),
                        takes.bundleDigest(),
                        takes.objects(),
                        List.of(),
                        takes.notes()
                                .withCounterparts(
                                        List.of(new Counterpart("t/unseen-giver", new NumberedCommit(7, commit(7)))))));

        // When
        Plan waits = world.plan("t/unseen-taker");

        // Then
        assertThat(reasons(waits)).containsExactly("MoveWaits");
        assertThat(waits.problems().getFirst().message())
                .isEqualTo(
                        "has not seen commit " + commit(7).substring(0, 12)
                                + " yet, so ConfigMap/unseen/moves cannot move between the two targets; that commit may pin it");

        // When
        publish(healthy("t/unseen-giver", 6).wanting(revision(7)));

        // Then
        assertThat(world.woken).containsExactly("t/unseen-taker");
        assertThat(summary(world.ready("t/unseen-taker"))).containsExactly("UPDATE ConfigMap/unseen/moves");
    }

    @Test
    void whatDoesNotMoveWaitsForNoPin() throws Exception {
        // Given
        world.release("t/apart", giving("apart", "t/pinned-apart", STAYS));
        publish(healthy("t/pinned-apart", 6).pinnedTo(commit(6)));

        // When
        world.desire("t/apart", giving("apart", "t/pinned-apart", STAYS.replace("a: b", "a: c")));

        // Then
        assertThat(summary(world.ready("t/apart"))).containsExactly("UPDATE ConfigMap/apart/stays");
    }

    private static Desired giving(String namespace, String to, String... documents) {
        Desired bundle = bundle(namespace, documents);
        return new Desired(
                false,
                bundle.revision(),
                bundle.settings(),
                bundle.bundleDigest() + to,
                bundle.objects(),
                List.of(new Moved("ConfigMap/" + namespace + "/moves", to)),
                List.of());
    }

    private static Desired bundle(String namespace, String... documents) {
        return Samples.bundle(namespace, TargetPolicy.DEFAULT, documents);
    }

    private static void publish(Published published) {
        world.partition.put(Topic.TARGET, published.target(), published.state());
        world.others.changed(published.target());
    }
}
