package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.analysis.AnalysisRequest;
import io.keelstream.contracts.analysis.Need;
import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.FieldOwners;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Trials whose requests are matched by a header, and trials on several routes. */
class TrialRoutesTests extends SandboxedTrial {

    private static final String HTTP = "http";
    private static final String RULES = "rules";

    @Test
    void matchedRequestsGoToTheCanaryFromTheFirstStepUntilItsPromotionIsOver() {
        // Given
        Manifest before = trial.world.live(TrialWorld.ROUTE);
        TrialDraft draft = trial.second().matching().changingTheRoute("shop.example.com");
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        AnalysisRequest first = trial.awaitGate(0, Need.NO_HARM);
        List<Manifest> steps = new ArrayList<>(List.of(trial.world.live(TrialWorld.ROUTE)));
        trial.answer(first, Verdict.NO_HARM);
        AnalysisRequest last = trial.awaitGate(1, Need.PASS);
        steps.add(trial.world.live(TrialWorld.ROUTE));
        trial.answer(last, Verdict.PASS);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(steps).allSatisfy(route -> {
            assertThat(backends(route, RULES, 0)).containsExactly("checkout", "checkout-canary", "checkout-baseline");
            assertThat(backends(route, RULES, 1)).containsExactly("checkout-canary");
            assertThat(String.valueOf(rule(route, RULES, 1).get("matches"))).contains("x-canary", "always");
        });
        assertThat(first.canary().matched()).isTrue();
        assertThat(trial.world.live(TrialWorld.ROUTE).spec().get(RULES))
                .isEqualTo(before.spec().get(RULES));
        assertThat(trial.world.live(TrialWorld.ROUTE).spec().get("hostnames")).isEqualTo(List.of("shop.example.com"));
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void matchedRequestsGoBackWithAnAbort() {
        matchedRequestsGoBack(
                () -> trial.decide(Kind.ABORT, Named.deployment(trial.deployment())), Outcome.ROLLED_BACK);
    }

    @Test
    void matchedRequestsGoBackWithHarm() {
        matchedRequestsGoBack(() -> trial.answer(trial.awaitGate(0, Need.NO_HARM), Verdict.FAIL), Outcome.ROLLED_BACK);
    }

    @Test
    void matchedRequestsGoBackWithANewerCommit() {
        matchedRequestsGoBack(() -> trial.world.desire(Planned.of(TARGET, "third")), Outcome.SUPERSEDED);
    }

    private void matchedRequestsGoBack(Runnable end, Outcome outcome) {
        // Given
        Manifest before = trial.world.live(TrialWorld.ROUTE);
        Planned second = trial.second().matching().planned();
        trial.world.push(second);
        trial.awaitGate(0, Need.NO_HARM);

        // When
        end.run();

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(outcome);
        assertThat(trial.world.live(TrialWorld.ROUTE).spec()).isEqualTo(before.spec());
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void matchedRequestsGoToTheCanaryInTheMesh() {
        // Given
        Mesh mesh = new Mesh(trial.world);
        Manifest before = mesh.live();
        Planned second = trial.second().inTheMesh().matching().planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.NO_HARM);
        Manifest during = mesh.live();

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(rule(during, HTTP, 1).get("name")).isEqualTo("main-matched");
        assertThat(rule(during, HTTP, 1).get("match"))
                .isEqualTo(List.of(Map.of("headers", Map.of("x-canary", Map.of("exact", "always")))));
        assertThat(Manifest.list(during.spec().get(HTTP))).hasSize(3);
        assertThat(mesh.live().spec()).isEqualTo(before.spec());
        assertThat(FieldOwners.of(mesh.live()).onlyOurs(FieldPath.of("spec", HTTP)))
                .isTrue();
    }

    /** An A/B test: nobody else reaches the canary. */
    @Test
    void canaryOfWeightZeroGetsMatchedRequestsAloneAndIsPromotedByItsVerdict() {
        // Given
        Planned second = trial.second().matching().againstStable().weights(0).planned();
        trial.world.push(second);

        // When
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        Manifest during = trial.world.live(TrialWorld.ROUTE);
        trial.answer(gate, Verdict.PASS);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(backends(during, RULES, 1)).containsExactly("checkout-canary");
        assertThat(Gateway.weights(during)).containsEntry("checkout", 100L).containsEntry("checkout-canary", 0L);
        assertThat(gate.canary().weight()).isZero();
        assertThat(gate.canary().matched()).isTrue();
        assertThat(trial.image()).isEqualTo("shop:2");
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.copies()).isEmpty();
    }

    @Test
    void everyRouteIsShiftedAndComesBack() {
        // Given
        trial.world.release(Planned.of(TARGET, "internal").create(TrialDraft.internal()));
        Manifest before = trial.world.live(Gateway.INTERNAL);
        Planned second = trial.second().onTwoRoutes().weights(10).planned();
        trial.world.push(second);
        AnalysisRequest gate = trial.awaitGate(0, Need.PASS);
        Map<String, Long> one = trial.weights();
        Map<String, Long> other = Gateway.weights(trial.world.live(Gateway.INTERNAL));

        // When
        trial.answer(gate, Verdict.FAIL);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(one).isEqualTo(Map.of("checkout", 80L, "checkout-canary", 10L, "checkout-baseline", 10L));
        assertThat(other)
                .isEqualTo(Map.of("checkout", 240L, "checkout-canary", 30L, "checkout-baseline", 30L, "other", 100L));
        assertThat(trial.weights()).isEqualTo(Map.of("checkout", 1L));
        assertThat(trial.world.live(Gateway.INTERNAL).spec()).isEqualTo(before.spec());
    }

    @Test
    void canaryOnTwoRoutesIsPromoted() {
        // Given
        trial.world.release(Planned.of(TARGET, "internal").create(TrialDraft.internal()));
        TrialDraft draft = trial.second().onTwoRoutes().weights(10);
        Planned second = draft.planned();

        // When
        trial.world.push(second);
        trial.passAll(draft);

        // Then
        assertThat(trial.world.awaitEnd(second).outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(trial.canaryWeights()).containsExactly(0L, 10L, 0L);
        assertThat(Gateway.weights(trial.world.live(Gateway.INTERNAL))).isEqualTo(Map.of("checkout", 3L, "other", 1L));
    }

    private static Map<String, @Nullable Object> rule(Manifest route, String list, int index) {
        return Manifest.map(Manifest.list(route.spec().get(list)).get(index));
    }

    private static List<String> backends(Manifest route, String list, int index) {
        return Manifest.list(rule(route, list, index).get("backendRefs")).stream()
                .map(each -> String.valueOf(Manifest.map(each).get("name")))
                .toList();
    }
}
