package io.keelstream.applier.behaviour;

import io.keelstream.kubernetes.object.Manifest;

/** A ScaledObject that scales the workload. KEDA itself is not there: tests play it. */
final class Keda {

    static final String SCALER = "ScaledObject.keda.sh/shop/checkout";

    /** What KEDA makes of it. */
    static final String MADE = "HorizontalPodAutoscaler.autoscaling/shop/keda-hpa-checkout";

    static final String SCALED_OBJECT = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: checkout}
            spec:
              scaleTargetRef: {name: checkout}
              minReplicaCount: 1
              maxReplicaCount: 4
              advanced:
                horizontalPodAutoscalerConfig: {behavior: {scaleDown: {stabilizationWindowSeconds: 0}}}
              triggers: [{type: prometheus, metadata: {query: "sum(rate(requests[1m]))", threshold: "100"}}]
            """;

    static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: scaledobjects.keda.sh}
            spec:
              group: keda.sh
              scope: Namespaced
              names: {kind: ScaledObject, listKind: ScaledObjectList, plural: scaledobjects, singular: scaledobject}
              versions:
                - name: v1alpha1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private Keda() {}

    /** KEDA has seen it. */
    static void ready(ApplyingSandbox world) {
        world.status("/apis/keda.sh/v1alpha1/namespaces/shop/scaledobjects/checkout", """
                {"status": {"conditions": [{"type": "Ready", "status": "True"}]}}
                """);
    }

    /** KEDA has made its HorizontalPodAutoscaler, which asks for so many pods. */
    static void make(ApplyingSandbox world, int pods) {
        Manifest owner = world.live(SCALER);
        world.create("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata:
                  name: keda-hpa-checkout
                  namespace: shop
                  ownerReferences:
                    - {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, name: checkout, uid: "%s", controller: true}
                spec:
                  minReplicas: 1
                  maxReplicas: 4
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: checkout}
                  metrics: [{type: External, external: {metric: {name: s0}, target: {type: AverageValue, averageValue: "100"}}}]
                """.formatted(owner.uid()), "keda");
        world.status(
                "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/keda-hpa-checkout", """
                {"status": {"currentReplicas": 2, "desiredReplicas": %d}}
                """.formatted(pods));
        world.status("/apis/keda.sh/v1alpha1/namespaces/shop/scaledobjects/checkout", """
                {"status": {"hpaName": "keda-hpa-checkout"}}
                """);
    }
}
