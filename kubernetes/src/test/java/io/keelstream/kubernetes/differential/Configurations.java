package io.keelstream.kubernetes.differential;

import static io.keelstream.kubernetes.differential.Trees.chance;
import static io.keelstream.kubernetes.differential.Trees.entries;
import static io.keelstream.kubernetes.differential.Trees.keyed;
import static io.keelstream.kubernetes.differential.Trees.map;
import static io.keelstream.kubernetes.differential.Trees.maybe;
import static io.keelstream.kubernetes.differential.Trees.pick;
import static io.keelstream.kubernetes.differential.Trees.some;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random configurations of the kinds under test: mostly valid, small value ranges so that managers meet. */
final class Configurations {

    private Configurations() {}

    private static Map<String, @Nullable Object> object(SplittableRandom random, String apiVersion, String kind) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        maybe(random, metadata, "labels", () -> entries(random, "l1", "l2"));
        maybe(random, metadata, "annotations", () -> entries(random, "a1", "a/2"));
        if (chance(random, 30)) {
            maybe(random, metadata, "finalizers", () -> some(random, List.of("example.com/f1", "example.com/f2")));
            maybe(
                    random,
                    metadata,
                    "ownerReferences",
                    () -> keyed(
                            random,
                            List.of(map("uid", "u1", "name", "o1"), map("uid", "u2", "name", "o2")),
                            owner -> owner.putAll(
                                    map("apiVersion", "v1", "kind", pick(random, List.of("ConfigMap", "Secret"))))));
        }
        Map<String, @Nullable Object> tree = map("apiVersion", apiVersion, "kind", kind, "metadata", metadata);
        if (chance(random, 2)) {
            tree.put("unknownField", 1L);
        }
        return tree;
    }

    static Map<String, @Nullable Object> configMap(SplittableRandom random) {
        Map<String, @Nullable Object> tree = object(random, "v1", "ConfigMap");
        maybe(random, tree, "data", () -> entries(random, "a", "b", "c", "d"));
        maybe(random, tree, "binaryData", () -> map("x", pick(random, List.of("MQ==", "Mg=="))));
        return tree;
    }

    static Map<String, @Nullable Object> service(SplittableRandom random) {
        Map<String, @Nullable Object> tree = object(random, "v1", "Service");
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put(
                "ports",
                keyed(
                        random,
                        List.of(
                                map("port", 80L, "name", "n1"),
                                map("port", 80L, "protocol", "UDP", "name", "n2"),
                                map("port", 81L, "protocol", "TCP", "name", "n3"),
                                map("port", 82L, "name", "n4")),
                        port -> maybe(random, port, "targetPort", () -> pick(random, List.of(8080L, 8081L, "web")))));
        maybe(random, spec, "selector", () -> entries(random, "s1", "s2"));
        maybe(random, spec, "internalTrafficPolicy", () -> pick(random, List.of("Cluster", "Local")));
        maybe(random, spec, "publishNotReadyAddresses", random::nextBoolean);
        tree.put("spec", spec);
        return tree;
    }

    static Map<String, @Nullable Object> deployment(SplittableRandom random) {
        Map<String, @Nullable Object> tree = object(random, "apps/v1", "Deployment");
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        maybe(random, spec, "replicas", () -> (long) random.nextInt(3));
        maybe(random, spec, "minReadySeconds", () -> (long) random.nextInt(2));
        maybe(random, spec, "revisionHistoryLimit", () -> 1L + random.nextInt(2));
        maybe(
                random,
                spec,
                "strategy",
                () -> pick(
                        random,
                        List.of(
                                map("type", "RollingUpdate", "rollingUpdate", map("maxSurge", 1L)),
                                map(
                                        "type",
                                        "RollingUpdate",
                                        "rollingUpdate",
                                        map("maxSurge", "50%", "maxUnavailable", 0L)),
                                map("type", "Recreate"))));
        spec.put("selector", map("matchLabels", map("app", "x")));
        Map<String, @Nullable Object> labels = entries(random, "l1");
        labels.put("app", "x");
        spec.put("template", map("metadata", map("labels", labels), "spec", pod(random)));
        tree.put("spec", spec);
        return tree;
    }

    private static Map<String, @Nullable Object> pod(SplittableRandom random) {
        Map<String, @Nullable Object> pod = new LinkedHashMap<>();
        List<@Nullable Object> containers =
                keyed(random, List.of(map("name", "c1"), map("name", "c2")), container -> container(random, container));
        if (containers.isEmpty()) {
            containers.add(map("name", "c1", "image", "i:1"));
        }
        pod.put("containers", containers);
        maybe(random, pod, "nodeSelector", () -> entries(random, "n1", "n2"));
        maybe(random, pod, "terminationGracePeriodSeconds", () -> 1L + random.nextInt(2));
        maybe(
                random,
                pod,
                "securityContext",
                () -> random.nextBoolean() ? map() : map("runAsUser", (long) random.nextInt(3)));
        maybe(random, pod, "imagePullSecrets", () -> some(random, List.of(map("name", "p1"), map("name", "p2"))));
        maybe(
                random,
                pod,
                "tolerations",
                () -> some(
                        random,
                        List.of(map("key", "t1", "operator", "Exists"), map("key", "t2", "operator", "Exists"))));
        maybe(
                random,
                pod,
                "hostAliases",
                () -> keyed(
                        random,
                        List.of(map("ip", "192.0.2.1"), map("ip", "192.0.2.2")),
                        alias -> alias.put("hostnames", List.of("h" + random.nextInt(2)))));
        maybe(
                random,
                pod,
                "topologySpreadConstraints",
                () -> keyed(
                        random,
                        List.of(
                                map("topologyKey", "z", "whenUnsatisfiable", "DoNotSchedule"),
                                map("topologyKey", "z", "whenUnsatisfiable", "ScheduleAnyway"),
                                map("topologyKey", "h", "whenUnsatisfiable", "DoNotSchedule")),
                        constraint -> constraint.put("maxSkew", 1L + random.nextInt(2))));
        pod.put(
                "volumes",
                List.of(map("name", "v1", "emptyDir", map()), map("name", "v2", "configMap", map("name", "cm"))));
        return pod;
    }

    private static void container(SplittableRandom random, Map<String, @Nullable Object> container) {
        container.put("image", "i:" + random.nextInt(3));
        maybe(
                random,
                container,
                "env",
                () -> keyed(
                        random,
                        List.of(map("name", "E1"), map("name", "E2"), map("name", "E3")),
                        variable -> maybe(random, variable, "value", () -> "v" + random.nextInt(2))));
        maybe(
                random,
                container,
                "ports",
                () -> keyed(
                        random,
                        List.of(
                                map("containerPort", 80L),
                                map("containerPort", 80L, "protocol", "UDP"),
                                map("containerPort", 81L, "protocol", "TCP")),
                        port -> maybe(
                                random,
                                port,
                                "name",
                                () -> "p" + port.get("containerPort")
                                        + String.valueOf(port.get("protocol"))
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .charAt(0))));
        maybe(random, container, "args", () -> some(random, List.of("x", "y", "z")));
        maybe(random, container, "resources", () -> map("requests", quantities(random, List.of("cpu", "memory"))));
        maybe(
                random,
                container,
                "volumeMounts",
                () -> keyed(
                        random,
                        List.of(map("mountPath", "/a"), map("mountPath", "/b")),
                        mount -> mount.put("name", pick(random, List.of("v1", "v2")))));
        maybe(random, container, "imagePullPolicy", () -> pick(random, List.of("Always", "IfNotPresent")));
        maybe(
                random,
                container,
                "livenessProbe",
                () -> map("httpGet", map("port", pick(random, List.of(80L, "web")), "path", "/" + random.nextInt(2))));
        maybe(random, container, "stdin", () -> random.nextBoolean());
    }

    private static Map<String, @Nullable Object> quantities(SplittableRandom random, List<String> resources) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        resources.forEach(resource -> maybe(random, map, resource, () -> pick(random, List.of("1", "2", "1500m"))));
        return map;
    }
}
