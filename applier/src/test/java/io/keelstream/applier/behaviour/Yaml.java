package io.keelstream.applier.behaviour;

/** Small objects as text. */
final class Yaml {

    private Yaml() {}

    /** A ConfigMap with one value. */
    static String configMap(String name, String value) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {value: \"%s\"}}".formatted(name, value);
    }

    /** A Deployment of one replica whose pods run. */
    static String deployment(String name, String image) {
        return deployment(name, image, "run");
    }

    /**
     * A Deployment of one replica.
     *
     * @param pretend what becomes of its pods: run, crash, stuck, image-pull-error
     */
    static String deployment(String name, String image, String pretend) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}, annotations: {keelstream.io/pretend: %3$s}}
                spec: {containers: [{name: app, image: "%2$s"}]}
            """.formatted(name, image, soon(pretend));
    }

    /**
     * A Job that is tried once.
     *
     * @param pretend what becomes of its pod: run, fail, stuck
     */
    static String job(String name, String image, String pretend) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: %1$s}
            spec:
              backoffLimit: 0
              template:
                metadata: {annotations: {keelstream.io/pretend: %3$s}}
                spec: {restartPolicy: Never, containers: [{name: job, image: "%2$s"}]}
            """.formatted(name, image, soon(pretend));
    }

    /**
     * A StatefulSet of two replicas.
     *
     * @param pretend what becomes of its pods: run, crash, stuck, image-pull-error
     */
    static String statefulSet(String name, String image, String pretend) {
        return """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: %1$s}
            spec:
              replicas: 2
              serviceName: %1$s
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}, annotations: {keelstream.io/pretend: %3$s}}
                spec: {containers: [{name: app, image: "%2$s"}]}
            """.formatted(name, image, soon(pretend));
    }

    /** Pods settle at once, unless they say otherwise: no test of a release is about the time that they take. */
    private static String soon(String pretend) {
        return pretend.contains("pretend-delay") ? pretend : pretend + ", keelstream.io/pretend-delay: 20ms";
    }
}
