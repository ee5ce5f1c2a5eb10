package io.keelstream.kubernetes.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AutoscalerTests {

    @Test
    void loadOfAPartOfTheTrafficIsExtrapolatedToTheWhole() {
        Autoscaler busy = of(
                List.of(metric("Resource", Map.of("name", "cpu", "target", Map.of("averageUtilization", 60L)))),
                List.of(metric("Resource", Map.of("name", "cpu", "current", Map.of("averageUtilization", 30L)))));

        assertThat(busy.needed(100)).isEqualTo(5);
        assertThat(busy.needed(30)).isEqualTo(17);
    }

    @Test
    void smallDeviationFromTheTargetIsNone() {
        Autoscaler steady = of(
                List.of(metric(
                        "Pods", Map.of("metric", Map.of("name", "rps"), "target", Map.of("averageValue", "1k")))),
                List.of(metric(
                        "Pods", Map.of("metric", Map.of("name", "rps"), "current", Map.of("averageValue", "1050")))));

        assertThat(steady.needed(100)).isEqualTo(10);
    }

    @Test
    void metricOfTheWholeIsNotExtrapolated() {
        Autoscaler queue = of(
                List.of(metric(
                        "External", Map.of("metric", Map.of("name", "queue"), "target", Map.of("averageValue", "10")))),
                List.of(metric(
                        "External",
                        Map.of("metric", Map.of("name", "queue"), "current", Map.of("averageValue", "20")))));

        assertThat(queue.needed(25)).isEqualTo(20);
    }

    @Test
    void withoutMeasurementsNothingIsNeeded() {
        Autoscaler fresh = of(
                List.of(metric("Resource", Map.of("name", "cpu", "target", Map.of("averageUtilization", 60L)))),
                List.of());

        assertThat(fresh.needed(50)).isZero();
        assertThat(fresh.stabilisation()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void leastIsRaisedUpToTheMostAndNeverLowered() {
        Autoscaler between = of(List.of(), List.of());

        assertThat(new Autoscaler(between.withLeast(7)).least()).isEqualTo(7);
        assertThat(new Autoscaler(between.withLeast(50)).least()).isEqualTo(40);
        assertThat(between.withLeast(1)).isEqualTo(between.manifest());
    }

    @Test
    void scaledObjectHasItsOwnNamesAndDefaults() {
        // Given
        Autoscaler bare = keda(Map.of(), Map.of());
        Autoscaler scaled = keda(
                Map.of(
                        "minReplicaCount",
                        2L,
                        "maxReplicaCount",
                        9L,
                        "advanced",
                        Map.of(
                                "horizontalPodAutoscalerConfig",
                                Map.of("behavior", Map.of("scaleDown", Map.of("stabilizationWindowSeconds", 60L))))),
                Map.of("hpaName", "keda-hpa-web"));

        // Then
        assertThat(Autoscaler.is(scaled.manifest())).isTrue();
        assertThat(bare.least()).isZero();
        assertThat(bare.most()).isEqualTo(100);
        assertThat(bare.made()).isNull();
        assertThat(bare.stabilisation()).isEqualTo(Duration.ofMinutes(5));
        assertThat(scaled.least()).isEqualTo(2);
        assertThat(scaled.stabilisation()).isEqualTo(Duration.ofMinutes(1));
        assertThat(scaled.made())
                .isEqualTo(ObjectReference.parse("HorizontalPodAutoscaler.autoscaling/shop/keda-hpa-web"));
        assertThat(scaled.withLeast(5).spec()).containsEntry("minReplicaCount", 5L);
        assertThat(new Autoscaler(scaled.withLeast(50)).least()).isEqualTo(9);
        assertThat(scaled.idles()).isFalse();
        assertThat(keda(Map.of("idleReplicaCount", 0L), Map.of()).idles()).isTrue();
    }

    private static Autoscaler keda(Map<String, Object> spec, Map<String, Object> status) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "keda.sh/v1alpha1");
        tree.put("kind", "ScaledObject");
        tree.put("metadata", new LinkedHashMap<>(Map.of("name", "web", "namespace", "shop")));
        tree.put("spec", new LinkedHashMap<>(spec));
        tree.put("status", new LinkedHashMap<>(status));
        return new Autoscaler(new Manifest(tree));
    }

    private static Map<String, @Nullable Object> metric(String type, Map<String, ?> source) {
        return Map.of("type", type, Character.toLowerCase(type.charAt(0)) + type.substring(1), source);
    }

    /** Ten pods, of at least 2 and at most 40. */
    private static Autoscaler of(
            List<Map<String, @Nullable Object>> metrics, List<Map<String, @Nullable Object>> measured) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "autoscaling/v2");
        tree.put("kind", "HorizontalPodAutoscaler");
        tree.put("metadata", new LinkedHashMap<>(Map.of("name", "web", "namespace", "shop")));
        tree.put("spec", new LinkedHashMap<>(Map.of("minReplicas", 2L, "maxReplicas", 40L, "metrics", metrics)));
        tree.put("status", new LinkedHashMap<>(Map.of("currentReplicas", 10L, "currentMetrics", measured)));
        return new Autoscaler(new Manifest(tree));
    }
}
