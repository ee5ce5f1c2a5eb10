package io.keelstream.e2e.explain;

/** Objects as text, most of them with room for what is wrong. */
final class Yaml {

    /** A container that nothing is wrong with, as a pod names it. */
    static final String APP = "containers: [{name: app, image: \"web:1\"}]";

    static final String CRON_JOB = cronJob("0 3 * * *");

    static final String NETWORK_POLICY =
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}}\n";

    static final String BUDGET =
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {minAvailable: 1, selector: {matchLabels: {app: a}}}\n";

    private Yaml() {}

    static String policy(String name, String group, String resource, String rule) {
        return """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: %1$s}
            spec:
              matchConstraints:
                resourceRules: [{apiGroups: [%2$s], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [%3$s]}]
              validations: [{expression: "%4$s", message: the rule of %1$s says no}]
            """.formatted(name, group, resource, rule);
    }

    static String binding(String name) {
        return """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: %1$s}
            spec:
              policyName: %1$s
              validationActions: [Deny]
              matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}}
            """.formatted(name);
    }

    static String quota(String namespace, String resource) {
        return "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: none, namespace: %s}\nspec: {hard: {%s: \"0\"}}\n"
                .formatted(namespace, resource);
    }

    static String cronJob(String schedule) {
        return """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: a}
            spec:
              schedule: "%s"
              jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: "a:1"}]}}}}
            """.formatted(schedule);
    }

    static String job(String spec, String fate) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec:
              %s
              template:
                metadata: {annotations: {keelstream.io/pretend: %s}}
                spec: {restartPolicy: Never, containers: [{name: app, image: "migrate:1"}]}
            """.formatted(spec, fate);
    }

    static String pod(String namespace) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: %s}\nspec: {serviceAccountName: default, %s}\n"
                .formatted(namespace, APP);
    }

    static String service(String spec) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, " + spec + "}\n";
    }

    static String claim(String spec, String size) {
        return """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {%s, accessModes: [ReadWriteOnce], resources: {requests: {storage: %s}}}
            """.formatted(spec, size);
    }

    static String container(String more) {
        return "containers: [{name: app, image: \"web:1\", " + more + "}]";
    }

    static String web(String pod) {
        return set("Deployment", pod);
    }

    static String set(String kind, String pod) {
        return """
            apiVersion: apps/v1
            kind: %s
            metadata: {name: web}
            spec:%s
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: %s
            """.formatted(kind, kind.equals("DaemonSet") ? "" : "\n  replicas: 1", pod);
    }

    static String in(String namespace, String manifest) {
        return manifest.replaceFirst("name: (\\w+)\\}", "name: $1, namespace: " + namespace + "}");
    }
}
