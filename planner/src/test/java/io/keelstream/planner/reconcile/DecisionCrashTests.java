package io.keelstream.planner.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.audit.Evidence.Decided;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.decision.DecisionAnswer.Outcome;
import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.inventory.Inventory;
import io.keelstream.contracts.inventory.Inventory.KnownGood;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.Plan.State;
import io.keelstream.contracts.plan.Plan.Trigger;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.targets.Gating;
import io.keelstream.contracts.targets.Gating.Approval;
import io.keelstream.contracts.targets.Gating.Sync;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Fact;
import io.keelstream.messaging.partition.PartitionLostException;
import io.keelstream.planner.sample.Samples;
import io.keelstream.testing.partition.MortalPartition;
import io.keelstream.testing.partition.MortalPartition.Death;
import io.keelstream.testing.partition.MortalPartition.Fate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * People decide, and the planner dies at each of the transitions that follow, before it is committed or after; another one goes on.
 * Every decision is answered once, honoured or refused and never both; whoever waits finds the answer in the table; and what the
 * target does agrees with it. A story is told once without a death, to count its transitions, and then once for each of them and
 * each death. The rehearsal has the same in {@link RehearsalPlanTests}.
 */
class DecisionCrashTests extends SandboxedPlanner {

    private static final TargetPolicy MANUAL =
            TargetPolicy.DEFAULT.withGating(new Gating(Sync.MANUAL, new Approval(1, 86_400_000), List.of()));

    private static final String COMMIT = "5ca1ab1e".repeat(5);
    private static final String OTHER = "0ddba11d".repeat(5);

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    @BeforeAll
    static void routes() {
        world.definitions("gateway-api.yaml");
    }

    /** A story of one target. */
    @FunctionalInterface
    private interface Story {
        void tell(String namespace, Lives lives) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> approvalIsHonouredOnceAndItsChangeMayRun() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            world.desire(target, bundle(namespace, MANUAL, "blue"));
            Plan waits = world.plan(target);

            Decision approve = decide(target, Kind.APPROVE, "ada", Named.change(waits.changeDigest()));
            lives.settle(target);

