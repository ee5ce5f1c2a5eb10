package io.keelstream.planner.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleHookTests {

    @Test
    void hooksOfOneWeightRunAfterWhatTheyStandOnWhateverTheOrderOfTheFiles() {
        // Given
        List<String> documents = List.of(
                hook("batch/v1", "Job", "a-migrate", 0),
                hook("rbac.authorization.k8s.io/v1", "RoleBinding", "b", 0),
                hook("v1", "ConfigMap", "c", 0),
                hook("v1", "ServiceAccount", "d", 0),
                hook("rbac.authorization.k8s.io/v1", "Role", "e", 0),
                hook("batch/v1", "Job", "first", -1));

        // When
        List<BundleHook> hooks = BundleHook.of(bundle(documents));

        // Then
        assertThat(hooks)
                .extracting(
                        each -> each.reference().kind() + " " + each.reference().name())
                .containsExactly(
                        "Job first", "ServiceAccount d", "Role e", "RoleBinding b", "ConfigMap c", "Job a-migrate");
        assertThat(BundleHook.of(bundle(documents.reversed()))).isEqualTo(hooks);
    }

    private static Desired bundle(List<String> documents) {
        return new Desired(
                false,
                Samples.REVISION,
                new Desired.Settings("default", "shop", TargetPolicy.DEFAULT, "policy", Map.of()),
                "digest",
                List.of(),
                documents.stream()
                        .map(document -> Samples.object("shop", Samples.manifest(document)))
                        .toList(),
                new Desired.Notes(List.of(), List.of(), List.of(), List.of()));
    }

    private static String hook(String apiVersion, String kind, String name, int weight) {
        return """
            apiVersion: %s
            kind: %s
            metadata:
              name: %s
              annotations: {helm.sh/hook: pre-install, helm.sh/hook-weight: "%d"}
            """.formatted(apiVersion, kind, name, weight);
    }
}
