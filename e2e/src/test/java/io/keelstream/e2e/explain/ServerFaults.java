package io.keelstream.e2e.explain;

import static io.keelstream.e2e.explain.Yaml.APP;
import static io.keelstream.e2e.explain.Yaml.BUDGET;
import static io.keelstream.e2e.explain.Yaml.CRON_JOB;
import static io.keelstream.e2e.explain.Yaml.NETWORK_POLICY;
import static io.keelstream.e2e.explain.Yaml.binding;
import static io.keelstream.e2e.explain.Yaml.container;
import static io.keelstream.e2e.explain.Yaml.cronJob;
import static io.keelstream.e2e.explain.Yaml.in;
import static io.keelstream.e2e.explain.Yaml.policy;
import static io.keelstream.e2e.explain.Yaml.quota;
import static io.keelstream.e2e.explain.Yaml.service;
import static io.keelstream.e2e.explain.Yaml.set;
import static io.keelstream.e2e.explain.Yaml.web;
import static io.keelstream.e2e.system.Manifests.configMap;

import java.util.Locale;
import java.util.stream.Stream;

/** What only a real API server refuses: its rules of a kind, its admission, and its own state. */
final class ServerFaults {

    /** The API group of custom resources whose kinds the services are granted. */
    static final String GROUP = "example.org";

    private ServerFaults() {}

    static Stream<ReleasedFault> all() {
        return Stream.of(values(), relations(), admission(), kinds(), state()).flatMap(each -> each);
    }

