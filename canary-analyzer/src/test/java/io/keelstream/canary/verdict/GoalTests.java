package io.keelstream.canary.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.Arms;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.Role;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.Levels;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a step, a release and a watch; and what metrics of each role may decide. Ticks of ten seconds. */
class GoalTests {

    private static final RatioMetric ERRORS = new RatioMetric("errors", 1, 1.2, new Margin(2, 0));
    private static final RatioMetric REFUSED = new RatioMetric("refused", 1, 1.2, new Margin(2, 0));
    private static final Counts EQUAL = new Counts(1, 50);

    @Test
    void stepEndsWithoutHarmAfterItsSoakAndThreeHundredRequests() {
        Judge judge = judge(Goal.NO_HARM, Duration.ofSeconds(100));
        Run run = new Run(judge).ticks(9, EQUAL, EQUAL);
        assertThat(run.assess().reason()).isEqualTo("the soak is not over: 90 s of 100 s counted");
        assertThat(run.ticks(1, EQUAL, EQUAL).assess())
                .satisfies(ended -> assertThat(ended.ruling()).isEqualTo(Ruling.NO_HARM))
                .satisfies(ended ->
                        assertThat(ended.reason()).isEqualTo("no sign of harm after 100 s and 500 canary requests"));
    }

    @Test
    void stepDoesNotEndBeforeTheCanaryHadThreeHundredRequests() {
        Judge judge = judge(Goal.NO_HARM, Duration.ofSeconds(100));
        Run run = new Run(judge).ticks(29, new Counts(0, 10), new Counts(0, 10));
        assertThat(run.assess().ruling()).isEqualTo(Ruling.CONTINUE);
        assertThat(run.assess().reason()).isEqualTo("290 of 300 canary requests seen");
        assertThat(run.assess().moreTrafficNeeded()).isEqualTo(10);
        assertThat(run.ticks(1, new Counts(0, 10), new Counts(0, 10)).ruling()).isEqualTo(Ruling.NO_HARM);
    }

    @Test
    void timeWithoutTrafficDoesNotCountForTheSoak() {
        Judge judge = judge(Goal.NO_HARM, Duration.ofSeconds(100));
        Run run = new Run(judge)
                .ticks(9, EQUAL, EQUAL)
                .ticks(500, Counts.NONE, Counts.NONE)
                .ticks(1, EQUAL, Counts.NONE)
                .ticks(1, Counts.NONE, EQUAL);
        assertThat(run.ruling()).isEqualTo(Ruling.CONTINUE);
        assertThat(run.assess().countedMillis()).isEqualTo(90_000);
        assertThat(run.ticks(1, EQUAL, EQUAL).ruling()).isEqualTo(Ruling.NO_HARM);
    }

    @Test
    void suspicionKeepsAStepFromEnding() {
        // Given: evidence above 1 / (10 alpha), and below 1 / alpha
        Judge judge = judge(Goal.NO_HARM, Duration.ofSeconds(10));
        Run run = new Run(judge);
        while (run.assess().logE() < Math.log(15)) {
            run.ticks(1, EQUAL, new Counts(3, 50));
        }
        // Then
        run.ticks(1, new Counts(0, 400), new Counts(0, 400));
        assertThat(run.assess().logE()).isBetween(Math.log(10), Math.log(100));
        assertThat(run.ruling()).isEqualTo(Ruling.CONTINUE);
        assertThat(run.assess().reason()).isEqualTo("errors: under suspicion of harm");
        assertThat(run.assess().evidence().suspected()).isTrue();
    }

    @Test
    void watchNeverEndsWell() {
        Run run = new Run(judge(Goal.WATCH, Duration.ZERO)).ticks(2_000, EQUAL, EQUAL);
        assertThat(run.ruling()).isEqualTo(Ruling.CONTINUE);
        assertThat(run.assess().reason()).isEqualTo("watched for harm: none is proven");
    }

    @ParameterizedTest
    @EnumSource
    void harmFailsWhateverIsNeeded(Goal goal) {
        Run run = new Run(judge(goal, Duration.ofHours(1))).ticks(60, EQUAL, new Counts(8, 50));
        assertThat(run.ruling()).isEqualTo(Ruling.FAIL);
    }

