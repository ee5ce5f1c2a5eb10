package io.keelstream.applier.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.TrialHold.Cause;
import io.keelstream.contracts.canary.TrialPosition;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.DecisionAnswer;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import io.keelstream.kubernetes.scale.Autoscaler;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.testing.decision.Person;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed at every transition of a trial: another one goes on from the record alone. */
class TrialCrashTests {

    private static final long LONG = 600_000;

    /**
     * What happens while the process dies, and how the release ends.
     *
     * @param scaled whether an autoscaler scales the workload
     * @param followed whether another Deployment follows it
     * @param bake how long the promoted version is watched; milliseconds
     * @param people who approve each step, and sign that; empty where nobody is asked
     */
    private record Script(
            String promoted,
            boolean scaled,
            boolean followed,
            long bake,
            Analyzer analyzer,
            Decider decider,
            Outcome outcome,
            List<Person> people) {

        Script(
                String promoted,
                boolean scaled,
                boolean followed,
                long bake,
                Analyzer analyzer,
                Decider decider,
                Outcome outcome) {
            this(promoted, scaled, followed, bake, analyzer, decider, outcome, List.of());
        }
    }

    /** What the analyzer says to a gate while the release is at a step; null for nothing. */
    @FunctionalInterface
    interface Analyzer {
        @Nullable
        Verdict on(AnalysisRequest gate, Step step);
    }

    /** What a person decides while the release is at a step; null for nothing. Each kind once. */
    @FunctionalInterface
    interface Decider {

        Decider NOBODY = step -> null;

        @Nullable
        Kind on(Step step);
    }

    /** Pauses the first step, resumes it, and promotes it without a verdict. */
    static @Nullable Kind hesitant(Step step) {
        return step instanceof Step.Analysing(TrialPosition at, Instant _) && at.step() == 0
                ? at.held(Cause.PAUSED)
                        ? Kind.RESUME
                        : !at.countsFrom().equals(at.firstShiftAt()) ? Kind.PROMOTE : Kind.PAUSE
                : null;
    }

    private static @Nullable Kind aborting(Step step) {
        return step instanceof Step.Analysing(TrialPosition at, Instant _) && at.step() == 1 ? Kind.ABORT : null;
    }

    private static @Nullable Verdict harmless(AnalysisRequest gate) {
        return switch (gate.position().need()) {
            case NO_HARM -> Verdict.NO_HARM;
            case PASS -> Verdict.PASS;
            case WATCH, UNKNOWN -> null;
        };
    }

    private static @Nullable Verdict later(AnalysisRequest gate) {
        return gate.position().step() == 0 ? null : harmless(gate);
    }

    private static @Nullable Verdict first(AnalysisRequest gate) {
        return gate.position().step() == 0 ? harmless(gate) : null;
    }

    static @Nullable Verdict harmfulWhenPromoted(AnalysisRequest gate, Step step) {
        return gate.position().need() == Need.WATCH && step instanceof Step.Applying ? Verdict.FAIL : harmless(gate);
    }

    static @Nullable Verdict harmfulWhileWatched(AnalysisRequest gate, Step step) {
        return step instanceof Step.Baking ? Verdict.FAIL : harmless(gate);
    }

