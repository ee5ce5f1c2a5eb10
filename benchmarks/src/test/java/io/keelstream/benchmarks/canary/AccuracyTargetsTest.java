package io.keelstream.benchmarks.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.keelstream.benchmarks.canary.method.Outcome;
import io.keelstream.benchmarks.canary.method.Regime;
import io.keelstream.benchmarks.canary.method.ReleaseMethod;
import io.keelstream.benchmarks.canary.method.SequentialMethod;
import io.keelstream.benchmarks.canary.report.Target;
import io.keelstream.benchmarks.canary.scenario.Scenario;
import io.keelstream.benchmarks.canary.scenario.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The accuracy benchmark in small: every scenario, in both regimes, few runs each. A target is missed when Wilson's interval
 * lies beyond it. {@code -Dkeelstream.accuracy.seed=N} takes other runs.
 */
class AccuracyTargetsTest {

    private static final long SEED = Long.getLong("keelstream.accuracy.seed", 1_000_000);
    private static final int NULLS = 150;
    private static final int HARMS = 100;
    private static final int RELEASES = 40;

    private final Map<Regime, SequentialMethod> judges = new EnumMap<>(Regime.class);
    private final Map<String, List<Outcome>> outcomes = new HashMap<>();

    @TestFactory
    Stream<DynamicTest> noTargetIsRefuted() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Regime regime : Regime.values()) {
            for (Target target : Target.of(regime)) {
                tests.add(dynamicTest(regime.title() + ": " + target.text(), () -> assertNotRefuted(regime, target)));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> harmlessReleasesArePromoted() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Regime regime : Regime.values()) {
            ReleaseMethod releases = new ReleaseMethod(regime);
            Scenario.all().stream()
                    .filter(Target.RELEASES.about().and(releases::suits))
                    .forEach(scenario -> tests.add(dynamicTest(
                            regime.title() + ": " + scenario.name(),
                            () -> assertThat(Target.RELEASES.refuted(LongStream.range(SEED, SEED + RELEASES)
                                            .parallel()
                                            .mapToObj(seed -> releases.judge(scenario, seed))
                                            .toList()))
                                    .as("'%s' refuted, %d runs from seed %d", Target.RELEASES.text(), RELEASES, SEED)
                                    .isFalse())));
        }
        return tests.stream();
    }

    private void assertNotRefuted(Regime regime, Target target) {
        List<Scenario> about = Scenario.all().stream().filter(target.about()).toList();
        assertThat(about).isNotEmpty();
        for (Scenario scenario : about) {
            assertThat(target.refuted(outcomes(regime, scenario)))
                    .as("refuted by '%s', %d runs from seed %d", scenario.name(), runs(scenario), SEED)
                    .isFalse();
        }
    }

    private List<Outcome> outcomes(Regime regime, Scenario scenario) {
        return outcomes.computeIfAbsent(regime + scenario.name(), key -> {
            SequentialMethod judge = judges.computeIfAbsent(regime, SequentialMethod::new);
            return LongStream.range(SEED, SEED + runs(scenario))
                    .parallel()
                    .mapToObj(seed -> judge.judge(scenario, seed))
                    .toList();
        });
    }

    private static int runs(Scenario scenario) {
        return scenario.truth() == Truth.HARMLESS ? NULLS : HARMS;
    }
}
