package io.keelstream.e2e.canary;

import io.keelstream.contracts.analysis.Verdict;
import io.keelstream.contracts.analysis.VerdictIssued;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.DeploymentProgressed;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.Keelstream;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.kubernetes.scale.Autoscaler;
import io.keelstream.messaging.table.EventReader;
import io.keelstream.messaging.table.ReadEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The application {@code storefront}, which is released with canaries, in its cluster and on the topics. Immutable.
 *
 * @param route what splits its traffic: {@link #ROUTE} or {@link #VIRTUAL_SERVICE}
 */
record Storefront(LiveCluster cluster, Keelstream system, String route) {

    static final String TARGET = "production/storefront";
    static final String ROUTE = "HTTPRoute.gateway.networking.k8s.io/storefront/storefront";
    static final String VIRTUAL_SERVICE = "VirtualService.networking.istio.io/storefront/storefront";
    static final List<String> COPIES = List.of(
            "Deployment.apps/storefront/storefront-canary",
            "Deployment.apps/storefront/storefront-baseline",
            "Service/storefront/storefront-canary",
            "Service/storefront/storefront-baseline");

    /** A file of its application on a real control plane, as Git has it at first. */
    static String resource(String file) throws IOException {
        try (InputStream content = Objects.requireNonNull(
                Storefront.class.getResourceAsStream("storefront/" + file), "there is no resource " + file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Weights of the live route, by Service. A rule for matched requests follows the one that it is a copy of. */
    Map<String, Long> weights() {
        Manifest live = cluster.get(route);
        RouteApi api = RouteApi.of(live);
        Map<String, Long> weights = new TreeMap<>();
        api.rules(live)
                .forEach(rule -> rule.references()
                        .forEach(reference -> weights.putIfAbsent(
                                api.backend(reference, "storefront").name(), api.weight(reference, rule))));
        return weights;
    }

    /** What the live route says. */
    Map<String, @Nullable Object> routeSpec() {
        return cluster.get(route).spec();
    }

    /** Changes the weights of the live HTTPRoute, as a person does. */
    void setWeights(Map<String, Long> weights) {
        List<Object> rules = new ArrayList<>();
        for (Object rule : Manifest.list(cluster.get(ROUTE).spec().get("rules"))) {
            Map<String, Object> changed = new HashMap<>(Manifest.map(rule));
            changed.put(
                    "backendRefs",
                    Manifest.list(changed.get("backendRefs")).stream()
                            .map(reference -> {
                                Map<String, Object> backend = new HashMap<>(Manifest.map(reference));
                                backend.put("weight", weights.get(String.valueOf(backend.get("name"))));
                                return backend;
                            })
                            .toList());
            rules.add(changed);
        }
        cluster.patch(ROUTE, Map.of("spec", Map.of("rules", rules)), "somebody");
    }

    /** Percent of the traffic that the canary has by the live route. */
    double share() {
        Map<String, Long> weights = weights();
        double whole = weights.values().stream().mapToLong(Long::longValue).sum();
        return 100 * weights.getOrDefault("storefront-canary", 0L) / whole;
    }

    String tag() {
        String image = image();
        return image.substring(image.lastIndexOf(':') + 1);
    }

    /** The workload's size. */
    long replicas() {
        return cluster.get("Deployment.apps/storefront/storefront").spec().get("replicas") instanceof Long replicas
                ? replicas
                : 1;
    }

    Autoscaler autoscaler() {
        return new Autoscaler(cluster.get("HorizontalPodAutoscaler.autoscaling/storefront/storefront"));
    }

    /** Whether the controller of the autoscaler would like to have fewer pods than it may. */
    boolean wouldShrink() {
        return Manifest.list(autoscaler().manifest().status().get("conditions")).stream()
                .map(Manifest::map)
                .anyMatch(condition -> "ScalingLimited".equals(condition.get("type"))
                        && "TooFewReplicas".equals(condition.get("reason")));
    }

    String image() {
        return image("storefront");
    }

    /** The image of a Deployment. */
    String image(String name) {
        Manifest deployment = cluster.get("Deployment.apps/storefront/" + name);
        return String.valueOf(Manifest.map(Manifest.list(
                                Manifest.map(Manifest.map(deployment.spec().get("template"))
                                                .get("spec"))
                                        .get("containers"))
                        .getFirst())
                .get("image"));
    }

    /** How many Jobs make load for a canary. */
    int loads() {
        ResourceType jobs = cluster.client().discovery().find("batch/v1", "Job").orThrow();
        return cluster.client()
                .list(jobs, "storefront", "keelstream.io/hook")
                .orThrow()
                .size();
    }

    /** Whether nothing is left of a trial: no copy, and the route as Git has it. */
    boolean clean() {
        return COPIES.stream().noneMatch(cluster::exists) && weights().equals(Map.of("storefront", 1L));
    }

    /** What was said of a commit while it was released, in order. */
    List<String> progress(String commit) {
        return events().stream()
                .map(event -> event.received().payload())
                .filter(DeploymentProgressed.class::isInstance)
                .map(DeploymentProgressed.class::cast)
                .filter(event -> event.deployment().revision().commit().equals(commit))
                .map(DeploymentProgressed::message)
                .toList();
    }

    /** Every verdict on a commit, in order. */
    List<VerdictIssued> verdicts(String commit) {
        return events().stream()
                .map(event -> event.received().payload())
                .filter(VerdictIssued.class::isInstance)
                .map(VerdictIssued.class::cast)
                .filter(event -> event.analysis().revision().commit().equals(commit))
                .toList();
    }

    /** When harm of a commit was proven, by its metrics or by its pods; null where it was not. */
    @Nullable
    Instant failedAt(String commit) {
        return events().stream()
                .filter(event -> switch (event.received().payload()) {
                    case VerdictIssued issued ->
                        issued.verdict() == Verdict.FAIL
                                && issued.analysis().revision().commit().equals(commit);
                    case DeploymentProgressed progressed ->
                        progressed.message().contains("its containers end")
                                && progressed.deployment().revision().commit().equals(commit);
                    default -> false;
                })
                .map(event -> event.received().time())
                .findFirst()
                .orElse(null);
    }

    /** How the first release of a commit ended; null while none has. */
    @Nullable
    DeploymentFinished ended(String commit) {
        return finished(commit).stream().findFirst().orElse(null);
    }

    /** Every end of a release of a commit. */
    List<DeploymentFinished> finished(String commit) {
        return finished().stream()
                .filter(each -> each.deployment().revision().commit().equals(commit))
                .toList();
    }

    /** How many releases ended so. */
    long finished(Outcome outcome) {
        return finished().stream().filter(each -> each.outcome() == outcome).count();
    }

    /** What was wrong in releases that ended so. */
    List<Problem> problemsOf(Outcome outcome) {
        return finished().stream()
                .filter(each -> each.outcome() == outcome)
                .flatMap(each -> each.problems().stream())
                .toList();
    }

    private List<DeploymentFinished> finished() {
        return Deployments.finished(events(), TARGET);
    }

    private List<ReadEvent> events() {
        try (EventReader reader = new EventReader(system.kafka(), List.of(Topic.DEPLOYMENT, Topic.CANARY))) {
            return reader.readAll(Duration.ofSeconds(30));
        }
    }
}