            assertThat(answered(target, approve)).isEqualTo(Outcome.HONOURED);
            assertThat(world.current(target).state()).isEqualTo(State.READY);
            assertThat(world.current(target).changeDigest()).isEqualTo(waits.changeDigest());
        });
    }

    @TestFactory
    Stream<DynamicTest> approvalAndRejectionAtOnceAgreeWithWhatHappens() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            world.desire(target, bundle(namespace, MANUAL, "blue"));
            String digest = world.plan(target).changeDigest();

            Decision approve = decide(target, Kind.APPROVE, "ada", Named.change(digest));
            Decision reject = decide(target, Kind.REJECT, "bob", Named.change(digest));
            lives.settle(target);

            boolean approved = answered(target, approve) == Outcome.HONOURED;
            boolean rejected = answered(target, reject) == Outcome.HONOURED;
            assertThat(approved || rejected).isTrue();
            assertThat(world.current(target).state()).isEqualTo(rejected ? State.BLOCKED : State.READY);
        });
    }

    @TestFactory
    Stream<DynamicTest> approvalDoesNotCountForACommitThatComesWhenThePlannerIsDead() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            world.desire(target, bundle(namespace, MANUAL, "blue"));
            String digest = world.plan(target).changeDigest();

            Decision approve = decide(target, Kind.APPROVE, "ada", Named.change(digest));
            lives.settle(target, () -> world.desire(target, bundle(namespace, MANUAL, "red")));

            Outcome outcome = answered(target, approve);
            if (lives.deaths == 0) {
                assertThat(outcome).isEqualTo(Outcome.HONOURED);
            } else {
                assertThat(world.current(target).state()).isEqualTo(State.AWAITING_APPROVAL);
                assertThat(world.current(target).changeDigest()).isNotEqualTo(digest);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> rollbackIsHonouredOnceAndThenPlanned() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            Desired first = healthy(target, bundle(namespace, TargetPolicy.DEFAULT, "blue"));
            released(target, bundle(namespace, TargetPolicy.DEFAULT, "red"));

            Decision back = decide(target, Kind.ROLLBACK, "ada", commit(first));
            lives.settle(target);

            assertThat(answered(target, back)).isEqualTo(Outcome.HONOURED);
            assertThat(world.current(target).trigger()).isEqualTo(Trigger.ROLLBACK);
            assertThat(world.current(target).state()).isEqualTo(State.READY);
            assertThat(world.current(target).bundleDigest()).isEqualTo(first.bundleDigest());
        });
    }

    @TestFactory
    Stream<DynamicTest> rollbackEndsARunningReleaseOnce() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            Desired first = healthy(target, bundle(namespace, TargetPolicy.DEFAULT, "blue"));
            Desired second = bundle(namespace, TargetPolicy.DEFAULT, "red");
            world.desire(target, second);
            Plan plan = world.ready(target);
            world.partition.put(
                    Topic.INVENTORY,
                    target,
                    inventory(target)
                            .next(new Inventory.RunningRelease(
                                    "deployment", plan.id(), second.bundleDigest(), List.of())));

            Decision back = decide(target, Kind.ROLLBACK, "ada", commit(first));
            lives.settle(target);

            assertThat(answered(target, back)).isEqualTo(Outcome.HONOURED);
            assertThat(world.current(target).trigger()).isEqualTo(Trigger.ROLLBACK);
            assertThat(world.current(target).state()).isEqualTo(State.BLOCKED);
        });
    }

    @TestFactory
    Stream<DynamicTest> pinThatIsOverwrittenWhenThePlannerIsDeadIsNotHonouredLater() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            Desired first = healthy(target, bundle(namespace, TargetPolicy.DEFAULT, "blue"));
            Desired second = bundle(namespace, TargetPolicy.DEFAULT, "red");
            released(target, second);

            Decision pin = decide(target, Kind.PIN, "ada", commit(first));
            AtomicInteger unpinned = new AtomicInteger();
            Decision unpin = decision(Kind.UNPIN, "bob", Named.NOTHING);
            lives.settle(target, () -> {
                unpinned.incrementAndGet();
                world.partition.put(Topic.DECISION, unpin.key(target), unpin);
            });

            if (unpinned.get() == 0) {
                assertThat(answered(target, pin)).isEqualTo(Outcome.HONOURED);
                assertThat(world.current(target).bundleDigest()).isEqualTo(first.bundleDigest());
            } else {
                List<DecisionAnswer> before = audited(pin);
                assertThat(before).hasSizeLessThanOrEqualTo(1);
                assertThat(answered(target, unpin)).isEqualTo(before.isEmpty() ? Outcome.REFUSED : Outcome.HONOURED);
                assertThat(world.current(target).bundleDigest()).isEqualTo(second.bundleDigest());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> unpinIsHonouredOnceAndTheTargetFollowsGit() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            Desired first = healthy(target, bundle(namespace, TargetPolicy.DEFAULT, "blue"));
            decide(target, Kind.PIN, "ada", commit(first));
            world.evaluate(target);
            Desired second = bundle(namespace, TargetPolicy.DEFAULT, "red");
            world.desire(target, second);
            world.evaluate(target);

            Decision unpin = decide(target, Kind.UNPIN, "ada", Named.NOTHING);
            lives.settle(target);

            assertThat(answered(target, unpin)).isEqualTo(Outcome.HONOURED);
            assertThat(world.current(target).bundleDigest()).isEqualTo(second.bundleDigest());
            assertThat(world.current(target).state()).isEqualTo(State.READY);
        });
    }

    @TestFactory
    Stream<DynamicTest> planThatFailedIsMadeAgainAndThatIsAnsweredOnce() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            String unknownKind = "{apiVersion: example.com/v1, kind: Gadget, metadata: {name: g}}";
            Desired broken = Samples.bundle(namespace, TargetPolicy.DEFAULT, unknownKind);
            world.namespace(namespace);
            world.desire(target, broken);
            assertThat(world.plan(target).state()).isEqualTo(State.FAILED);

            Decision again = decide(target, Kind.REPLAN, "ada", commit(broken));
            lives.settle(target);

            // One that died after it had planned, and before it had answered, plans once more.
            assertThat(answered(target, again)).isEqualTo(Outcome.HONOURED);
            assertThat(world.current(target).state()).isEqualTo(State.FAILED);
            assertThat(world.current(target).attempt()).isBetween(1, 1 + lives.deaths);
        });
    }

    @TestFactory
    Stream<DynamicTest> commitThatWaitsIsReleasedWithoutItsTrialOnce() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            tried(target, CanaryWorld.DEPLOYMENT);
            world.desire(target, shop(namespace, CanaryWorld.NEW, COMMIT));
            assertThat(world.ready(target).trial()).isNotNull();

            Decision now = decide(target, Kind.RELEASE, "ada", Named.commit(COMMIT));
            lives.settle(target);

            assertThat(answered(target, now)).isEqualTo(Outcome.HONOURED);
            assertUntried(target);
        });
    }

    @TestFactory
    Stream<DynamicTest> commitThatIsNamedBeforeItComesIsReleasedWithoutItsTrial() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            tried(target, CanaryWorld.DEPLOYMENT);

            Decision ahead = decide(target, Kind.RELEASE, "ada", Named.commit(COMMIT.substring(0, 9)));
            Runnable comes = () -> world.desire(target, shop(namespace, CanaryWorld.NEW, COMMIT));
            lives.settle(target, comes);
            comes.run();
            lives.settle(target);

            assertThat(answered(target, ahead)).isEqualTo(Outcome.HONOURED);
            assertUntried(target);
        });
    }

    @TestFactory
    Stream<DynamicTest> otherCommitThatComesWhenThePlannerIsDeadKeepsItsTrial() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            tried(target, CanaryWorld.DEPLOYMENT);
            world.desire(target, shop(namespace, CanaryWorld.NEW, COMMIT));
            world.ready(target);

            Decision now = decide(target, Kind.RELEASE, "ada", Named.commit(COMMIT));
            String newer = CanaryWorld.DEPLOYMENT.replace("web:1", "web:3");
            Runnable comes = () -> world.desire(target, shop(namespace, newer, OTHER));
            lives.settle(target, comes);
            comes.run();
            lives.settle(target);

            assertThat(answered(target, now)).isEqualTo(Outcome.HONOURED);
            Plan plan = world.current(target);
            assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
            assertThat(plan.revision().commit()).isEqualTo(OTHER);
            assertThat(plan.trial()).isNotNull();
        });
    }

    @TestFactory
    Stream<DynamicTest> releaseThatIsOverwrittenWhenThePlannerIsDeadIsAnsweredAtMostOnce() throws Exception {
        return everywhere((namespace, lives) -> {
            String target = "t/" + namespace;
            tried(target, CanaryWorld.DEPLOYMENT);
            world.desire(target, shop(namespace, CanaryWorld.NEW, COMMIT));
            world.ready(target);

            Decision now = decide(target, Kind.RELEASE, "ada", Named.commit(COMMIT));
            Decision other = decision(Kind.RELEASE, "bob", Named.commit(OTHER));
            lives.settle(target, () -> world.partition.put(Topic.DECISION, other.key(target), other));

            if (lives.deaths == 0) {
                assertThat(answered(target, now)).isEqualTo(Outcome.HONOURED);
                assertUntried(target);
            } else {
                assertThat(audited(now)).hasSizeLessThanOrEqualTo(1);
                assertThat(answered(target, other)).isEqualTo(Outcome.HONOURED);
                assertThat(world.current(target).state()).isEqualTo(State.READY);
                assertThat(world.current(target).trial()).isNotNull();
            }
        });
    }

    /** The version is applied where each one of its kind is put on trial. */
    private static void tried(String target, String deployment) throws InterruptedException {
        String namespace = target.substring(2);
        world.release(target, shop(namespace, deployment, Samples.REVISION.commit()));
        world.awaitAvailable(namespace);
        world.evaluate(target);
    }

    private static void assertUntried(String target) {
        Plan plan = world.current(target);
        assertThat(plan.state()).as("%s", plan.problems()).isEqualTo(State.READY);
        assertThat(plan.revision().commit()).isEqualTo(COMMIT);
        assertThat(plan.trial()).isNull();
        assertThat(plan.evidence().decisions()).extracting(Decided::kind).containsExactly(Kind.RELEASE);
    }

    /** A test for each transition and each death. */
    private static Stream<DynamicTest> everywhere(Story story) throws Exception {
        Lives immortal = new Lives(0, Death.NOT_YET);
        story.tell("crash-" + NAMESPACES.incrementAndGet(), immortal);
        int transitions = immortal.written.get();
        assertThat(transitions).as("an answer, and what follows from it").isGreaterThanOrEqualTo(2);
        return IntStream.rangeClosed(1, transitions)
                .boxed()
                .flatMap(number -> Stream.of(Death.BEFORE_THE_COMMIT, Death.AFTER_THE_COMMIT)
                        .map(death -> DynamicTest.dynamicTest(
                                "transition " + number + " of " + transitions + ", " + death, () -> {
                                    Lives lives = new Lives(number, death);
                                    story.tell("crash-" + NAMESPACES.incrementAndGet(), lives);
                                    assertThat(lives.deaths).isEqualTo(1);
                                })));
    }

    /** Planners one after another; the first dies at a transition. */
    private static final class Lives {

        private final Fate fate;
        private final AtomicInteger written = new AtomicInteger();
        private int deaths;

        Lives(int number, Death death) {
            this.fate = facts -> written.incrementAndGet() == number ? death : Death.NOT_YET;
        }

        void settle(String target) throws InterruptedException {
            settle(target, () -> {});
        }

        /** Evaluates until nothing is to be said any more. */
        void settle(String target, Runnable whenDead) throws InterruptedException {
            MortalPartition life = new MortalPartition(world.partition, fate, fact -> {});
            TargetPlanner planner = world.planner(life, world.settings, Clock.systemUTC());
            int said;
            do {
                said = world.partition.transitions().size();
                try {
                    planner.evaluate(target);
                } catch (PartitionLostException killed) {
                    assertThat(life.dead()).isTrue();
                }
                if (life.dead()) {
                    deaths++;
                    whenDead.run();
                    life = new MortalPartition(world.partition, fate, fact -> {});
                    planner = world.planner(life, world.settings, Clock.systemUTC());
                    said = -1;
                }
            } while (said != world.partition.transitions().size());
        }
    }

    /** The only answer to a decision, which whoever waits for it finds in the table. */
    private static Outcome answered(String target, Decision made) {
        List<DecisionAnswer> audited = audited(made);
        assertThat(audited).hasSize(1);
        assertThat(world.partition.read(Topic.PLANNER_ANSWER, DecisionAnswer.class, made.key(target)))
                .isEqualTo(audited.getFirst());
        return audited.getFirst().outcome();
    }

    private static List<DecisionAnswer> audited(Decision made) {
        return world.partition.written().stream()
                .filter(fact -> fact.topic() == Topic.AUDIT)
                .map(Fact::payload)
                .filter(DecisionAnswer.class::isInstance)
                .map(DecisionAnswer.class::cast)
                .filter(answer -> answer.decision().equals(made))
                .toList();
    }

    private static Decision decide(String target, Kind kind, String actor, Named named) {
        Decision made = decision(kind, actor, named);
        world.partition.put(Topic.DECISION, made.key(target), made);
        return made;
    }

    private static Decision decision(Kind kind, String actor, Named named) {
        return new Decision(UUID.randomUUID().toString(), kind, actor, "because", named, null, null);
    }

    private static Named commit(Desired bundle) {
        return Named.commit(bundle.revision().commit());
    }

    /** Releases a bundle that ends healthy. */
    private static Desired healthy(String target, Desired bundle) throws InterruptedException {
        released(target, bundle);
        Inventory applied = inventory(target);
        world.partition.put(
                Topic.INVENTORY,
                target,
                applied.withHistory(applied.history()
                        .knownGood(new KnownGood(bundle.bundleDigest(), bundle.revision(), Instant.EPOCH))));
        world.evaluate(target);
        return bundle;
    }

    private static void released(String target, Desired bundle) throws InterruptedException {
        Inventory before = world.partition.read(Topic.INVENTORY, Inventory.class, target);
        if (before == null) {
            world.namespace(target.substring(2));
        }
        world.release(target, bundle);
        if (before != null) {
            world.partition.put(Topic.INVENTORY, target, inventory(target).withHistory(before.history()));
        }
        world.evaluate(target);
    }

    private static Inventory inventory(String target) {
        return Objects.requireNonNull(world.partition.read(Topic.INVENTORY, Inventory.class, target));
    }

    private static Desired bundle(String namespace, TargetPolicy policy, String colour) {
        return Samples.bundle(
                namespace,
                policy,
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {colour: \"" + colour + "\"}}");
    }

    private static Desired shop(String namespace, String deployment, String commit) {
        Desired bundle = Samples.bundle(
                namespace, CanaryWorld.CANARY, deployment, CanaryWorld.SERVICE, CanaryWorld.ROUTE, CanaryWorld.CONFIG);
        Revision one = bundle.revision();
        return new Desired(
                false,
                new Revision(one.repository(), one.ref(), commit, one.author(), one.message(), one.committedAt()),
                bundle.settings(),
                bundle.bundleDigest(),
                bundle.objects(),
                bundle.hooks(),
                bundle.notes());
    }
}
