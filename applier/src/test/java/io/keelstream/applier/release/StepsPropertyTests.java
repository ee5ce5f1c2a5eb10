package io.keelstream.applier.release;

import static io.keelstream.applier.release.Releases.NOW;
import static io.keelstream.applier.release.Releases.created;
import static io.keelstream.applier.release.Releases.plan;
import static io.keelstream.applier.release.Releases.pruned;
import static io.keelstream.applier.release.Releases.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.deployment.ExecutionStatus;
import io.keelstream.contracts.execution.Step;
import io.keelstream.contracts.execution.Step.Withdrawing.Stage;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepsPropertyTests {

    @Test
    void stateRebuiltFromAStepEqualsTheRecordedOne() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            PlannedAction[] actions = actions(random);
            Release release = release(random.nextBoolean() ? plan(actions) : trial(random, actions));
            ReleaseState state = release.begin(NOW);
            while (!(state instanceof ReleaseState.Finished)) {
                assertThat(Steps.resume(release, Steps.of(state)))
                        .as("seed %d", seed)
                        .contains(state);
                state = next(state, random, NOW.plusMillis(random.nextInt(100_000)));
            }
            assertThat(Steps.resume(release, Steps.of(state)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void stepOfANewerVersionIsNotResumed() {
        assertThat(Steps.resume(release(plan()), new Step.Unknown(Map.of("kind", "Mirroring"))))
                .isEmpty();
    }

    @Test
    void trialEndsOnlyAfterItsCopiesAreWithdrawn() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            ReleaseState state = release(trial(random, actions(random))).begin(NOW);
            boolean copies = false;
            while (!(state instanceof ReleaseState.Finished)) {
                copies |= state instanceof ReleaseState.Preparing;
                if (state instanceof Withdrawing withdrawing) {
                    copies = withdrawing.step().stage() != Stage.DELETE;
                    assertThat(withdrawing.trial().weight()).isZero();
                }
                state = next(state, random, NOW);
            }
            assertThat(copies).as("seed %d", seed).isFalse();
        }
    }

    /** Wherever a trial is promoted from: the weights of the steps below, each once, and then none. */
    @Test
    void weightFallsStepByStepAfterAPromotion() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Integer> weights = random.ints(1 + random.nextInt(5), 0, 100)
                    .distinct()
                    .sorted()
                    .boxed()
                    .toList();
            int step = random.nextInt(weights.size());
            Release release = release(Releases.routed(4, 2, weights.toArray(Integer[]::new)));
            TrialPosition promoted = TrialPosition.START
                    .withUids(Map.of("Deployment.apps/shop/checkout-canary", "uid"))
                    .shiftedAt(NOW)
                    .withStep(step)
                    .withWeight(weights.get(step));
            ReleaseState state = new ReleaseState.Waiting(release, 0, NOW, promoted).healthy(NOW);
            List<Integer> seen = new ArrayList<>();
            boolean hurried = false;
            while (state instanceof Withdrawing back && back.step().stage() == Stage.SHIFT) {
                assertThat(Steps.resume(release, Steps.of(state))).contains(state);
                seen.add(back.trial().weight());
                boolean hurries = back.step().inSteps() && random.nextInt(8) == 0;
                hurried |= hurries;
                state = hurries ? back.atOnce(NOW) : back.shifted(NOW);
            }
            assertThat(state)
                    .isInstanceOfSatisfying(
                            Withdrawing.class,
                            end -> assertThat(end.step().stage()).isEqualTo(Stage.DRAIN));
            List<Integer> steps = new ArrayList<>(weights.subList(0, step + 1).reversed());
            if (steps.getLast() != 0) {
                steps.add(0);
            }
            if (hurried) {
                assertThat(seen)
                        .as("seed %d", seed)
                        .endsWith(0)
                        .isSubsetOf(steps)
                        .isSortedAccordingTo(Comparator.reverseOrder());
            } else {
                assertThat(seen).as("seed %d", seed).isEqualTo(steps);
            }
        }
    }

    @Test
    void whatRunsBesideATrialBeginsOnceBeforeItsFirstTraffic() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            ReleaseState state = release(trial(random, actions(random))).begin(NOW);
            while (!(state instanceof ReleaseState.Finished) && !(state instanceof Withdrawing)) {
                if (state.trial() != null
                        && state.trial().exposure() != null
                        && !state.trial().promoted()) {
                    assertThat(state.trial().beside())
                            .as("seed %d", seed)
                            .hasSize(
                                    state.release().hooks(HookPhase.CANARY_LOAD).size()
                                            + state.release()
                                                    .hooks(HookPhase.CANARY_CHECK)
                                                    .size());
                }
                state = next(state, random, NOW);
            }
        }
    }

    @Test
    void eachHookOfAWaveRunsOnceBetweenTheApplyOfItsWaveAndTheNextOne() {
        Random well = new Random() {
            @Override
            public int nextInt(int bound) {
                return Math.min(3, bound - 1);
            }
        };
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            PlannedAction[] actions = actions(random);
            Release release = release(random.nextBoolean() ? plan(actions) : trial(random, actions));
            List<PlannedAction> ran = new ArrayList<>();
            int wave = Integer.MIN_VALUE;
            for (ReleaseState state = release.begin(NOW);
                    !(state instanceof ReleaseState.Finished);
                    state = next(state, well, NOW)) {
                boolean last = release.plan().trial() == null || state.trial() != null;
                if (state instanceof ReleaseState.Applying applying && last) {
                    assertThat(applying.wave()).as("seed %d", seed).isGreaterThan(wave);
                    wave = applying.wave();
                } else if (state instanceof Hooking hooking
                        && hooking.inAWave()
                        && hooking.run().uid() == null) {
                    assertThat(hooking.wave()).as("seed %d", seed).isEqualTo(wave);
                    ran.add(hooking.hook());
                }
            }
            assertThat(ran).as("seed %d", seed).isEqualTo(release.hooks(HookPhase.SYNC));
        }
    }

    private static Plan trial(Random random, PlannedAction[] actions) {
        List<String> first = Stream.of(actions)
                .filter(each -> each instanceof PlannedAction.Create && random.nextBoolean())
                .map(PlannedAction::reference)
                .toList();
        return Releases.trial(1 + random.nextInt(3), first, actions);
    }

    private static ReleaseState next(ReleaseState state, Random random, Instant now) {
        boolean withdrawing = state instanceof Withdrawing;
        if (!withdrawing && random.nextInt(20) == 0) {
            return state.superseded(now);
        }
        List<Problem> causes = List.of(Reason.CANARY_HARM.problem("it failed", null));
        int choice = random.nextInt(6);
        return switch (state) {
            case ReleaseState.Applying applying -> applying.applied(now);
            case ReleaseState.Waiting waiting ->
                choice == 0 ? waiting.failed(ExecutionStatus.SUCCEEDED, causes, now) : waiting.healthy(now);
            case ReleaseState.Preparing preparing ->
                switch (choice) {
                    case 0 -> preparing.rolledBack(causes, now);
                    case 1 -> preparing.withoutBaseline("not ready").prepared(now);
                    case 2 -> preparing.created(Map.of("a", "uid"));
                    default -> preparing.prepared(now);
                };
            case ReleaseState.Shifting shifting ->
                switch (choice) {
                    case 0 -> shifting.rolledBack(causes, now);
                    case 1 -> shifting.held(Cause.ROUTER, "not confirmed", now);
                    default -> shifting.shifted(now);
                };
            case ReleaseState.Analysing analysing ->
                switch (choice) {
                    case 0 -> analysing.rolledBack(causes, now);
                    case 1 -> analysing.held(Cause.INCONCLUSIVE, "nothing proven", now);
                    case 2 -> analysing.again();
                    case 4 -> analysing.retreated(now);
                    case 5 -> analysing.released(now);
                    case 3 -> analysing.promoted(now);
                    default -> analysing.advance(now);
                };
            case ReleaseState.Restoring restoring -> restoring.restored(List.of(), now);
            case Withdrawing back ->
                switch (back.step().stage()) {
                    case SHIFT -> back.shifted(now);
                    case DRAIN -> back.drained(now);
                    case DELETE, UNKNOWN -> back.deleted(List.of(), now);
                    case LOWER -> back.lowered(List.of(), now);
                };
            case ReleaseState.Baking baking ->
                choice == 0 ? baking.failed(ExecutionStatus.SUCCEEDED, causes, now) : baking.baked(now);
            case ReleaseState.Pruning pruning -> pruning.pruned(now);
            case Hooking hooking
            when hooking.run().phase().besideCanary() ->
                choice == 0 ? hooking.refused(causes.getFirst(), now) : hooking.begun("uid", now, now);
            case Hooking hooking ->
                hooking.run().uid() == null
                        ? hooking.created("uid", now)
                        : hooking.run().end() == null
                                ? hooking.ended(choice == 0 ? causes.getFirst() : null)
                                : hooking.over(now);
            case ReleaseState.Settling settling -> settling.settled(true, List.of());
            case ReleaseState.Finished finished -> finished;
        };
    }

    private static PlannedAction[] actions(Random random) {
        List<PlannedAction> actions = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            actions.add(created("created-" + i, random.nextInt(4) - 1));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            actions.add(pruned("left-" + i, random.nextInt(4) - 1));
        }
        HookPhase[] phases = {
            HookPhase.PRE_APPLY,
            HookPhase.CANARY,
            HookPhase.CANARY_LOAD,
            HookPhase.CANARY_CHECK,
            HookPhase.POST_APPLY,
            HookPhase.ON_FAILURE
        };
        for (int i = random.nextInt(8); i > 0; i--) {
            actions.add(Releases.hook("hook-" + i, phases[random.nextInt(phases.length)]));
        }
        for (int wave = -1; wave < 4; wave++) {
            for (int i = random.nextInt(3); i > 0; i--) {
                actions.add(Releases.hook("wave-" + wave + "-" + i, HookPhase.SYNC, wave));
            }
        }
        return actions.toArray(PlannedAction[]::new);
    }
}
