package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryRules.OnInconclusive;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.DeploymentStarted;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.execution.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever verdicts come, whatever people decide, wherever the process dies, whenever a newer commit arrives: no weight stays on a copy, no copy
 * stays, the release ends once, no decision is answered twice, and the canary's weight only rises until it is taken away.
 */
class TrialPropertyTests {

    private static final List<Verdict> VERDICTS =
            List.of(Verdict.NO_HARM, Verdict.NO_HARM, Verdict.PASS, Verdict.PASS, Verdict.INCONCLUSIVE, Verdict.FAIL);

    private static final List<Kind> KINDS =
            List.of(Kind.PROMOTE, Kind.PROMOTE, Kind.PAUSE, Kind.RESUME, Kind.RESUME, Kind.ABORT);

    private static final List<OnInconclusive> RULES =
            List.of(OnInconclusive.HOLD, OnInconclusive.PROMOTE, OnInconclusive.ROLLBACK);

    @TestFactory
    Stream<DynamicTest> everyTrialEndsWithoutCopies(@TempDir Path folder) {
        return IntStream.range(0, 20)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(folder, new Random(seed))));
    }

    private static void run(Path folder, Random random) {
        try (TrialWorld trial = new TrialWorld(folder)) {
            TrialDraft draft = draft(trial, random);
            Planned second = draft.planned();
            trial.world.push(second);
            List<Decision> decisions = disturb(trial, second, random);
            trial.gateway.confirming(true);
            trial.world
                    .await()
                    .until(() -> trial.world.events(DeploymentStarted.class).count() == 2);
            trial.world.desire(Planned.of(TARGET, "last"));

            Outcome outcome = trial.world.awaitEnd(second).outcome();
            assertThat(outcome).isIn(Outcome.HEALTHY, Outcome.ROLLED_BACK, Outcome.SUPERSEDED);
            assertThat(trial.world.finished(second)).hasSize(1);
            assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
            assertThat(trial.copies()).isEmpty();
            assertThat(trial.gate()).isNull();
            assertThat(trial.world.inventory().history().block() != null).isEqualTo(outcome == Outcome.ROLLED_BACK);
            assertThat(decisions)
                    .allSatisfy(each -> assertThat(trial.answers(each)).hasSizeLessThan(2));
            List<Long> weights = trial.canaryWeights();
            int highest = weights.indexOf(Collections.max(weights));
            assertThat(weights.subList(0, highest + 1)).isSorted();
            assertThat(weights.subList(highest, weights.size())).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(weights.getLast()).isZero();
        }
    }

    private static TrialDraft draft(TrialWorld trial, Random random) {
        TrialDraft draft = trial.second()
                .weights(5, 25, 60)
                .promoted(random.nextInt(4) == 0 ? "stuck" : "run")
                .timeout(random.nextInt(4) == 0 ? 1_500 : 10_000)
                .onInconclusive(RULES.get(random.nextInt(RULES.size())));
        return random.nextInt(3) == 0 ? draft.againstStable() : draft;
    }

    /** Verdicts, deaths, decisions of people and silence of the router, in any order; the decisions. */
    private static List<Decision> disturb(TrialWorld trial, Planned second, Random random) {
        List<Decision> decisions = new ArrayList<>();
        int actions = 5 + random.nextInt(40);
        for (int i = 0; i < actions && trial.world.finished(second).isEmpty(); i++) {
            switch (random.nextInt(10)) {
                case 0 -> trial.world.restart();
                case 1 -> trial.gateway.confirming(random.nextBoolean());
                case 2, 3 -> pause(random.nextInt(200));
                case 4, 5 -> decide(trial, random).ifPresent(decisions::add);
                default -> {
                    AnalysisRequest gate = trial.gate();
                    if (gate != null) {
                        trial.answer(gate, VERDICTS.get(random.nextInt(VERDICTS.size())));
                    }
                    pause(random.nextInt(60));
                }
            }
        }
        return decisions;
    }

    private static Optional<Decision> decide(TrialWorld trial, Random random) {
        Step step = trial.step();
        if (step == null || step instanceof Step.Finished) {
            return Optional.empty();
        }
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        int named = random.nextInt(4);
        return Optional.of(trial.decide(
                kind,
                kind == Kind.PROMOTE && named < 3
                        ? Named.step(trial.deployment(), named)
                        : Named.deployment(trial.deployment())));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
