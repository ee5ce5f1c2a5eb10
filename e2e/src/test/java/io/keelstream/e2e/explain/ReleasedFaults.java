package io.keelstream.e2e.explain;

import static io.keelstream.e2e.system.Manifests.configMap;
import static io.keelstream.e2e.system.Manifests.deployment;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What goes wrong with releases on any cluster, so that planner and applier meet it themselves. */
final class ReleasedFaults {

    private ReleasedFaults() {}

    static List<ReleasedFault> all() {
        return Stream.of(workloads(), refusals(), gates(), others(), history())
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<ReleasedFault> workloads() {
        return Stream.of(
                ReleasedFault.of("image", pods("image-pull-error"), "Deployment.apps/image/web", "ImagePullBackOff"),
                ReleasedFault.of(
                        "image-set",
                        set("StatefulSet", "image-pull-error"),
                        "StatefulSet.apps/image-set/web",
                        "ImagePullBackOff"),
                ReleasedFault.of(
                        "image-daemon",
                        set("DaemonSet", "image-pull-error"),
                        "DaemonSet.apps/image-daemon/web",
                        "ImagePullBackOff"),
                ReleasedFault.of("crash", pods("crash"), "Deployment.apps/crash/web", "exit code 1"),
                ReleasedFault.of(
                        "crash-set", set("StatefulSet", "crash"), "StatefulSet.apps/crash-set/web", "exit code 1"),
                ReleasedFault.of(
                        "crash-daemon", set("DaemonSet", "crash"), "DaemonSet.apps/crash-daemon/web", "exit code 1"),
                ReleasedFault.of("no-node", pods("stuck"), "Deployment.apps/no-node/web", "1 pod: "),
                ReleasedFault.of("job", job(""), "Job.batch/job/migrate", "failed"),
                ReleasedFault.of(
                        "hook",
                        configMap("a", "1") + "---\n" + job("annotations: {keelstream.io/hook: pre-apply}"),
                        "Job.batch/hook/migrate"),
                ReleasedFault.of(
                        "crash-beside-waiting",
                        pods("crash") + "---\n" + CLAIM.replace("late", "none"),
                        "Deployment.apps/crash-beside-waiting/web",
                        "exit code 1"));
    }

    private static Stream<ReleasedFault> refusals() {
        return Stream.of(
                ReleasedFault.of(
                        "unknown-field",
                        deployment("web", "web:1").replace("replicas: 1", "replica: 1"),
                        "Deployment.apps/unknown-field/web",
                        "replica"),
                ReleasedFault.of(
                        "unknown-kind", "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n", "Widget"),
                ReleasedFault.of(
                        "value",
                        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 99999}]}\n",
                        "Service/value/web",
                        "99999"),
                ReleasedFault.of(
                        "no-namespace",
                        configMap("a", "1").replace("{name: a}", "{name: a, namespace: nowhere}"),
                        "nowhere"),
                ReleasedFault.of("own-namespace", configMap("a", "1"), "own-namespace")
                        .policy("createNamespace: false"),
                ReleasedFault.of("circle", needs("a", "b") + "---\n" + needs("b", "a"), "ConfigMap/circle/"),
                ReleasedFault.of("name", configMap("Upper_Case", "1"), "ConfigMap/name/Upper_Case"));
    }

    private static Stream<ReleasedFault> gates() {
        String today = LocalDate.now(ZoneOffset.UTC).getDayOfWeek().name().substring(0, 3);
        String tomorrow =
                LocalDate.now(ZoneOffset.UTC).plusDays(1).getDayOfWeek().name().substring(0, 3);
        return Stream.of(
                ReleasedFault.of("manual", configMap("a", "1"), "waits for approval", "policy.sync is manual")
                        .policy("sync: manual"),
                ReleasedFault.of("window", configMap("a", "1"), "waits for its windows")
                        .policy("windows: [{deny: \"" + title(today) + "," + title(tomorrow) + "\"}]"),
                ReleasedFault.of("unknown", configMap("a", "1"), "waits for production/nobody")
                        .policy("dependsOn: [{application: nobody}]"),
                ReleasedFault.of(
                                "after-crash",
                                configMap("a", "1"),
                                "waits for production/crash:",
                                "Deployment.apps/crash/web",
                                "exit code 1")
                        .policy("dependsOn: [{application: crash}]"),
                ReleasedFault.of(
                                "after-both",
                                configMap("a", "1"),
                                "waits for production/after-crash:",
                                "Deployment.apps/crash/web",
                                "exit code 1")
                        .policy("dependsOn: [{application: after-crash}]"),
                ReleasedFault.of("hen", configMap("a", "1"), "production/hen -> production/egg")
                        .policy("dependsOn: [{application: egg}]"),
                ReleasedFault.of("egg", configMap("a", "1"), "production/egg -> production/hen")
                        .policy("dependsOn: [{application: hen}]"));
    }

    private static Stream<ReleasedFault> others() {
        return Stream.of(
                ReleasedFault.of("foreign", configMap("a", "1"), "ConfigMap/foreign/a", "elsewhere")
                        .beside()
                        .when(live -> live.create(
                                namespaced("foreign", "annotations: {keelstream.io/owner: acme/production/elsewhere}"),
                                "keelstream")),
                ReleasedFault.of("conflict", configMap("a", "1"), "ConfigMap/conflict/a", "somebody")
                        .policy("conflicts: fail")
                        .beside()
                        .when(live -> live.apply(namespaced("conflict", ""), "somebody")),
                ReleasedFault.of("hold", configMap("a", "2"), "ConfigMap/hold/a", "is on hold")
                        .after(configMap("a", "1"))
                        .when(live -> live.annotate(
                                "ConfigMap/hold/a",
                                "keelstream.io/hold-until",
                                LocalDate.now(ZoneOffset.UTC).plusDays(2) + "T00:00:00Z")));
    }

    private static Stream<ReleasedFault> history() {
        String many =
                IntStream.range(0, 12).mapToObj(i -> configMap("c" + i, "1")).collect(Collectors.joining("---\n"));
        return Stream.of(
                ReleasedFault.of("prune-limit", configMap("c0", "1"), "waits for approval", "prune.maxObjects")
                        .after(many),
                ReleasedFault.of("prune-confirm", configMap("a", "1"), "waits for approval", "prune.mode")
                        .policy("prune: {mode: confirm}")
                        .after(configMap("a", "1") + "---\n" + configMap("b", "1")),
                ReleasedFault.of(
                                "protected",
                                configMap("a", "1"),
                                "waits for approval",
                                "PersistentVolumeClaim/protected/late")
                        .after(configMap("a", "1") + "---\n" + CLAIM),
                ReleasedFault.of(
                                "immutable",
                                deployment("web", "web:2").replace("app: web", "app: other"),
                                "Deployment.apps/immutable/web",
                                "immutable")
                        .after(deployment("web", "web:1")),
                ReleasedFault.of(
                                "held-back",
                                pods("crash"),
                                "stays as it is",
                                "Deployment.apps/held-back/web",
                                "exit code 1")
                        .policy("onFailure: hold", "timeout: 6s")
                        .after(deployment("web", "web:1")),
                ReleasedFault.of(
                                "rolled-back",
                                pods("image-pull-error"),
                                "is rolled back",
                                "Deployment.apps/rolled-back/web",
                                "ImagePullBackOff")
                        .policy("onFailure: rollback", "timeout: 12s")
                        .after(deployment("web", "web:1")));
    }

    private static final String CLAIM = """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: late}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """;

    static String pods(String fate) {
        return deployment("web", "web:2", "keelstream.io/pretend: " + fate);
    }

    private static String set(String kind, String fate) {
        String set = pods(fate).replace("kind: Deployment", "kind: " + kind);
        return kind.equals("DaemonSet") ? set.replace("  replicas: 1\n", "") : set;
    }

    private static String job(String metadata) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate%s}
            spec:
              backoffLimit: 0
              template:
                metadata: {annotations: {keelstream.io/pretend: fail}}
                spec: {restartPolicy: Never, containers: [{name: app, image: "migrate:1"}]}
            """.formatted(metadata.isEmpty() ? "" : ", " + metadata);
    }

    private static String needs(String name, String other) {
        return configMap(name, "1")
                .replace(
                        "{name: " + name + "}",
                        "{name: " + name + ", annotations: {keelstream.io/depends-on: ConfigMap/" + other + "}}");
    }

    private static String namespaced(String namespace, String metadata) {
        return configMap("a", "0")
                .replace(
                        "{name: a}",
                        "{name: a, namespace: " + namespace + (metadata.isEmpty() ? "" : ", " + metadata) + "}");
    }

    private static String title(String day) {
        return day.charAt(0) + day.substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}
