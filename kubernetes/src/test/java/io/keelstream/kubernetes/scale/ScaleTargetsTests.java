package io.keelstream.kubernetes.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleTargetsTests {

    private static final ObjectReference WEB = new ObjectReference("apps", "Deployment", "shop", "web");

    @Test
    void autoscalerScalesInItsOwnNamespaceAlone() {
        // Given
        Manifest autoscaler =
                scaler("autoscaling/v2", "HorizontalPodAutoscaler", "shop", target("apps/v1", "Deployment"));

        // When
        ScaleTargets scaled = ScaleTargets.in(List.of(autoscaler), "");

        // Then
        assertThat(scaled.contains(WEB)).isTrue();
        assertThat(scaled.contains(WEB.inNamespace("other"))).isFalse();
        assertThat(scaled.contains(new ObjectReference("apps", "StatefulSet", "shop", "web")))
                .isFalse();
    }

    @Test
    void objectWithoutNamespaceIsInTheGivenOne() {
        Manifest autoscaler = scaler("autoscaling/v1", "HorizontalPodAutoscaler", "", target("apps/v1", "Deployment"));

        assertThat(ScaleTargets.in(List.of(autoscaler), "shop").workloads()).containsExactly(WEB);
    }

    @Test
    void scaledObjectMeansADeploymentWhereItNamesNoKind() {
        Manifest scaledObject = scaler("keda.sh/v1alpha1", "ScaledObject", "shop", Map.of("name", "web"));
        Manifest autoscaler = scaler("autoscaling/v2", "HorizontalPodAutoscaler", "shop", Map.of("name", "web"));

        assertThat(ScaleTargets.of(scaledObject, "shop")).isEqualTo(WEB);
        assertThat(ScaleTargets.of(autoscaler, "shop")).isNull();
    }

    @Test
    void otherKindsAndIncompleteScalersScaleNothing() {
        assertThat(ScaleTargets.of(scaler("v1", "ConfigMap", "shop", target("apps/v1", "Deployment")), "shop"))
                .isNull();
        assertThat(ScaleTargets.of(
                        scaler("example.com/v1", "HorizontalPodAutoscaler", "shop", target("apps/v1", "Deployment")),
                        "shop"))
                .isNull();
        assertThat(ScaleTargets.of(scaler("keda.sh/v1alpha1", "ScaledObject", "shop", Map.of("name", "")), "shop"))
                .isNull();
    }

    private static Map<String, Object> target(String apiVersion, String kind) {
        return Map.of("apiVersion", apiVersion, "kind", kind, "name", "web");
    }

    private static Manifest scaler(String apiVersion, String kind, String namespace, Map<String, ?> target) {
        Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", "scaler"));
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        return new Manifest(new LinkedHashMap<>(Map.of(
                "apiVersion",
                apiVersion,
                "kind",
                kind,
                "metadata",
                metadata,
                "spec",
                Map.of("scaleTargetRef", target))));
    }
}