    @Test
    void metricThatIsOnlyObservedDecidesNothingAndIsReported() {
        Run run = new Run(judge(Goal.PASS, Map.of("refused", Role.OBSERVE), ERRORS, REFUSED));
        run.both(400, EQUAL, EQUAL, EQUAL, new Counts(20, 50));
        assertThat(run.ruling()).isEqualTo(Ruling.PASS);
        assertThat(run.assess().metrics().getLast().logE()).isGreaterThan(Math.log(100));
        assertThat(run.assess().blamed()).isEmpty();
    }

    @Test
    void metricWithTheRoleHarmFailsTheCanary() {
        Run run = new Run(judge(Goal.PASS, Map.of("refused", Role.HARM), ERRORS, REFUSED));
        run.both(60, EQUAL, EQUAL, EQUAL, new Counts(20, 50));
        assertThat(run.ruling()).isEqualTo(Ruling.FAIL);
        assertThat(run.assess().reason()).startsWith("refused on the canary are ");
    }

    @Test
    void passDoesNotWaitForAMetricWithTheRoleHarm() {
        // Given: a metric that has no data at all
        Run run = new Run(judge(Goal.PASS, Map.of("refused", Role.HARM), ERRORS, REFUSED));
        assertThat(run.ticks(400, EQUAL, EQUAL).ruling()).isEqualTo(Ruling.PASS);
        Run gates = new Run(judge(Goal.PASS, Map.of(), ERRORS, REFUSED));
        assertThat(gates.ticks(400, EQUAL, EQUAL).assess().reason()).isEqualTo("refused: no data of either arm");
    }

    @Test
    void objectiveThatBothArmsMissFailsNobodyAndKeepsFromPassing() {
        // Given
        SloMetric success = new SloMetric("errors", 1, 0.9);
        AnalysisConfig config = new AnalysisConfig(
                new AnalysisConfig.Timing(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO),
                0.01,
                0.05,
                OptionalDouble.empty(),
                List.of(success));
        Counts missed = new Counts(25, 50);
        Counts kept = new Counts(50, 50);

        // When
        Run together = new Run(new Judge(config, NoiseBook.empty(), Goal.PASS)).ticks(500, missed, missed);
        Run alone = new Run(new Judge(config, NoiseBook.empty(), Goal.PASS)).ticks(5, kept, missed);
        Run itself =
                new Run(new Judge(config.between(Arms.SAME), NoiseBook.empty(), Goal.WATCH)).ticks(5, missed, missed);

        // Then
        assertThat(together.ruling()).isEqualTo(Ruling.CONTINUE);
        assertThat(together.assess().reason()).isEqualTo("errors: the baseline misses the objective too");
        assertThat(alone.ruling()).isEqualTo(Ruling.FAIL);
        assertThat(itself.ruling()).isEqualTo(Ruling.FAIL);
    }

    @Test
    void missingArmIsNamed() {
        Judge judge = judge(Goal.PASS, Duration.ZERO);
        assertThat(new Run(judge).arms(30, null, EQUAL).assess().reason())
                .isEqualTo("the baseline has no data: check the queries, and that its pods are scraped");
        assertThat(new Run(judge).arms(30, EQUAL, null).assess().reason())
                .isEqualTo("the canary has no data: check the queries, and that its pods are scraped");
        assertThat(new Run(judge).arms(30, null, null).assess().reason())
                .isEqualTo("neither arm has data: check the queries, and that the pods are scraped");
        assertThat(new Run(judge).arms(30, EQUAL, Counts.NONE).assess().reason())
                .isEqualTo("the canary has not received any request that counts");
        assertThat(new Run(judge).arms(30, Counts.NONE, EQUAL).assess().reason())
                .isEqualTo("the baseline has not received any request that counts");
    }

    @Test
    void armThatStopsBeingReadIsNamedByItsMetric() {
        Judge judge = judge(Goal.PASS, Duration.ZERO);
        Run run = new Run(judge).arms(5, EQUAL, EQUAL).arms(30, null, EQUAL);
        assertThat(run.assess().reason()).isEqualTo("errors: no data of the baseline");
    }

