package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The VirtualService of the workload, applied and healthy. Istio itself is not there: it need not say anything. */
final class Mesh {

    static final String ROUTE = "VirtualService.networking.istio.io/shop/checkout";

    static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: checkout}
            spec:
              hosts: [checkout]
              http:
                - name: old
                  match: [{uri: {prefix: /old}}]
                  redirect: {uri: /}
                - name: main
                  timeout: 5s
                  route: [{destination: {host: checkout, port: {number: 80}}}]
            """;

    static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: virtualservices.networking.istio.io}
            spec:
              group: networking.istio.io
              scope: Namespaced
              names:
                kind: VirtualService
                listKind: VirtualServiceList
                plural: virtualservices
                singular: virtualservice
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

    private final ApplyingSandbox world;

    Mesh(ApplyingSandbox world) {
        this.world = world;
        world.release(Planned.of(TARGET, "mesh").create(VIRTUAL_SERVICE));
    }

    Manifest live() {
        return world.live(ROUTE);
    }

    /** The weights of the last http route by host; -1 where none is written. */
    Map<String, Long> weights() {
        Map<String, Long> weights = new LinkedHashMap<>();
        Object last = Manifest.list(live().spec().get("http")).getLast();
        for (Object each : Manifest.list(Manifest.map(last).get("route"))) {
            Map<String, @Nullable Object> reference = Manifest.map(each);
            weights.put(
                    String.valueOf(Manifest.map(reference.get("destination")).get("host")),
                    reference.get("weight") instanceof Number number ? number.longValue() : -1L);
        }
        return weights;
    }

    /** Istio's analysis says something of every generation to come. */
    void status(String status) {
        world.status("/apis/networking.istio.io/v1/namespaces/shop/virtualservices/checkout", status);
    }
}
