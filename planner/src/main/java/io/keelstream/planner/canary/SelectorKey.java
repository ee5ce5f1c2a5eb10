package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The label whose value tells the copies' pods from the workload's. With routes it is one by which the Service selects, so that
 * the workload's Service never selects a copy; with router {@code replicas} it is one by which only the Deployment selects,
 * so that the Service always does. Pure.
 */
final class SelectorKey {

    private static final List<String> CUSTOMARY =
            List.of("app.kubernetes.io/instance", "app", "app.kubernetes.io/name");

    private SelectorKey() {}

    /** The key; empty where no label does it. */
    static Optional<String> of(Manifest deployment, Manifest service, Router router) {
        Map<String, @Nullable Object> selected = Manifest.map(deployment.at("spec", "selector", "matchLabels"));
        Map<String, @Nullable Object> served = Manifest.map(service.spec().get("selector"));
        Stream<String> keys = router == Router.REPLICAS
                ? Stream.concat(CUSTOMARY.stream(), new TreeSet<>(selected.keySet()).stream())
                        .filter(key -> !served.containsKey(key))
                : CUSTOMARY.stream().filter(served::containsKey);
        return keys.filter(selected::containsKey).findFirst();
    }
}
