package io.keelstream.planner.canary;

import io.keelstream.contracts.canary.CanaryRules.Router;
import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Deployment as it is live.
 *
 * @param manifest what the server says
 */
record LiveWorkload(Manifest manifest) {

    private static final int FEWEST_FOR_REPLICAS = 4;

    /** The number of pods that it asks for. */
    int replicas() {
        return (int) number(manifest.spec().getOrDefault("replicas", 1L));
    }

    /**
     * Why a release of it cannot be put on trial and is an ordinary one; empty where it can. The old version and the new one
     * have to be able to run side by side.
     *
     * @param workload what Git wants
     */
    Optional<String> unfit(Workload workload, Router router) {
        String unhealthy = observed() ? unhealthy() : null;
        if (replicas() == 0) {
            return Optional.of("it has 0 replicas");
        }
        if (unhealthy != null) {
            return Optional.of("the running version is not healthy (" + unhealthy + "), so nothing delays its fix");
        }
        if (router == Router.REPLICAS && replicas() < FEWEST_FOR_REPLICAS) {
            return Optional.of(
                    "router 'replicas' needs at least " + FEWEST_FOR_REPLICAS + " pods, and it has " + replicas());
        }
        return Stream.of(workload.manifest(), manifest)
                .flatMap(each -> alone(each).stream())
                .findFirst();
    }

    /** What a trial has to wait for, because nobody can say yet whether the running version is healthy; empty without. */
    Optional<String> onItsWay() {
        if (!observed()) {
            return Optional.of("its controller has not seen the last change");
        }
        long updated = number(manifest.status().get("updatedReplicas"));
        return updated < replicas()
                ? Optional.of("its last rollout is on its way: " + updated + " of " + replicas() + " pods are updated")
                : Optional.empty();
    }

    private boolean observed() {
        return number(manifest.status().get("observedGeneration"))
                >= number(manifest.metadata().get("generation"));
    }

    private @Nullable String unhealthy() {
        if (!condition("Available", "True")) {
            return "it is not available";
        }
        if (condition("Progressing", "False")) {
            return "its last rollout exceeded its progress deadline";
        }
        return condition("ReplicaFailure", "True") ? "its pods cannot be created" : null;
    }

    private boolean condition(String type, String status) {
        return maps(manifest.status().get("conditions")).stream()
                .anyMatch(each -> type.equals(each.get("type")) && status.equals(each.get("status")));
    }

    /** Why two versions of these pods cannot run at the same time; empty where they can. */
    private static Optional<String> alone(Manifest deployment) {
        if (Boolean.TRUE.equals(deployment.spec().get("paused"))) {
            return Optional.of("it is paused, so no rollout would follow the trial");
        }
        if ("Recreate".equals(deployment.at("spec", "strategy", "type"))) {
            return Optional.of("its strategy is Recreate, so two versions never run at the same time");
        }
        Map<String, @Nullable Object> pod = Manifest.map(deployment.at("spec", "template", "spec"));
        for (Map<String, @Nullable Object> volume : maps(pod.get("volumes"))) {
            Map<String, @Nullable Object> claim = Manifest.map(volume.get("persistentVolumeClaim"));
            if (!claim.isEmpty() && !Boolean.TRUE.equals(claim.get("readOnly")) && writable(pod, volume.get("name"))) {
                return Optional.of("it writes to the PersistentVolumeClaim " + claim.get("claimName")
                        + ", which two versions cannot share");
            }
        }
        for (Map<String, @Nullable Object> container : containers(pod)) {
            for (Map<String, @Nullable Object> port : maps(container.get("ports"))) {
                if (Boolean.TRUE.equals(pod.get("hostNetwork")) || number(port.get("hostPort")) > 0) {
                    return Optional.of("its pods use a port of their node");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean writable(Map<String, @Nullable Object> pod, @Nullable Object volume) {
        return containers(pod).stream()
                .flatMap(container -> maps(container.get("volumeMounts")).stream())
                .filter(mount -> String.valueOf(volume).equals(mount.get("name")))
                .anyMatch(mount -> !Boolean.TRUE.equals(mount.get("readOnly")));
    }

    /** The images that the pods of a Deployment run. */
    static Set<String> images(Manifest deployment) {
        return containers(Manifest.map(deployment.at("spec", "template", "spec"))).stream()
                .map(each -> String.valueOf(each.get("image")))
                .collect(Collectors.toSet());
    }

    private static List<Map<String, @Nullable Object>> containers(Map<String, @Nullable Object> pod) {
        return Stream.of("initContainers", "containers")
                .flatMap(list -> maps(pod.get(list)).stream())
                .toList();
    }

    private static List<Map<String, @Nullable Object>> maps(@Nullable Object list) {
        return Manifest.list(list).stream().map(Manifest::map).toList();
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
