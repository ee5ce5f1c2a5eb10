package io.keelstream.canary.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.Arms;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.observations.Counts;
import io.keelstream.canary.observations.MetricTick;
import io.keelstream.canary.observations.Reading;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.overdispersion.NoiseBook;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JudgeVerdictTest {

    private static final AnalysisConfig CONFIG = config(Duration.ZERO, OptionalDouble.empty());

    @Test
    void harmfulCanaryFailsWithAReasonThatNamesItsRatioIntervalAndTraffic() {
        Assessment verdict = decide(CONFIG, 200, new Counts(1, 100), new Counts(4, 100));

        assertThat(verdict.ruling()).isEqualTo(Ruling.FAIL);
        assertThat(verdict.reason())
                .matches("errors on the canary are 4\\.0 times the baseline's "
                        + "\\(95 % interval [0-9.]+-[0-9.]+\\) after [0-9,]+ canary requests");
        assertThat(verdict.blamed()).containsExactly("errors");
    }

    @Test
    void equalCanaryPasses() {
        Assessment verdict = decide(CONFIG, 200, new Counts(1, 100), new Counts(1, 100));

        assertThat(verdict.ruling()).isEqualTo(Ruling.PASS);
        assertThat(verdict.moreTrafficNeeded()).isZero();
    }

    @Test
    void tooLittleTrafficIsUndecidedAndSaysHowMuchIsMissing() {
        Assessment verdict = decide(CONFIG, 20, new Counts(1, 100), new Counts(1, 100));

        assertThat(verdict.ruling()).isEqualTo(Ruling.CONTINUE);
        assertThat(verdict.reason()).contains("more canary requests needed");
        assertThat(verdict.moreTrafficNeeded()).isBetween(100.0, 20_000.0);
    }

    @Test
    void soakIsWaitedFor() {
        AnalysisConfig soaking = config(Duration.ofMinutes(60), OptionalDouble.empty());
        Assessment verdict = decide(soaking, 300, new Counts(1, 100), new Counts(1, 100));

        assertThat(verdict.ruling()).isEqualTo(Ruling.CONTINUE);
        assertThat(verdict.reason()).isEqualTo("the soak is not over: 49 min of 60 min counted");
    }

    @Test
    void wrongSplitOfTheTrafficPreventsAPass() {
        AnalysisConfig watched = config(Duration.ZERO, OptionalDouble.of(0.5));
        Assessment verdict = decide(watched, 300, new Counts(1, 100), new Counts(0, 20));

        assertThat(verdict.ruling()).isEqualTo(Ruling.CONTINUE);
        assertThat(verdict.reason()).startsWith("traffic split is not what was asked: 16.7 %");
    }

    @Test
    void silentCanaryFails() {
        Judge judge = new Judge(CONFIG, NoiseBook.empty());
        AnalysisState state = judge.begin();
        for (int number = 0; number < 30; number++) {
            state = judge.observe(state, tick(number, new Counts(0, 50), new Counts(0, number < 25 ? 50 : 0)));
        }

        Assessment verdict = judge.assess(state);
        assertThat(verdict.ruling()).isEqualTo(Ruling.FAIL);
        assertThat(verdict.reason()).startsWith("the canary has been silent while the baseline had load");
    }

    /** Nobody knows how many of the requests with a certain header there should be. */
    @Test
    void silentCanaryThatMatchedRequestsReachIsUndecided() {
        Judge judge = new Judge(CONFIG.between(Arms.MATCHED), NoiseBook.empty());
        AnalysisState state = judge.begin();
        for (int number = 0; number < 300; number++) {
            state = judge.observe(state, tick(number, new Counts(0, 50), new Counts(0, number < 25 ? 50 : 0)));
        }

        assertThat(judge.assess(state).ruling()).isNotEqualTo(Ruling.FAIL);
    }

    @Test
    void bothSilentIsUndecided() {
        Assessment verdict = decide(CONFIG, 300, Counts.NONE, Counts.NONE);

        assertThat(verdict.ruling()).isEqualTo(Ruling.CONTINUE);
    }

    @Test
    void metricWithoutDataPreventsAPass() {
        Judge judge = new Judge(CONFIG, NoiseBook.empty());
        AnalysisState state = judge.begin();
        for (int number = 0; number < 300; number++) {
            state = judge.observe(state, new Tick(number, new TreeMap<>()));
        }

        assertThat(judge.assess(state).ruling()).isEqualTo(Ruling.CONTINUE);
    }

    @Test
    void warmUpDoesNotCount() {
        Judge judge = new Judge(CONFIG, NoiseBook.empty());
        AnalysisState state = judge.begin();
        for (int number = 0; number < 6; number++) {
            state = judge.observe(state, tick(number, new Counts(0, 100), new Counts(100, 100)));
        }

        assertThat(judge.rule(state)).isEqualTo(Ruling.CONTINUE);
        assertThat(judge.assess(state).logE()).isZero();
    }

    @Test
    void stepStartsThePassAnewAndKeepsTheHarm() {
        // Given an analysis that passed its first step
        Judge judge = new Judge(CONFIG, NoiseBook.empty());
        AnalysisState state = judge.begin();
        int number = 0;
        while (judge.rule(state) != Ruling.PASS) {
            state = judge.observe(state, tick(number++, new Counts(1, 100), new Counts(1, 100)));
        }

        // When the next step begins, with a fault that shows only there
        AnalysisState next = judge.atStep(state);
        assertThat(judge.rule(next)).isEqualTo(Ruling.CONTINUE);
        for (int end = number + 100; judge.rule(next) == Ruling.CONTINUE && number < end; number++) {
            next = judge.observe(next, tick(number, new Counts(1, 100), new Counts(6, 100)));
        }

        // Then it fails
        assertThat(judge.rule(next)).isEqualTo(Ruling.FAIL);
    }

    private static Assessment decide(AnalysisConfig config, int ticks, Counts baseline, Counts canary) {
        Judge judge = new Judge(config, NoiseBook.empty());
        AnalysisState state = judge.begin();
        for (int number = 0; number < ticks && judge.rule(state) == Ruling.CONTINUE; number++) {
            state = judge.observe(state, tick(number, baseline, canary));
        }
        return judge.assess(state);
    }

    private static Tick tick(long number, Counts baseline, Counts canary) {
        SortedMap<String, MetricTick> metrics = new TreeMap<>();
        metrics.put("errors", new MetricTick(arm(baseline), arm(canary)));
        return new Tick(number, metrics);
    }

    private static SortedMap<String, Reading> arm(Counts counts) {
        SortedMap<String, Reading> pods = new TreeMap<>();
        pods.put("", counts);
        return pods;
    }

    private static AnalysisConfig config(Duration soak, OptionalDouble share) {
        return new AnalysisConfig(
                new AnalysisConfig.Timing(Duration.ofSeconds(10), Duration.ofSeconds(60), soak),
                0.01,
                0.05,
                share,
                List.of(new RatioMetric("errors", 1, 1.2, new Margin(2, 0))));
    }
}
