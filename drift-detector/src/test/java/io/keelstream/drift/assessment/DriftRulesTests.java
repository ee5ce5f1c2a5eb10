package io.keelstream.drift.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.DriftPolicy;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.contracts.targets.TargetPolicy.Drift;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftRulesTests {

    private static final DriftPolicy POLICY = DriftPolicy.of(TargetPolicy.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "keelstream.io/drift, correct, CORRECT",
        "keelstream.io/drift, report, REPORT",
        "keelstream.io/drift, off, OFF",
        "keelstream.io/drift, sometimes, CORRECT",
        "keelstream.io/hook, pre-apply, OFF",
        "argocd.argoproj.io/hook, PreSync, OFF",
        "helm.sh/hook, post-install, OFF",
        "kustomize.toolkit.fluxcd.io/reconcile, disabled, OFF",
        "kustomize.toolkit.fluxcd.io/ssa, Ignore, OFF",
        "example.com/other, off, CORRECT"
    })
    void annotationOfTheObjectTakesPrecedenceOverTheTarget(String annotation, String value, Drift mode) {
        assertThat(DriftRules.of(POLICY, annotated(annotation, value)).mode()).isEqualTo(mode);
    }

    @Test
    void objectThatIsOnlyCreatedDriftsOnlyWhenItIsMissing() {
        // When
        DriftRules rules = DriftRules.of(POLICY, annotated("kustomize.toolkit.fluxcd.io/ssa", "IfNotPresent"));

        // Then
        assertThat(rules.existenceOnly()).isTrue();
        assertThat(rules.mode()).isEqualTo(Drift.CORRECT);
    }

    @ParameterizedTest
    @CsvSource({"Job, true, true", "Job, false, false", "CronJob, true, false"})
    void startOfAJobThatGitSuspendsIsNoDrift(String kind, boolean suspended, boolean ignored) {
        // When
        DriftRules rules = DriftRules.of(POLICY)
                .startedByOthers(new Manifest(
                        Map.of("apiVersion", "batch/v1", "kind", kind, "spec", Map.of("suspend", suspended))));

        // Then
        assertThat(rules.ignored().contains("/spec/suspend")).isEqualTo(ignored);
    }

    private static Manifest annotated(String annotation, String value) {
        return new Manifest(Map.of("metadata", Map.of("annotations", Map.of(annotation, value))));
    }
}