    @TestFactory
    @Passes({
        Step.Preparing.class,
        Step.Shifting.class,
        Step.Analysing.class,
        Step.Applying.class,
        Step.Withdrawing.class
    })
    Stream<DynamicTest> promotionEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return everywhere(
                test,
                folder,
                new Script(
                        "run",
                        false,
                        true,
                        0,
                        (gate, step) -> later(gate),
                        TrialCrashTests::hesitant,
                        Outcome.HEALTHY));
    }

    @TestFactory
    @Passes(Step.Analysing.class)
    Stream<DynamicTest> promotionByTwoPeopleEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return everywhere(
                test,
                folder,
                new Script(
                        "run",
                        false,
                        false,
                        0,
                        (gate, step) -> harmless(gate),
                        Decider.NOBODY,
                        Outcome.HEALTHY,
                        List.of(Person.named("ada"), Person.named("bob"))));
    }

    @TestFactory
    @Passes({Step.Analysing.class, Step.Withdrawing.class})
    Stream<DynamicTest> abortEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return everywhere(
                test,
                folder,
                new Script(
                        "run",
                        true,
                        false,
                        0,
                        (gate, step) -> first(gate),
                        TrialCrashTests::aborting,
                        Outcome.ROLLED_BACK));
    }

    @TestFactory
    @Passes({Step.Applying.class, Step.Restoring.class, Step.Withdrawing.class})
    Stream<DynamicTest> rollbackOfAPromotionEndsTheSameWhereverTheProcessDies(TestInfo test, @TempDir Path folder) {
        return everywhere(
                test,
                folder,
                new Script(
                        "stuck",
                        false,
                        false,
                        0,
                        TrialCrashTests::harmfulWhenPromoted,
                        Decider.NOBODY,
                        Outcome.ROLLED_BACK));
    }

    @TestFactory
    @Passes({Step.Baking.class, Step.Restoring.class, Step.Withdrawing.class})
    Stream<DynamicTest> rollbackOfAWatchedVersionEndsTheSameWhereverTheProcessDies(
            TestInfo test, @TempDir Path folder) {
        return everywhere(
                test,
                folder,
                new Script(
                        "run",
                        true,
                        true,
                        LONG,
                        TrialCrashTests::harmfulWhileWatched,
                        Decider.NOBODY,
                        Outcome.ROLLED_BACK));
    }

    private static Stream<DynamicTest> everywhere(TestInfo test, Path folder, Script script) {
        return Deaths.everywhere(test, deaths -> run(folder, deaths, script));
    }

    private static void run(Path folder, Deaths deaths, Script script) {
        Actors actors =
                new Actors(script.people().stream().map(each -> each.actor()).toList());
        try (TrialWorld trial = new TrialWorld(folder, actors)) {
            TrialDraft draft =
                    trial.second().weights(10, 30).promoted(script.promoted()).baked(script.bake());
            draft.approvedBy(script.people().size());
            if (script.scaled()) {
                trial.world.release(Planned.of(ApplyingSandbox.TARGET, "scaled").create(TrialDraft.SCALER_YAML));
                draft.scaledBy(TrialDraft.SCALER_YAML);
            }
            if (script.followed()) {
                trial.releaseFollower();
                draft.followedBy("run");
            }
            Planned second = draft.planned();
            deaths.begin(trial.world);
            trial.world.push(second);
            Set<String> answered = new HashSet<>();
            Map<Kind, Decision> decided = new EnumMap<>(Kind.class);
            Map<String, Decision> approved = new HashMap<>();
            deaths.await(trial.world, () -> {
                decide(trial, script.decider(), decided);
                approve(trial, script.people(), approved);
                answer(trial, script.analyzer(), answered);
                return !trial.world.finished(second).isEmpty();
            });
            ended(trial, second, script);
            if (script.followed()) {
                assertThat(trial.image(TrialWorld.FOLLOWER)).isEqualTo(trial.image());
            }
            if (script.scaled()) {
                assertThat(new Autoscaler(trial.world.live(TrialWorld.AUTOSCALER)).least())
                        .isEqualTo(1);
            }
            assertThat(decided.values())
                    .allSatisfy(each -> assertThat(trial.answers(each)).hasSize(1));
            assertThat(approved.values())
                    .hasSize(2 * script.people().size())
                    .allSatisfy(each -> assertThat(trial.answers(each))
                            .singleElement()
                            .satisfies(
                                    answer -> assertThat(answer.outcome()).isEqualTo(DecisionAnswer.Outcome.HONOURED)));
        }
    }

    /** People decide what is due, each kind once. */
    static void decide(TrialWorld trial, Decider decider, Map<Kind, Decision> decided) {
        Step step = trial.step();
        Kind kind = step == null ? null : decider.on(step);
        if (kind != null && !decided.containsKey(kind)) {
            Named named =
                    kind == Kind.PROMOTE ? Named.step(trial.deployment(), 0) : Named.deployment(trial.deployment());
            decided.put(kind, trial.decide(kind, named));
        }
    }

    /** Each person promotes each step once, after the person before them. */
    private static void approve(TrialWorld trial, List<Person> people, Map<String, Decision> approved) {
        if (!(trial.step() instanceof Step.Analysing(TrialPosition at, Instant _)) || !at.held(Cause.APPROVAL)) {
            return;
        }
        List<String> before = Objects.requireNonNull(at.hold()).approvals();
        if (before.size() < people.size()) {
            Person next = people.get(before.size());
            approved.computeIfAbsent(
                    at.step() + next.name(),
                    first -> trial.decide(next, Kind.PROMOTE, Named.step(trial.deployment(), at.step())));
        }
    }

    /** The analyzer answers the gate that stands, once. */
    static void answer(TrialWorld trial, Analyzer analyzer, Set<String> answered) {
        AnalysisRequest gate = trial.gate();
        Step step = trial.step();
        Verdict verdict = gate == null || step == null ? null : analyzer.on(gate, step);
        if (gate != null && verdict != null && answered.add(gate.analysisId())) {
            trial.answer(gate, verdict);
        }
    }

    private static void ended(TrialWorld trial, Planned second, Script script) {
        Outcome outcome = script.outcome();
        boolean promoted = outcome == Outcome.HEALTHY || script.bake() > 0;
        assertThat(trial.world.finished(second)).hasSize(1);
        assertThat(trial.world.finished(second).getFirst().outcome()).isEqualTo(outcome);
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.canaryWeights())
                .isEqualTo(promoted ? List.of(0L, 10L, 30L, 10L, 0L) : List.of(0L, 10L, 30L, 0L));
        assertThat(trial.copies()).isEmpty();
        assertThat(trial.gate()).isNull();
        assertThat(trial.image()).isEqualTo(outcome == Outcome.HEALTHY ? "shop:2" : "shop:1");
        assertThat(trial.world.inventory().release()).isNull();
    }
}
