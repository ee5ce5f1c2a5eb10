package io.keelstream.planner.reconcile;

import static io.keelstream.planner.dependency.Published.commit;
import static io.keelstream.planner.dependency.Published.healthy;
import static io.keelstream.planner.dependency.Published.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.Desired.Requirement;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.revision.NumberedCommit;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.OnRemoval;
import io.keelstream.contracts.targets.TargetPolicy.Prune;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.planner.dependency.Published;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change waits for the targets that it depends on, at the commit that changed them last. */
class DependencyPlanTests extends SandboxedPlanner {

    private static final String CONFIG = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: b}}";

    @BeforeEach
    void nobodyIsWoken() {
        world.woken.clear();
    }

    @Test
    void changeWaitsUntilWhatItDependsOnIsHealthyAtItsCommitAndIsWokenThen() throws Exception {
        // Given
        publish(healthy("t/db1", 6));
        world.desire("t/waits", requiring("waits", "t/db1", 7));

        // When
        Plan waits = world.plan("t/waits");

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_DEPENDENCY);
        assertThat(PlanningSandbox.reasons(waits)).containsExactly("DependencyNotReady");
        assertThat(waits.problems().getFirst().message())
                .startsWith("is at " + commit(6).substring(0, 12)
                        + "; policy.dependsOn asks for it to be" + " healthy at "
                        + commit(7).substring(0, 12) + " or later");
        assertThat(world.evaluate("t/waits")).isEmpty();

        // When
        publish(healthy("t/db1", 6).wanting(revision(7)).releasing());

        // Then
        assertThat(world.woken).containsExactly("t/waits");
        assertThat(world.plan("t/waits").problems().getFirst().message())
                .startsWith("is being applied since " + Published.SINCE);

        // When
        publish(healthy("t/db1", 7));

        // Then
        assertThat(world.woken).containsExactly("t/waits", "t/waits");
        assertThat(world.plan("t/waits").state()).isEqualTo(State.READY);
    }

    @Test
    void changeThatHasNotBegunWaitsAgainWhereWhatItDependsOnIsNotHealthyAnyMore() throws Exception {
        // Given
        publish(healthy("t/db8", 7));
        world.desire("t/held", requiring("held", "t/db8", 7));
        Plan ready = world.ready("t/held");
        world.evaluate("t/held");
        assertThat(world.current("t/held")).isEqualTo(ready);

        // When
        publish(healthy("t/db8", 7).being("Degraded"));

        // Then
        assertThat(world.woken).containsExactly("t/held");
        world.evaluate("t/held");
        assertThat(world.current("t/held").state()).isEqualTo(State.AWAITING_DEPENDENCY);

        // When
        publish(healthy("t/db8", 7));
        world.evaluate("t/held");

        // Then
        assertThat(world.current("t/held").state()).isEqualTo(State.READY);
    }

    @Test
    void everythingThatIsWaitedForIsNamed() throws Exception {
        // Given
        publish(healthy("t/db2", 7).being("Degraded"));
        world.desire("t/several", with(bundle("several"), required("t/db2", 7), new Requirement("t/other2", null)));

        // Then
        assertThat(world.plan("t/several").problems())
                .extracting(each -> each.message().replaceAll(";.*", ""))
                .containsExactly("is Degraded since " + Published.SINCE, "is not known");
    }

    @Test
    void approvalIsAskedForWhileItWaits() throws Exception {
        // Given
        TargetPolicy manual = TargetPolicy.DEFAULT.withGating(new Gating(Sync.MANUAL, Approval.DEFAULT, List.of()));
        world.desire("t/manual", with(Samples.bundle("manual", manual, CONFIG), required("t/db3", 7)));

        // When
        Plan plan = world.plan("t/manual");

        // Then
        assertThat(plan.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(PlanningSandbox.reasons(plan)).contains("DependencyNotReady", "SyncManual", "ApprovalMissing");
    }

    @Test
    void whatTheClusterLacksMayComeWithWhatIsWaitedFor() throws Exception {
        // Given
        world.namespace("lacks");
        Desired desired = Samples.bundle(
                "lacks", TargetPolicy.DEFAULT, "{apiVersion: example.org/v1, kind: Widget, metadata: {name: a}}");
        publish(healthy("t/db4", 6));
        world.desire("t/lacks", with(desired, required("t/db4", 7)));

        // When
        Plan waits = world.plan("t/lacks");

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_DEPENDENCY);
        assertThat(waits.notBefore()).isNull();
        assertThat(PlanningSandbox.reasons(waits))
                .startsWith("DependencyNotReady")
                .hasSize(2);

        // When
        publish(healthy("t/db4", 7));

        // Then
        assertThat(world.woken).containsExactly("t/lacks");
        assertThat(world.plan("t/lacks").state()).isNotEqualTo(State.AWAITING_DEPENDENCY);
    }

    @Test
    void targetWithoutChangesWaitsForNobody() throws Exception {
        // Given
        world.namespace("settled-depends");
        world.release("t/settled-depends", bundle("settled-depends"));

        // When
        world.desire("t/settled-depends", requiring("settled-depends", "t/nobody", 7));
        Plan plan = world.plan("t/settled-depends");

        // Then
        assertThat(plan.state()).isIn(State.READY, State.UNCHANGED);
        assertThat(plan.problems()).isEmpty();
    }

    @Test
    void targetsThatWaitForEachOtherAreBlockedWithTheWholeCycleUntilOneLetsGo() throws Exception {
        // Given
        publish(healthy("t/db5", 6).dependingOn("t/queue5"));
        publish(healthy("t/queue5", 6).dependingOn("t/cycle"));
        world.desire("t/cycle", requiring("cycle", "t/db5", 7));

        // When
        Plan plan = world.plan("t/cycle");

        // Then
        assertThat(plan.state()).isEqualTo(State.BLOCKED);
        assertThat(PlanningSandbox.reasons(plan)).containsExactly("TargetCycle");
        assertThat(plan.problems().getFirst().message()).contains("t/cycle -> t/db5 -> t/queue5 -> t/cycle");

        // When
        publish(healthy("t/queue5", 6));

        // Then
        assertThat(world.woken).containsExactly("t/cycle");
        assertThat(world.plan("t/cycle").state()).isEqualTo(State.AWAITING_DEPENDENCY);
    }

    @Test
    void removalWaitsForWhatStillDependsOnTheTarget() throws Exception {
        // Given
        TargetPolicy prune = TargetPolicy.DEFAULT.withDeletion(Prune.DEFAULT, OnRemoval.PRUNE);
        world.namespace("going");
        Desired applied = Samples.bundle("going", prune, CONFIG);
        world.release("t/going", applied);
        publish(healthy("t/user6", 6).dependingOn("t/going"));

        // When
        world.desire("t/going", Removals.removed(applied, OnRemoval.PRUNE, List.of()));
        Plan waits = world.plan("t/going");

        // Then
        assertThat(waits.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(PlanningSandbox.reasons(waits)).containsExactly("StillDependedOn", "ApprovalMissing");
        assertThat(waits.problems().getFirst().message()).contains("wait until t/user6 is removed");

        // When
        world.partition.put(Topic.TARGET, "t/user6", null);
        world.others.changed("t/user6");

        // Then
        assertThat(world.woken).containsExactly("t/going");
        assertThat(world.plan("t/going").state()).isEqualTo(State.READY);
    }

    private static Desired requiring(String namespace, String target, long number) {
        return with(bundle(namespace), required(target, number));
    }

    private static Requirement required(String target, long number) {
        return new Requirement(target, new NumberedCommit(number, commit(number)));
    }

    private static Desired bundle(String namespace) {
        return Samples.bundle(namespace, TargetPolicy.DEFAULT, CONFIG);
    }

    /** The same at commit 9, which requires other targets. */
    private static Desired with(Desired bundle, Requirement... requires) {
        return new Desired(
                false,
                revision(9),
                bundle.settings(),
                bundle.bundleDigest(),
                bundle.objects(),
                List.of(),
                new Desired.Notes(List.of(), List.of(), List.of(), List.of(requires)));
    }

    private static void publish(Published published) {
        world.partition.put(Topic.TARGET, published.target(), published.state());
        world.others.changed(published.target());
    }
}
