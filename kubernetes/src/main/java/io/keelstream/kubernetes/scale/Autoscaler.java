package io.keelstream.kubernetes.scale;

import io.keelstream.kubernetes.diff.Quantity;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A HorizontalPodAutoscaler, or a ScaledObject of KEDA, as it is live or as Git wants it. KEDA makes a HorizontalPodAutoscaler
 * of a <a href="https://keda.sh/docs/latest/reference/scaledobject-spec/">ScaledObject</a>, and that one alone has metrics. Pure.
 *
 * @param manifest the object, {@code autoscaling/v2} where it has metrics
 */
public record Autoscaler(Manifest manifest) {

    private static final GroupKind KIND = new GroupKind("autoscaling", "HorizontalPodAutoscaler");
    private static final GroupKind SCALED_OBJECT = new GroupKind("keda.sh", "ScaledObject");

    /** What KEDA takes for the most pods where a ScaledObject does not say. */
    private static final int KEDA_MOST = 100;

    private static final List<String> PER_POD = List.of("Resource", "ContainerResource", "Pods");
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** The controller does not act on smaller deviations from the target ({@code --horizontal-pod-autoscaler-tolerance}). */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.1");

    /** What the controller waits before it scales down, where the object does not say. */
    private static final long STABILISATION_SECONDS = 300;

    /** Whether an object is one. */
    public static boolean is(Manifest object) {
        return object.groupKind().equals(KIND) || object.groupKind().equals(SCALED_OBJECT);
    }

    private boolean keda() {
        return manifest.groupKind().equals(SCALED_OBJECT);
    }

    /** Whether it may take all pods away when there is nothing to do, whatever its least number is. */
    public boolean idles() {
        return keda() && manifest.spec().get("idleReplicaCount") != null;
    }

    /** The HorizontalPodAutoscaler that KEDA made of a ScaledObject; null where this is none, or has none yet. */
    public @Nullable ObjectReference made() {
        return keda() && manifest.status().get("hpaName") instanceof String name && !name.isEmpty()
                ? new ObjectReference(KIND.group(), KIND.kind(), manifest.namespace(), name)
                : null;
    }

    /** The fewest pods that it leaves. */
    public int least() {
        return number(manifest.spec().get(leastField()), keda() ? 0 : 1);
    }

    /** The most pods that it asks for. */
    public int most() {
        return keda()
                ? number(manifest.spec().get("maxReplicaCount"), KEDA_MOST)
                : number(manifest.spec().get("maxReplicas"), Integer.MAX_VALUE);
    }

    /** The pods that it asked for last; 0 before. */
    public int desired() {
        return number(manifest.status().get("desiredReplicas"), 0);
    }

    /** So long the controller looks back before it scales down. */
    public Duration stabilisation() {
        Manifest scaler = keda()
                ? new Manifest(
                        Map.of("spec", Manifest.map(manifest.at("spec", "advanced", "horizontalPodAutoscalerConfig"))))
                : manifest;
        Object seconds = scaler.at("spec", "behavior", "scaleDown", "stabilizationWindowSeconds");
        return Duration.ofSeconds(seconds instanceof Number number ? number.longValue() : STABILISATION_SECONDS);
    }

    /**
     * The pods that all of the traffic would need at the load that a pod has now, by the rule of the controller: pods times the
     * greatest ratio of a metric to its target. A metric of the pods grows with their traffic; any other is one of the whole.
     * 0 while no metric is known.
     *
     * @param share percent of the traffic that the pods have now, more than 0
     */
    public int needed(int share) {
        int pods = number(manifest.status().get("currentReplicas"), 0);
        BigDecimal most = BigDecimal.ZERO;
        for (Map<String, @Nullable Object> metric : maps(manifest.spec().get("metrics"))) {
            Optional<BigDecimal> ratio = current(metric).flatMap(current -> ratio(metric, current));
            if (ratio.isPresent()) {
                BigDecimal needed = BigDecimal.valueOf(pods).multiply(steady(ratio.get()));
                boolean shared = PER_POD.contains(String.valueOf(metric.get("type")));
                most = most.max(
                        shared
                                ? needed.multiply(WHOLE).divide(BigDecimal.valueOf(share), 3, RoundingMode.HALF_UP)
                                : needed);
            }
        }
        return most.setScale(0, RoundingMode.CEILING).intValue();
    }

    /** The same with so many pods at least, as far as {@link #most} allows; it never allows fewer than before. */
    public Manifest withLeast(int pods) {
        Manifest raised = manifest.copy();
        int least = Math.max(least(), Math.min(pods, most()));
        if (least > least()) {
            raised.spec().put(leastField(), (long) least);
        }
        return raised;
    }

    private String leastField() {
        return keda() ? "minReplicaCount" : "minReplicas";
    }

    private static BigDecimal steady(BigDecimal ratio) {
        return ratio.subtract(BigDecimal.ONE).abs().compareTo(TOLERANCE) <= 0 ? BigDecimal.ONE : ratio;
    }

    /** What is measured of a metric of the specification. */
    private Optional<Map<String, @Nullable Object>> current(Map<String, @Nullable Object> metric) {
        return maps(manifest.status().get("currentMetrics")).stream()
                .filter(each -> name(each).equals(name(metric)))
                .findFirst();
    }

    /** The type of a metric and what it measures. */
    private static List<@Nullable Object> name(Map<String, @Nullable Object> metric) {
        Map<String, @Nullable Object> source = source(metric);
        return Stream.of(metric.get("type"), source.get("name"), source.get("container"), source.get("metric"))
                .map(each -> each == null ? "" : each)
                .toList();
    }

    private static Map<String, @Nullable Object> source(Map<String, @Nullable Object> metric) {
        String type = String.valueOf(metric.get("type"));
        return type.isEmpty()
                ? Map.of()
                : Manifest.map(metric.get(Character.toLowerCase(type.charAt(0)) + type.substring(1)));
    }

    private static Optional<BigDecimal> ratio(
            Map<String, @Nullable Object> metric, Map<String, @Nullable Object> measured) {
        Map<String, @Nullable Object> target = Manifest.map(source(metric).get("target"));
        Map<String, @Nullable Object> current = Manifest.map(source(measured).get("current"));
        return Stream.of("averageUtilization", "averageValue", "value")
                .flatMap(field -> quantity(target.get(field))
                        .filter(wanted -> wanted.signum() > 0)
                        .flatMap(wanted -> quantity(current.get(field))
                                .map(found -> found.divide(wanted, 6, RoundingMode.HALF_UP)))
                        .stream())
                .findFirst();
    }

    private static Optional<BigDecimal> quantity(@Nullable Object value) {
        return value == null ? Optional.empty() : Quantity.parse(String.valueOf(value));
    }

    private static List<Map<String, @Nullable Object>> maps(@Nullable Object list) {
        return Manifest.list(list).stream().map(Manifest::map).toList();
    }

    private static int number(@Nullable Object value, int otherwise) {
        return value instanceof Number number ? number.intValue() : otherwise;
    }
}
