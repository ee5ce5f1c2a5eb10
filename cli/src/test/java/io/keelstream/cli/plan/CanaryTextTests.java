package io.keelstream.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.Analysis;
import io.keelstream.contracts.analysis.AnalysisArm;
import io.keelstream.contracts.analysis.AnalysisIdentity;
import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.AnalysisStanding;
import io.keelstream.contracts.analysis.AnalysisStep;
import io.keelstream.contracts.analysis.IssuedVerdict;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.canary.CanaryPlan;
import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.canary.TrialIdentity;
import io.keelstream.contracts.revision.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanaryTextTests {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void trialIsShownWithItsCopiesItsStepsAndWhatItCosts() {
        // Given
        Trial trial = new Trial(
                new Trial.Stable("Deployment.apps/shop/web", "web-.*", 40, body("Deployment.apps/shop/web", 40)),
                copy("web-canary", 3),
                copy("web-baseline", 3),
                new Trial.Shift.Routes(
                        List.of(body("HTTPRoute.gateway.networking.k8s.io/shop/web", 0)),
                        new Trial.Backend("", "Service", "shop", "web", 80)),
                List.of(
                        new Trial.Step(5, 3, 300_000, Need.NO_HARM),
                        new Trial.Step(20, 8, 90_000, Need.NO_HARM),
                        new Trial.Step(50, 20, 3_900_000, Need.PASS)),
                List.of("ConfigMap/shop/settings-2"),
                CanaryRules.DEFAULT);

        // Then
        assertThat(String.join("\n", CanaryText.of(new CanaryPlan("sha256:1", null, trial), false, null)))
                .isEqualTo("""
            canary of Deployment.apps/shop/web (40 pods)
                copies   Deployment.apps/shop/web-canary, Deployment.apps/shop/web-baseline
                traffic  Service web in HTTPRoute.gateway.networking.k8s.io/shop/web
                step 1   5 %, canary of 3 pods, at least 5m, until no metric shows harm
                step 2   20 %, canary of 8 pods, at least 1m30s, until no metric shows harm
                step 3   50 %, canary of 20 pods, at least 1h5m, until it is proven no worse
                at most  68 pods during the steps, 6h until it waits for a decision
                forecast none: no trial of this target is known to have passed
                before   ConfigMap/shop/settings-2""");
    }

    @Test
    void requestsThatAreMatchedAreShown() {
        // Given
        CanaryRules rules = CanaryRules.DEFAULT;
        Trial trial = new Trial(
                new Trial.Stable("Deployment.apps/shop/web", "web-.*", 4, body("Deployment.apps/shop/web", 4)),
                copy("web-canary", 2),
                null,
                new Trial.Shift.Routes(List.of(), new Trial.Backend("", "Service", "shop", "web", 80)),
                List.of(new Trial.Step(0, 2, 300_000, Need.PASS)),
                List.of(),
                new CanaryRules(
                        CanaryRules.Workloads.ONLY,
                        CanaryRules.Baseline.STABLE,
                        null,
                        new CanaryRules.Traffic(
                                CanaryRules.Router.GATEWAY_API,
                                List.of(),
                                null,
                                1_000,
                                List.of(
                                        new CanaryRules.Match("x-canary", "always", false),
                                        new CanaryRules.Match("user-agent", ".*Firefox.*", true))),
                        rules.steps(),
                        rules.conduct(),
                        Map.of()));

        // Then
        assertThat(CanaryText.of(new CanaryPlan("sha256:1", null, trial), false, null))
                .contains(
                        "    matched  requests with header x-canary: always go to the canary",
                        "    matched  requests with header user-agent like .*Firefox.* go to the canary",
                        "    step 1   0 %, canary of 2 pods, at least 5m, until it is proven no worse");
    }

    @Test
    void whatTheCopiesRequestAtTheirLargestIsShown() {
        // Given: the canary grows to 20 pods, the baseline to 8
        Trial.Copy canary = copy("web-canary", 3, List.of(requests("250m", "1Gi"), requests("50m", "0.5Gi")));
        Trial.Copy baseline = copy("web-baseline", 3, List.of(requests("250m", "1Gi"), Map.of()));
        Trial.Body web = body("Deployment.apps/shop/web", 40);
        Trial trial = new Trial(
                new Trial.Stable(web.reference(), "web-.*", 40, web),
                canary,
                baseline,
                new Trial.Shift.Replicas(),
                List.of(
                        new Trial.Step(5, 3, 1, Need.NO_HARM),
                        new Trial.Step(20, 8, 1, Need.NO_HARM),
                        new Trial.Step(50, 20, 1, Need.PASS)),
                List.of(),
                CanaryRules.DEFAULT);

        // Then
        assertThat(CanaryText.of(new CanaryPlan("sha256:1", null, trial), false, null))
                .contains("    requests 8 CPU and 38912 MiB of memory for the copies, at most");
    }

    @Test
    void forecastRestsOnTheTrialThatPassed() {
        // Given a trial that passed after 12 minutes at 50 %, with half of the 200 requests a minute
        Analysis earlier = passed(50.0, 720_000, 1_200);

        // Then its requests are needed again, and 300 before: 10 % of them are the canary's for 15 minutes
        assertThat(forecast(earlier, 50))
                .isEqualTo(
                        "    forecast about 27m with traffic, by the 200 requests a minute of the trial that passed on"
                                + " 2026-03-04");
        assertThat(forecast(earlier, 20))
                .isEqualTo(
                        "    forecast at least 20m with traffic, by the 200 requests a minute of the trial that passed on"
                                + " 2026-03-04; none has passed with this last step and analysis");
        assertThat(forecast(passed(50.0, 720_000, 12), 50))
                .startsWith("    forecast about 25h12m with traffic, which is too long, by the 2 requests a minute");
        assertThat(forecast(passed(null, 720_000, 1_200), 50))
                .isEqualTo("    forecast none: what share of the requests the canary gets is not known");
    }

    private static String forecast(Analysis earlier, int last) {
        Trial.Body web = body("Deployment.apps/shop/web", 4);
        Trial trial = new Trial(
                new Trial.Stable(web.reference(), "web-.*", 4, web),
                copy("web-canary", 2),
                null,
                new Trial.Shift.Routes(List.of(), new Trial.Backend("", "Service", "shop", "web", 80)),
                List.of(new Trial.Step(10, 2, 300_000, Need.NO_HARM), new Trial.Step(last, 2, 300_000, Need.PASS)),
                List.of(),
                CanaryRules.DEFAULT);
        return CanaryText.of(new CanaryPlan("sha256:1", null, trial), false, earlier).stream()
                .filter(line -> line.startsWith("    forecast"))
                .findFirst()
                .orElseThrow();
    }

    private static Analysis passed(@Nullable Double weight, long millis, double requests) {
        AnalysisRequest request = new AnalysisRequest(
                new AnalysisIdentity("analysis", "trial", "deployment", "sha256:00"),
                new Revision("infra", "refs/heads/main", "8c1f0e5b7a3d", "Ada <ada@example.org>", "Try", NOW),
                new AnalysisRequest.Place("eu-1", "shop"),
                new AnalysisStep(2, 3, Need.PASS, 300_000, null, null),
                new AnalysisArm("baseline-.*", null, NOW, weight),
                new AnalysisArm("canary-.*", null, NOW, weight),
                Map.of());
        return Analysis.begun(request, NOW, null, null)
                .judged(null, new AnalysisStanding("", 0.0, 4.6, millis, requests, 0.0), List.of())
                .concluded(new IssuedVerdict(Verdict.PASS, "", NOW, null))
                .taught("{}");
    }

    @Test
    void followersAreShown() {
        // Given
        Trial.Body web = body("Deployment.apps/shop/web", 4);
        Trial trial = new Trial(
                new Trial.Stable(
                        web.reference(), "web-.*", 4, web, null, List.of(body("Deployment.apps/shop/worker", 1))),
                copy("web-canary", 2),
                null,
                new Trial.Shift.Replicas(),
                List.of(new Trial.Step(10, 2, 300_000, Need.PASS)),
                List.of(),
                CanaryRules.DEFAULT);

        // Then
        assertThat(CanaryText.of(new CanaryPlan("sha256:1", null, trial), false, null))
                .contains("    after    Deployment.apps/shop/worker, rolled back with it");
    }

    @Test
    void rehearsalSaysThatNothingIsPromoted() {
        Trial.Body web = body("Deployment.apps/shop/web", 4);
        Trial trial = new Trial(
                new Trial.Stable(
                        web.reference(), "web-.*", 4, web, null, List.of(body("Deployment.apps/shop/worker", 1))),
                copy("web-canary", 2),
                null,
                new Trial.Shift.Replicas(),
                List.of(new Trial.Step(10, 2, 300_000, Need.PASS)),
                List.of(),
                CanaryRules.DEFAULT);

        assertThat(CanaryText.of(new CanaryPlan("sha256:1", null, trial), true, null))
                .startsWith("rehearsal of a canary of Deployment.apps/shop/web (4 pods)")
                .contains("    at most  6 pods during the steps, 6h until it is over without a verdict")
                .endsWith("    after    nothing is promoted");
    }

    @Test
    void ordinaryReleaseSaysWhy() {
        assertThat(CanaryText.of(new CanaryPlan("sha256:1", "it has 0 replicas", null), false, null))
                .containsExactly("no canary: it has 0 replicas");
        assertThat(CanaryText.of(new CanaryPlan("sha256:1", null, null), false, null))
                .isEmpty();
        assertThat(CanaryText.of(null, false, null)).isEmpty();
    }

    @Test
    void planThatTakesATrialOverSaysSo() {
        assertThat(CanaryText.of(CanaryPlan.takingOver(new TrialIdentity("sha256:1", "d")), false, null))
                .containsExactly(
                        "goes on with the running canary; what else the commit changes waits for its promotion");
    }

    private static Trial.Copy copy(String name, int replicas) {
        return new Trial.Copy(body("Deployment.apps/shop/" + name, replicas), List.of(), name, name + "-.*");
    }

    private static Trial.Copy copy(String name, int replicas, List<Map<String, Object>> containers) {
        Map<String, Object> pod = Map.of("spec", Map.of("containers", containers));
        Trial.Body body = new Trial.Body(
                "Deployment.apps/shop/" + name,
                "apps/v1",
                null,
                Map.of("spec", Map.of("replicas", replicas, "template", pod)));
        return new Trial.Copy(body, List.of(), name, name + "-.*");
    }

    private static Map<String, Object> requests(String cpu, String memory) {
        return Map.of("resources", Map.of("requests", Map.of("cpu", cpu, "memory", memory)));
    }

    private static Trial.Body body(String reference, int replicas) {
        return new Trial.Body(reference, "apps/v1", null, Map.of("spec", Map.of("replicas", replicas)));
    }
}