    /** Values that the rules of a kind refuse. */
    private static Stream<ReleasedFault> values() {
        return Stream.of(
                ReleasedFault.of("schedule", cronJob("at three"), "CronJob.batch/schedule/a", "spec.schedule"),
                ReleasedFault.of(
                        "probe",
                        web("{" + container("livenessProbe: {periodSeconds: 3}") + "}"),
                        "Deployment.apps/probe/web",
                        "must specify a handler type"),
                ReleasedFault.of(
                        "request-above-limit",
                        web("{" + container("resources: {requests: {cpu: 2}, limits: {cpu: 1}}") + "}"),
                        "Deployment.apps/request-above-limit/web",
                        "must be less than or equal to cpu limit"),
                ReleasedFault.of(
                        "quantity",
                        web("{" + container("resources: {requests: {memory: 2 gigabytes}}") + "}"),
                        "Deployment.apps/quantity/web",
                        "quantities must match"),
                ReleasedFault.of(
                        "pull-policy",
                        web("{" + container("imagePullPolicy: Sometimes") + "}"),
                        "Deployment.apps/pull-policy/web",
                        "Sometimes"),
                ReleasedFault.of(
                        "label",
                        configMap("a", "1").replace("{name: a}", "{name: a, labels: {team: \"a team\"}}"),
                        "ConfigMap/label/a",
                        "a team"),
                ReleasedFault.of(
                        "key",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {\"a key\": \"1\"}\n",
                        "ConfigMap/key/a",
                        "a key"),
                ReleasedFault.of(
                        "network",
                        NETWORK_POLICY.replace(
                                "podSelector: {}",
                                "podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]"),
                        "NetworkPolicy.networking.k8s.io/network/a",
                        "10.0.0.0/33"),
                ReleasedFault.of(
                        "autoscaler",
                        """
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: a}
                        spec:
                          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                          minReplicas: 5
                          maxReplicas: 2
                        """,
                        "HorizontalPodAutoscaler.autoscaling/autoscaler/a",
                        "must be greater than or equal to `minReplicas`"),
                ReleasedFault.of(
                        "budget",
                        BUDGET.replace("minAvailable: 1", "minAvailable: 1, maxUnavailable: 1"),
                        "PodDisruptionBudget.policy/budget/a",
                        "minAvailable and maxUnavailable"),
                ReleasedFault.of("ingress", """
                        apiVersion: networking.k8s.io/v1
                        kind: Ingress
                        metadata: {name: a}
                        spec: {rules: [{http: {paths: [{path: web, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}
                        """, "Ingress.networking.k8s.io/ingress/a", "must be an absolute path"),
                ReleasedFault.of(
                        "certificate",
                        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/tls\nstringData: {tls.key: none}\n",
                        "Secret/certificate/a",
                        "tls.crt"));
    }

    /** Parts of an object that do not fit each other, or what other objects have. */
    private static Stream<ReleasedFault> relations() {
        return Stream.of(
                ReleasedFault.of(
                        "selector",
                        web("{" + APP + "}").replace("labels: {app: web}", "labels: {app: other}"),
                        "Deployment.apps/selector/web",
                        "does not match template"),
                ReleasedFault.of(
                        "mount",
                        web("{" + container("volumeMounts: [{name: data, mountPath: /data}]") + "}"),
                        "Deployment.apps/mount/web",
                        "volumeMounts[0].name"),
                ReleasedFault.of(
                        "port-name",
                        web(
                                "{containers: [{name: app, image: \"a:1\", ports: [{containerPort: 80, name: LONGER-THAN-FIFTEEN}]}]}"),
                        "Deployment.apps/port-name/web",
                        "ports[0].name"),
                ReleasedFault.of(
                        "ports", service("ports: [{port: 80}, {port: 81}]"), "Service/ports/web", "ports[0].name"),
                ReleasedFault.of(
                                "node-port",
                                service("type: NodePort, ports: [{port: 80, nodePort: 30080}]"),
                                "Service/node-port/web",
                                "provided port is already allocated")
                        .beside(service("type: NodePort, ports: [{port: 80, nodePort: 30080}]")
                                .replace("{name: web}", "{name: first, namespace: node-port}")),
                ReleasedFault.of(
                        "cluster-address",
                        service("clusterIP: 192.168.7.7, ports: [{port: 80}]"),
                        "Service/cluster-address/web",
                        "192.168.7.7"));
    }

    /** What somebody set up refuses the object itself. */
    private static Stream<ReleasedFault> admission() {
        String unsigned = policy(
                "unsigned",
                "apps",
                "deployments",
                "object.spec.template.spec.containers.all(c, c.image.contains('@'))");
        return Stream.of(
                ReleasedFault.of("quota", CRON_JOB, "CronJob.batch/quota/a", "exceeded quota: none")
                        .beside(quota("quota", "count/cronjobs.batch"))
                        .oncePrevents(in("quota", CRON_JOB)),
                ReleasedFault.of("webhook", BUDGET, "PodDisruptionBudget.policy/webhook/a", "failed calling webhook")
                        .beside(WEBHOOK)
                        .oncePrevents(in("webhook", BUDGET)),
                ReleasedFault.of(
                                "unsigned",
                                web("{" + APP + "}"),
                                "Deployment.apps/unsigned/web",
                                "the rule of unsigned says no")
                        .beside(unsigned, binding("unsigned"))
                        .oncePrevents(in("unsigned", web("{" + APP + "}"))),
                ReleasedFault.of(
                                "terminating",
                                configMap("a", "1"),
                                "ConfigMap/terminating/a",
                                "namespace terminating is being deleted")
                        .beside(
                                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: guard, namespace: terminating, finalizers: [example.org/guard]}\n")
                        .when(live -> live.delete("Namespace//terminating")),
                ReleasedFault.of(
                        "escalation",
                        "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules: [{apiGroups: [\"\"], resources: [users], verbs: [impersonate]}]\n",
                        "Role.rbac.authorization.k8s.io/escalation/a",
                        "attempting to grant RBAC permissions not currently held"));
    }

    /** Kinds that the cluster does not have, or has otherwise. */
    private static Stream<ReleasedFault> kinds() {
        return Stream.of(
                ReleasedFault.of("gauge-schema", gauge("{low: many}"), "Gauge.example.org/gauge-schema/a", "spec.low")
                        .beside(GAUGES),
                ReleasedFault.of(
                        "gauge-rule",
                        gauge("{low: 3, high: 1}"),
                        "Gauge.example.org/gauge-rule/a",
                        "low is above high"),
                ReleasedFault.of(
                        "gauge-required", gauge("{low: 3}"), "Gauge.example.org/gauge-required/a", "spec.high"),
                ReleasedFault.of(
                        "gauge-version",
                        gauge("{low: 1, high: 2}").replace("/v1", "/v2"),
                        "Gauge.example.org/gauge-version/a"),
                ReleasedFault.of(
                        "old-version",
                        "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\nspec: {}\n",
                        "Ingress.extensions/old-version/a"),
                ReleasedFault.of(
                                "rights",
                                "apiVersion: closed.example.org/v1\nkind: Dial\nmetadata: {name: a}\nspec: {}\n",
                                "Dial.closed.example.org/rights/a",
                                "cannot patch resource \"dials\"")
                        .beside(definition(
                                "closed.example.org",
                                "Dial",
                                "dials",
                                "{type: object, x-kubernetes-preserve-unknown-fields: true}")),
                ReleasedFault.of(
                        "definition",
                        definition("flat.example.org", "Flat", "flats", "{}"),
                        "CustomResourceDefinition.apiextensions.k8s.io//flats.flat.example.org",
                        "must not be empty for specified object fields"),
                ReleasedFault.of(
                        "definition-name",
                        definition("flat.example.org", "Flat", "flats", "{type: object}")
                                .replace("name: flats.", "name: flat."),
                        "CustomResourceDefinition.apiextensions.k8s.io//flat.flat.example.org",
                        "must be spec.names.plural"),
                ReleasedFault.of(
                        "configuration",
                        WEBHOOK.replace("sideEffects: None", "sideEffects: Some")
                                .replace("name: away}\nwebhooks", "name: broken}\nwebhooks"),
                        "ValidatingWebhookConfiguration.admissionregistration.k8s.io//broken",
                        "webhooks[0].sideEffects"));
    }

    /** What is there already may not become this. */
    private static Stream<ReleasedFault> state() {
        return Stream.of(
                ReleasedFault.of("frozen", configMap("a", "2") + "immutable: true\n", "ConfigMap/frozen/a", "immutable")
                        .after(configMap("a", "1") + "immutable: true\n"),
                ReleasedFault.of(
                                "service-name",
                                set("StatefulSet", "{" + APP + "}").replace("spec:\n", "spec:\n  serviceName: other\n"),
                                "StatefulSet.apps/service-name/web",
                                "updates to statefulset spec")
                        .after(set("StatefulSet", "{" + APP + "}")),
                ReleasedFault.of(
                                "secret-type",
                                "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: example.org/other\n",
                                "Secret/secret-type/a",
                                "immutable")
                        .after("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n"),
                ReleasedFault.of(
                                "service-address",
                                service("clusterIP: None, ports: [{port: 80}]"),
                                "Service/service-address/web",
                                "may not change once set")
                        .after(service("ports: [{port: 80}]")),
                ReleasedFault.of(
                                "role-reference",
                                viewers("keelstream-read-built-in"),
                                "RoleBinding.rbac.authorization.k8s.io/role-reference/viewers",
                                "roleRef: cannot change")
                        .after(viewers("view")));
    }

    private static final String WEBHOOK = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: away}
            webhooks:
              - name: away.example.com
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: Fail
                clientConfig: {service: {name: away, namespace: webhook}}
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: webhook}}
                rules:
                  - {apiGroups: [policy], apiVersions: [v1], operations: [CREATE], resources: [poddisruptionbudgets]}
            """;

    private static final String GAUGES = definition(GROUP, "Gauge", "gauges", """
            {type: object, required: [high], properties: {low: {type: integer}, high: {type: integer}},
             x-kubernetes-validations: [{rule: "!has(self.low) || self.low <= self.high", message: low is above high}]}
            """.strip());

    private static String definition(String group, String kind, String plural, String spec) {
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %3$s.%1$s}
            spec:
              group: %1$s
              scope: Namespaced
              names: {kind: %2$s, plural: %3$s, singular: %5$s}
              versions:
                - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: %4$s}}}}
            """.formatted(group, kind, plural, spec.replace("\n", " "), kind.toLowerCase(Locale.ROOT));
    }

    private static String viewers(String role) {
        return """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: viewers}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: viewers}]
            """.formatted(role);
    }

    private static String gauge(String spec) {
        return "apiVersion: example.org/v1\nkind: Gauge\nmetadata: {name: a}\nspec: " + spec + "\n";
    }
}
