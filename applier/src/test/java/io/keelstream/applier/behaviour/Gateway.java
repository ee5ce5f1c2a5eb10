package io.keelstream.applier.behaviour;

import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.route.RouteStatus;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The controller of a Gateway: accepts every generation of the route, unless it is told not to, and remembers the weights
 * that it saw, in order. Thread-safe.
 */
final class Gateway implements AutoCloseable {

    static final String ROUTE = "HTTPRoute.gateway.networking.k8s.io/shop/checkout";

    /** A second route of the workload, where a test has one. */
    static final String INTERNAL = ROUTE + "-internal";

    static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: httproutes.gateway.networking.k8s.io
              annotations: {api-approved.kubernetes.io: "https://github.com/kubernetes-sigs/gateway-api/pull/1111"}
            spec:
              group: gateway.networking.k8s.io
              scope: Namespaced
              names: {kind: HTTPRoute, listKind: HTTPRouteList, plural: httproutes, singular: httproute}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                        status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    /** A parent that is no Gateway. */
    static final String SERVICE = "{group: \"\", kind: Service, name: checkout, port: 80}";

    private final ApplyingSandbox world;
    private final List<Map<String, Long>> seen = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean confirming = true;
    private volatile boolean refusing;
    private volatile boolean closed;

    Gateway(ApplyingSandbox world) {
        this.world = world;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    /** Whether new weights are confirmed from now on. */
    void confirming(boolean whether) {
        confirming = whether;
    }

    /** Whether what sends traffic to a copy is refused from now on. */
    void refusing(boolean whether) {
        refusing = whether;
    }

    /** Every distribution of weights that was seen, in order; repetitions left out. */
    List<Map<String, Long>> seen() {
        return List.copyOf(seen);
    }

    /** The weights of the only rule by backend; 1 where none is written. A copy of it for matched requests follows it. */
    static Map<String, Long> weights(Manifest route) {
        Map<String, Long> weights = new LinkedHashMap<>();
        for (Object rule : Manifest.list(route.spec().get("rules"))) {
            for (Object each : Manifest.list(Manifest.map(rule).get("backendRefs"))) {
                Map<String, @Nullable Object> backend = Manifest.map(each);
                weights.putIfAbsent(
                        String.valueOf(backend.get("name")),
                        backend.get("weight") instanceof Number number ? number.longValue() : 1L);
            }
        }
        return weights;
    }

    private void run() {
        try {
            while (!closed) {
                if (world.client.get(ObjectReference.parse(ROUTE)) instanceof ApiResult.Ok<Manifest>(Manifest route)) {
                    look(route);
                }
                if (world.client.get(ObjectReference.parse(INTERNAL))
                        instanceof ApiResult.Ok<Manifest>(Manifest other)) {
                    follow(other);
                }
                Thread.sleep(5);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Manifest route) {
        Map<String, Long> weights = weights(route);
        if (seen.isEmpty() || !seen.getLast().equals(weights)) {
            seen.add(weights);
        }
        follow(route);
    }

    private void follow(Manifest route) {
        RouteStatus status = RouteStatus.of(route);
        boolean refused = refusing && weights(route).size() > 1;
        if (confirming && (refused ? status.refused().isEmpty() : !status.confirmed())) {
            report(route, refused ? "False" : "True");
        }
    }

    private void report(Manifest route, String accepted) {
        long generation = ((Number) route.metadata().get("generation")).longValue();
        List<String> conditions = new ArrayList<>();
        for (String type : List.of("Accepted", "ResolvedRefs")) {
            conditions.add("""
                    {"type": "%s", "status": "%s", "reason": "%s", "observedGeneration": %d}
                    """.formatted(type, accepted, type, generation));
        }
        Object parent = Manifest.list(route.spec().get("parentRefs")).getFirst();
        String body = """
                {"status": {"parents": [{"parentRef": %s, "conditions": [%s]}]}}
                """.formatted(Json.writeText(parent), String.join(",", conditions));
        try {
            world.status("/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes/" + route.name(), body);
        } catch (UncheckedIOException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
