package io.keelstream.canary.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelstream.canary.verdict.Judge;
import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Forecasts of generated trials after generated ones that passed. */
class ForecastPropertyTests {

    private static final long SEED = 51;
    private static final int RUNS = 1_000;
    private static final Instant PASSED_AT = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void stepsLastForTheirSoakAndUntilTheCanaryHadItsRequests() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < RUNS; run++) {
            // Given
            List<Trial.Step> steps = steps(random);
            Trial.Step last = steps.getLast();
            long millis = 60_000L + random.nextInt(7_200_000);
            double requests = 1 + random.nextInt(100_000);

            // When
            Forecast forecast = forecast(trial(steps), passed(last.weight(), millis, requests));

            // Then each step is as long as the longer of both
            double service = requests * 100 / last.weight() / (double) millis;
            double expected = (double) Math.max(last.soakMillis(), millis);
            for (Trial.Step step : steps.subList(0, steps.size() - 1)) {
                expected +=
                        Math.max((double) step.soakMillis(), Judge.LEAST_REQUESTS / (service * step.weight() / 100));
            }
            assertThat((double) forecast.millis()).as("run %d", run).isCloseTo(expected, within(10.0));
            assertThat(forecast.requestsPerMinute()).isCloseTo(service * 60_000, within(1e-6 * service * 60_000));
            assertThat(forecast.complete()).isTrue();
            assertThat(forecast.asOf()).isEqualTo(PASSED_AT);
        }
    }

    @Test
    void moreTrafficNeverTakesLonger() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < RUNS; run++) {
            // Given the same number of requests in half of the time
            Trial trial = trial(steps(random));
            int weight = trial.steps().getLast().weight();
            long millis = 60_000L + random.nextInt(7_200_000);
            double requests = 1 + random.nextInt(100_000);

            // Then
            assertThat(forecast(trial, passed(weight, millis / 2, requests)).millis())
                    .as("run %d", run)
                    .isLessThanOrEqualTo(
                            forecast(trial, passed(weight, millis, requests)).millis());
        }
    }

    @Test
    void passAtAnotherWeightSaysTheTrafficAloneAndTheForecastIsALowerLimit() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < RUNS; run++) {
            // Given two trials of one Service, of which one passed at another weight
            Trial trial = trial(steps(random));
            int weight = trial.steps().getLast().weight();
            long millis = 60_000L + random.nextInt(7_200_000);
            double requests = 1 + random.nextInt(100_000);
            Forecast alike = forecast(trial, passed(weight, millis, requests));
            Forecast unlike = forecast(trial, passed(2 * weight, millis, 2 * requests));

            // Then
            assertThat(unlike.complete()).as("run %d", run).isFalse();
            assertThat(unlike.millis()).as("run %d", run).isLessThanOrEqualTo(alike.millis() + 1);
        }
    }

    @Test
    void passOfAnotherAnalysisSaysTheTrafficAlone() {
        Trial trial = trial(List.of(new Trial.Step(50, 2, 60_000, Need.PASS)));
        Analysis other = passed(50.0, 720_000, 1_200, Map.of("falseAlarm", 0.05), Verdict.PASS);

        assertThat(Forecast.of(trial, other)).hasValue(new Forecast(60_000, false, 200, PASSED_AT));
    }

    @Test
    void nothingIsForecastWithoutAPassOrAShare() {
        List<Trial.Step> steps = List.of(new Trial.Step(50, 2, 60_000, Need.PASS));
        Trial trial = trial(steps);

        assertThat(Forecast.of(trial, null)).isEmpty();
        assertThat(Forecast.of(trial, passed(50.0, 720_000, 1_200, Map.of(), Verdict.FAIL)))
                .isEmpty();
        assertThat(Forecast.of(trial, passed(null, 720_000, 1_200, Map.of(), Verdict.PASS)))
                .isEmpty();
        assertThat(Forecast.of(trial, passed(50, 720_000, 0))).isEmpty();
        assertThat(Forecast.of(trial(steps, new Trial.Shift.Replicas()), passed(50, 720_000, 1_200)))
                .isEmpty();
        assertThat(Forecast.of(trial(List.of(new Trial.Step(0, 2, 60_000, Need.PASS))), passed(50, 720_000, 1_200)))
                .isEmpty();
    }

    private static Forecast forecast(Trial trial, Analysis history) {
        return Forecast.of(trial, history).orElseThrow();
    }

    /** Steps before the last end without harm. */
    private static List<Trial.Step> steps(SplittableRandom random) {
        List<Trial.Step> steps = new ArrayList<>();
        int weight = 1 + random.nextInt(10);
        for (int step = random.nextInt(4); step > 0; step--) {
            steps.add(new Trial.Step(weight, 2, random.nextInt(3_600_000), Need.NO_HARM));
            weight += 1 + random.nextInt(15);
        }
        steps.add(new Trial.Step(weight, 2, random.nextInt(3_600_000), Need.PASS));
        return steps;
    }

    private static Trial trial(List<Trial.Step> steps) {
        return trial(steps, new Trial.Shift.Routes(List.of(), new Trial.Backend("", "Service", "shop", "web", 80)));
    }

    private static Trial trial(List<Trial.Step> steps, Trial.Shift shift) {
        Trial.Body web = new Trial.Body("Deployment.apps/shop/web", "apps/v1", null, Map.of());
        return new Trial(
                new Trial.Stable(web.reference(), "web-.*", 4, web),
                new Trial.Copy(web, List.of(), "web-canary", "web-canary-.*"),
                null,
                shift,
                steps,
                List.of(),
                CanaryRules.DEFAULT);
    }

    private static Analysis passed(int weight, long millis, double requests) {
        return passed((double) weight, millis, requests, Map.of(), Verdict.PASS);
    }

    private static Analysis passed(
            @Nullable Double weight, long millis, double requests, Map<String, Object> analysis, Verdict verdict) {
        AnalysisRequest request = new AnalysisRequest(
                new AnalysisIdentity("analysis", "trial", "deployment", "sha256:00"),
                new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", PASSED_AT),
                new AnalysisRequest.Place("eu-1", "shop"),
                new AnalysisStep(2, 3, Need.PASS, 300_000, null, null),
                new AnalysisArm("baseline-.*", null, PASSED_AT, weight),
                new AnalysisArm("canary-.*", null, PASSED_AT, weight),
                analysis);
        return Analysis.begun(request, PASSED_AT, null, null)
                .judged(null, new AnalysisStanding("", 0.0, 4.6, millis, requests, 0.0), List.of())
                .concluded(new IssuedVerdict(verdict, "", PASSED_AT, null))
                .taught("{}");
    }
}
