package io.keelstream.kubernetes.policy.rule;

import static io.keelstream.kubernetes.policy.Objects.facts;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.policy.Rule;
import org.junit.jupiter.api.Test;

/** What breaks each built-in rule, and what does not. */
class BuiltInRulesTests {

    private static final String SERVICE = """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}}
            """;

    private static String deployment(String template) {
        return deployment("", template);
    }

    private static String deployment(String spec, String template) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {%s template: {metadata: {labels: {app: web, tier: front}}, spec: {%s}}}
            """.formatted(spec, template);
    }

    private static String container(String fields) {
        return "containers: [{name: app, " + fields + "}]";
    }

    @Test
    void containersRequestCpuAndMemory() {
        Rule rule = new ResourceRequests();
        assertThat(facts(rule, deployment(container("image: a:1"))))
                .containsExactly("container app requests no cpu", "container app requests no memory");
        assertThat(facts(rule, deployment(container("resources: {requests: {cpu: 1}}"))))
                .containsExactly("container app requests no memory");
        assertThat(facts(rule, deployment("initContainers: [{name: setup}], containers: []")))
                .containsExactly("container setup requests no cpu", "container setup requests no memory");
        assertThat(facts(rule, deployment(container("resources: {requests: {cpu: 1}, limits: {memory: 1Gi}}"))))
                .as("a limit is a request where there is no other")
                .isEmpty();
        assertThat(facts(rule, deployment("resources: {requests: {cpu: 1, memory: 1Gi}}, " + container("image: a:1"))))
                .as("the pod requests for all of them")
                .isEmpty();
        assertThat(facts(rule, """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: night}
            spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: app}]}}}}}
            """)).hasSize(2);
        assertThat(facts(rule, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))
                .isEmpty();
    }

    @Test
    void imagesHaveADigestOrATagThatStays() {
        Rule rule = new ImageTag();
        for (String image : new String[] {
            "web:1.2", "localhost:5000/web:1.2", "web@sha256:0123", "registry.example.com:5000/team/web:latest@sha256:0"
        }) {
            assertThat(facts(rule, deployment(container("image: '" + image + "'"))))
                    .as(image)
                    .isEmpty();
        }
        for (String image : new String[] {"web", "localhost:5000/web", "registry.example.com:5000/team/web"}) {
            assertThat(facts(rule, deployment(container("image: '" + image + "'"))))
                    .containsExactly("image " + image + " of container app has no tag");
        }
        assertThat(facts(rule, deployment(container("image: 'team/web:latest'"))))
                .containsExactly("image team/web:latest of container app has the tag latest");
    }

    @Test
    void podsBehindAServiceHaveAReadinessProbe() {
        Rule rule = new Probes();
        assertThat(facts(rule, deployment(container("livenessProbe: {}")) + SERVICE))
                .containsExactly("Service web sends requests, and no container has a readinessProbe");
        assertThat(facts(rule, deployment(container("readinessProbe: {tcpSocket: {port: 80}}")) + SERVICE))
                .isEmpty();
        assertThat(facts(rule, deployment(container("image: a:1")))).isEmpty();
        for (String other : new String[] {
            "{selector: {app: other}}",
            "{selector: {app: web, tier: back}}",
            "{}",
            "{selector: {app: web}, publishNotReadyAddresses: true}",
            "{selector: {app: web}, type: ExternalName}"
        }) {
            String service = SERVICE.replace("{selector: {app: web}}", other);
            assertThat(facts(rule, deployment(container("image: a:1")) + service))
                    .as(other)
                    .isEmpty();
        }
    }

    @Test
    void deploymentsSayHowManyOldReplicaSetsStay() {
        Rule rule = new RevisionHistory();
        assertThat(facts(rule, deployment(container("image: a:1"))))
                .containsExactly("spec.revisionHistoryLimit is not set, so that ten old ReplicaSets stay");
        assertThat(facts(rule, deployment("revisionHistoryLimit: 0,", container("image: a:1"))))
                .isEmpty();
        assertThat(facts(rule, "{apiVersion: example.com/v1, kind: Deployment, metadata: {name: a}}"))
                .isEmpty();
    }

    @Test
    void podsHaveNoAccessToTheirNode() {
        Rule rule = new HostAccess();
        assertThat(facts(rule, deployment("hostNetwork: true, hostPID: true, hostIPC: true, containers: []")))
                .containsExactly("hostNetwork is true", "hostPID is true", "hostIPC is true");
        assertThat(facts(rule, deployment("initContainers: [{name: setup, securityContext: {privileged: true}}]")))
                .containsExactly("container setup is privileged");
        assertThat(facts(rule, deployment(container("securityContext: {windowsOptions: {hostProcess: true}}"))))
                .containsExactly("container app is a host process");
        assertThat(facts(rule, deployment("securityContext: {windowsOptions: {hostProcess: true}}")))
                .containsExactly("its containers are host processes");
        assertThat(facts(rule, deployment("hostNetwork: false, " + container("securityContext: {privileged: false}"))))
                .isEmpty();
    }
}
