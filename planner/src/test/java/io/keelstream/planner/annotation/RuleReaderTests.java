package io.keelstream.planner.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.planner.annotation.ObjectRules.Mode;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleReaderTests {

    @Test
    void objectWithoutAnnotationsIsApplied() {
        ObjectRules rules = read("{}");
        assertThat(rules).isEqualTo(new ObjectRules(0, Mode.APPLY, false, false, false, List.of(), List.of()));
    }

    @Test
    void pruningIsDisabledInEveryDialect() {
        for (String annotation : List.of(
                "{keelstream.io/prune: disabled}",
                "{argocd.argoproj.io/sync-options: \"ServerSideApply=true, Prune=false\"}",
                "{argocd.argoproj.io/sync-options: Delete=false}",
                "{kustomize.toolkit.fluxcd.io/prune: disabled}",
                "{helm.sh/resource-policy: keep}")) {
            ObjectRules rules = read(annotation);
            assertThat(rules.keep()).as(annotation).isTrue();
            assertThat(rules.warnings()).as(annotation).isEmpty();
        }
    }

    @Test
    void replacingIsAllowedInEveryDialect() {
        for (String annotation : List.of(
                "{keelstream.io/replace: on-immutable}",
                "{argocd.argoproj.io/sync-options: Replace=true}",
                "{argocd.argoproj.io/sync-options: Force=true}",
                "{kustomize.toolkit.fluxcd.io/force: enabled}")) {
            assertThat(read(annotation).replaceOnImmutable()).as(annotation).isTrue();
        }
    }

    @Test
    void fluxReconcileAndSsaAnnotationsDecideWhetherAnObjectIsApplied() {
        assertThat(read("{kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}").mode())
                .isEqualTo(Mode.IF_NOT_PRESENT);
        assertThat(read("{kustomize.toolkit.fluxcd.io/ssa: Ignore}").mode()).isEqualTo(Mode.IGNORE);
        assertThat(read("{kustomize.toolkit.fluxcd.io/ssa: Merge}").mode()).isEqualTo(Mode.APPLY);
        assertThat(read("{kustomize.toolkit.fluxcd.io/reconcile: disabled}").mode())
                .isEqualTo(Mode.IGNORE);
    }

    @Test
    void unknownValuesAndNamesAreWarnings() {
        ObjectRules rules = read("{keelstream.io/wave: soon, keelstream.io/prune: never, keelstream.io/colour: red,"
                + " argocd.argoproj.io/sync-options: \"Prune=false,Magic=true\"}");

        assertThat(rules.wave()).isZero();
        assertThat(rules.keep()).isTrue();
        assertThat(rules.warnings())
                .extracting(Problem::message)
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message).contains("keelstream.io/wave: 'soon'"),
                        message -> assertThat(message).contains("keelstream.io/prune: 'never'"),
                        message -> assertThat(message).contains("keelstream.io/colour has no meaning"),
                        message -> assertThat(message).contains("'Magic=true'"));
    }

    private static ObjectRules read(String annotations) {
        return RuleReader.read(Samples.manifest("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, namespace: shop, annotations: %s}
            """.formatted(annotations)));
    }
}