    @Test
    void youngPodsAreSaidToWarmUp() {
        AnalysisConfig config = config(Duration.ZERO, Map.of(), ERRORS)
                .atStep(OptionalDouble.empty(), Duration.ofMinutes(5), Duration.ZERO);
        Run run = new Run(new Judge(config, NoiseBook.empty())).ticks(10, EQUAL, EQUAL);
        assertThat(run.assess().reason()).isEqualTo("the baseline is still warming up");
    }

    @Test
    void longerWarmUpIsForNewPodsAlone() {
        // Given: a pod that is warm by the old rule
        AnalysisConfig config = config(Duration.ZERO, Map.of(), ERRORS);
        Run run = new Run(new Judge(config, NoiseBook.empty())).ticks(5, EQUAL, EQUAL);
        AnalysisConfig longer = config.atStep(OptionalDouble.empty(), Duration.ofMinutes(10), Duration.ZERO);
        // When
        Run next = new Run(new Judge(longer, NoiseBook.empty()), run.state, run.number).ticks(5, EQUAL, EQUAL);
        // Then
        assertThat(next.state.stepRequests()).isEqualTo(500);
    }

    @Test
    void gaugesAloneNeedNoRequests() {
        GaugeMetric heap = new GaugeMetric("heap", 1, 1.1, new Margin(1.2, 0));
        Run run = new Run(judge(Goal.NO_HARM, Map.of(), heap));
        for (int tick = 0; tick < 20; tick++) {
            run.tick(Map.of("heap", new MetricTick(arm(new Levels(List.of(100.0))), arm(new Levels(List.of(101.0))))));
        }
        assertThat(run.ruling()).isEqualTo(Ruling.NO_HARM);
    }

    private static Judge judge(Goal goal, Duration soak) {
        return new Judge(config(soak, Map.of(), ERRORS), NoiseBook.empty(), goal);
    }

    private static Judge judge(Goal goal, Map<String, Role> roles, MetricConfig... metrics) {
        return new Judge(config(Duration.ZERO, roles, metrics), NoiseBook.empty(), goal);
    }

    private static AnalysisConfig config(Duration soak, Map<String, Role> roles, MetricConfig... metrics) {
        SortedMap<String, Role> all = new TreeMap<>();
        List.of(metrics).forEach(metric -> all.put(metric.name(), roles.getOrDefault(metric.name(), Role.GATE)));
        return new AnalysisConfig(
                new AnalysisConfig.Timing(Duration.ofSeconds(10), Duration.ZERO, soak),
                0.01,
                0.05,
                OptionalDouble.empty(),
                List.of(metrics),
                all);
    }

    private static SortedMap<String, Reading> arm(@Nullable Reading reading) {
        SortedMap<String, Reading> pods = new TreeMap<>();
        if (reading != null) {
            pods.put("pod", reading);
        }
        return pods;
    }

    /** An analysis as it goes on. */
    private static final class Run {

        private final Judge judge;
        private AnalysisState state;
        private long number;

        Run(Judge judge) {
            this(judge, judge.begin(), 0);
        }

        Run(Judge judge, AnalysisState state, long number) {
            this.judge = judge;
            this.state = state;
            this.number = number;
        }

        Run ticks(int count, Counts baseline, Counts canary) {
            return arms(count, baseline, canary);
        }

        Run arms(int count, @Nullable Counts baseline, @Nullable Counts canary) {
            for (int tick = 0; tick < count; tick++) {
                tick(Map.of("errors", new MetricTick(arm(baseline), arm(canary))));
            }
            return this;
        }

        void both(int count, Counts baseline, Counts canary, Counts otherBaseline, Counts otherCanary) {
            for (int tick = 0; tick < count && ruling() == Ruling.CONTINUE; tick++) {
                tick(Map.of(
                        "errors", new MetricTick(arm(baseline), arm(canary)),
                        "refused", new MetricTick(arm(otherBaseline), arm(otherCanary))));
            }
        }

        void tick(Map<String, MetricTick> metrics) {
            state = judge.observe(state, new Tick(number++, new TreeMap<>(metrics)));
        }

        Ruling ruling() {
            return judge.rule(state);
        }

        Assessment assess() {
            return judge.assess(state);
        }
    }
}
