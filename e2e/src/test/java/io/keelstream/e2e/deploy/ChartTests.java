package io.keelstream.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.testing.process.Program;
import io.keelstream.testing.process.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, without a cluster. */
@AnyCluster
@Essential
class ChartTests {

    private static final List<String> SERVICES =
            List.of("git-watcher", "planner", "applier", "drift-detector", "canary-analyzer");

    /** With the one that the values have to ask for. */
    private static final List<String> ALL_SERVICES =
            Stream.concat(SERVICES.stream(), Stream.of("notifier")).toList();

    @TempDir
    Path folder;

    static Chart chart;

    @BeforeAll
    static void helm() {
        Chart.assumeHelm();
        chart = new Chart();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "scram", "mtls", "everything"})
    void helmFindsNothingToCriticise(String values) throws Exception {
        Ended ended = chart.lint(values);
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text()).doesNotContain("[WARNING]", "[ERROR]");
        assertThat(chart.text(values)).doesNotContain("<no value>", "%!");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "installation=                        | at '/installation': '' does not match pattern",
                "servces.planner.replicas=3           | additional properties 'servces' not allowed",
                "services.planner.replicas=many       | at '/services/planner/replicas': got string, want integer",
                "services.planner.replica=3           | at '/services/planner': additional properties 'replica' not"
                        + " allowed",
                "kafka.security=ssl                   | at '/kafka/security': value must be one of 'plain', 'scram',"
                        + " 'mtls'",
                "kafka.security=mtls                  | at '/kafka/authority/secret': minLength: got 0, want 1",
                "kafka.bootstrapServers=broker        | at '/kafka/bootstrapServers': 'broker' does not match pattern",
                "secrets.plain=seal                   | at '/secrets/recipient': minLength: got 0, want 1",
                "provisioning.partitions=0            | at '/provisioning/partitions': minimum: got 0, want 1",
                "prometheus.url=                      | at '/prometheus/url': minLength: got 0, want 1",
                "tracing.endpoint=http://collector    | at '/tracing/endpoint': 'http://collector' does not match"
                        + " pattern",
                "strategy=Recreated                   | at '/strategy': value must be one of 'RollingUpdate',"
                        + " 'Recreate'",
                "repositories[0].webhook.provider=git | at '/repositories/0/webhook/provider': value must be one of"
                        + " 'github',",
                "webhooks.ingress.enabled=true        | at '/webhooks/ingress/host': minLength: got 0, want 1",
                "webhooks.ingress.enabled=true,webhooks.ingress.host=a.b | no entry of repositories has a webhook",
                "repositories[0].verify.merges=octopus | at '/repositories/0/verify/merges': value must be one of"
                        + " 'first-parent',",
                "webhooks.port=8081                   | at '/webhooks/port': 'not' failed",
                "keysSecret=                          | at '/keysSecret': '' does not match pattern",
            })
    void wrongValueIsRefusedWithItsPlace(String value, String message) throws Exception {
        Ended ended = chart.template("minimal", "--set=" + value.strip());
        assertThat(ended.code()).isNotZero();
        assertThat(ended.text()).contains(message.strip());
    }

    @Test
    void serviceGetsItsOwnSecretsAndNoOthers() throws Exception {
        List<Manifest> objects = chart.objects("everything");
        for (String service : ALL_SERVICES) {
            String pod = deployment(objects, service).tree().toString();
            assertThat(pod).contains("secretKeyRef={name=" + service + ", key=password}");
            ALL_SERVICES.stream()
                    .filter(other -> !other.equals(service))
                    .forEach(other -> assertThat(pod).doesNotContain("{name=" + other + ", key=password}"));
            assertThat(pod.contains("infra-git")).as("Git's").isEqualTo(service.equals("git-watcher"));
            assertThat(pod.contains("key=identity")).as("identity").isEqualTo(service.equals("applier"));
            assertThat(pod.contains("keelstream-sops")).as("SOPS").isEqualTo(service.equals("applier"));
            assertThat(pod.contains("secretName=keelstream-notifications"))
                    .as("the sinks'")
                    .isEqualTo(service.equals("notifier"));
            assertThat(pod.contains("kafka-admin")).as("the administrator's").isFalse();
        }
    }

    @Test
    void everyServiceSendsItsSpansWhereTheValuesSayAndMayGoThere() throws Exception {
        // When
        List<Manifest> traced =
                chart.objects("minimal", "--set=tracing.endpoint=https://collector.monitoring:4318/otlp");
        Map<String, String> configured = ChartConfiguration.of(
                folder, "minimal", "--set=tracing.endpoint=https://collector.monitoring:4318/otlp");

        // Then
        assertThat(configured)
                .containsEntry("otel.exporter.otlp.endpoint", "https://collector.monitoring:4318/otlp")
                .containsEntry("otel.resource.attributes", "k8s.pod.name=${HOSTNAME:unknown}");
        for (String service : SERVICES) {
            assertThat(egress(traced, service)).contains("port=4318, protocol=TCP");
            assertThat(egress(chart.objects("minimal"), service)).doesNotContain("4318");
        }
        assertThat(egress(traced, "provisioning")).doesNotContain("4318");
        assertThat(chart.text("minimal")).doesNotContain("otel");
    }

    @Test
    void webhooksReachGitWatcherAloneAndFromWhereTheValuesSay() throws Exception {
        // When
        List<Manifest> objects = chart.objects(
                "everything",
                "--set=webhooks.httpRoute.enabled=true,webhooks.httpRoute.host=hooks.example.com,webhooks.httpRoute.gateway=public");
        Map<String, String> configured = ChartConfiguration.of(folder, "everything");

        // Then
        assertThat(configured)
                .containsEntry("keelstream.webhooks.port", "8082")
                .containsEntry("keelstream.repositories[0].webhook.provider", "github")
                .containsEntry("keelstream.repositories[0].webhook.secret", "${GIT_0_WEBHOOK:}");
        for (String service : SERVICES) {
            String pod = deployment(objects, service).tree().toString();
            assertThat(pod.contains("containerPort=8082")).as(service).isEqualTo(service.equals("git-watcher"));
            assertThat(pod.contains("infra-webhook")).as(service).isEqualTo(service.equals("git-watcher"));
        }
        assertThat(object(objects, "Service", "webhooks").at("spec", "selector"))
                .isEqualTo(deployment(objects, "git-watcher").at("spec", "selector", "matchLabels"));
        assertThat(object(objects, "NetworkPolicy", Chart.RELEASE + "-webhooks")
                        .tree()
                        .toString())
                .contains("kubernetes.io/metadata.name=ingress", "port=8082");
        assertThat(object(objects, "Ingress", "webhooks").tree().toString())
                .contains("path=/hooks", "secretName=hooks-tls");
        assertThat(object(objects, "HTTPRoute", "webhooks").tree().toString()).contains("value=/hooks", "name=public");
        assertThat(chart.text("minimal")).doesNotContain("webhook");
    }

    @Test
    void keysOfSignersAreGitWatchersAlone() throws Exception {
        // When
        List<Manifest> objects = chart.objects("everything");
        Map<String, String> configured = ChartConfiguration.of(folder, "everything");

        // Then
        assertThat(configured)
                .containsEntry("keelstream.repositories[0].verify.merges", "all-parents")
                .containsEntry("keelstream.repositories[0].verify.keys", folder + "-signers/infra-signers")
                .containsEntry("keelstream.repositories[0].verify.paths[0].path", "apps/payments")
                .containsEntry("keelstream.repositories[0].verify.paths[0].keys", folder + "-signers/payments-signers");
        for (String service : SERVICES) {
            String pod = deployment(objects, service).tree().toString();
            assertThat(pod.contains("mountPath=/etc/keelstream-signers/payments-signers"))
                    .as(service)
                    .isEqualTo(service.equals("git-watcher"));
            assertThat(pod.contains("configMap={name=infra-signers}"))
                    .as(service)
                    .isEqualTo(service.equals("git-watcher"));
        }
    }

    @Test
    void howARepositoryIsReachedAndWhatIsFetchedOfItIsGitWatchersAlone() throws Exception {
        // When
        List<Manifest> objects = chart.objects("everything");
        Map<String, String> configured = ChartConfiguration.of(folder, "everything");

        // Then
        assertThat(configured)
                .containsEntry("keelstream.repositories[2].submodules", "true")
                .containsEntry("keelstream.repositories[2].lfs", "true")
                .containsEntry("keelstream.repositories[2].proxy.url", "http://proxy.example.com:3128")
                .containsEntry("keelstream.repositories[2].folders[0]", "platform/bases")
                .containsEntry("keelstream.repositories[2].ca", folder + "/git/2.crt");
        for (String service : SERVICES) {
            assertThat(deployment(objects, service).tree().toString().contains("mono-ca"))
                    .as(service)
                    .isEqualTo(service.equals("git-watcher"));
        }
    }

    @Test
    void onlyServicesThatReachAClusterHaveAToken() throws Exception {
        List<Manifest> objects = chart.objects("minimal");
        for (String service : SERVICES) {
            String pod = deployment(objects, service).tree().toString();
            boolean cluster = List.of("planner", "applier", "drift-detector").contains(service);
            assertThat(pod).contains("automountServiceAccountToken=" + cluster);
        }
    }

    @Test
    void nothingIsWrittenButToVolumesAndNoImageIsLatest() throws Exception {
        List<Manifest> workloads = chart.objects("everything").stream()
                .filter(object -> List.of("Deployment", "Job").contains(object.kind()))
                .toList();
        assertThat(workloads).hasSize(ALL_SERVICES.size() + 1);
        for (Manifest workload : workloads) {
            assertThat(workload.tree().toString())
                    .contains("readOnlyRootFilesystem=true", "runAsUser=65532", ":1.2.3", "limits={memory=")
                    .doesNotContain(":latest");
        }
    }

    @Test
    void optionsOfAServiceFollowThoseOfAll() throws Exception {
        List<Manifest> objects = chart.objects(
                "minimal", "--set=javaOptions=-Xss1m", "--set=services.canary-analyzer.javaOptions=-Xss2m");

        assertThat(deployment(objects, "planner").tree().toString()).contains("name=JDK_JAVA_OPTIONS, value=-Xss1m}");
        assertThat(deployment(objects, "canary-analyzer").tree().toString())
                .contains("name=JDK_JAVA_OPTIONS, value=-Xss1m -Xss2m}");
    }

    @Test
    void jobThatRunsSomethingElseHasAnotherName() throws Exception {
        assertThat(job("--set=provisioning.partitions=6"))
                .isEqualTo(job("--set=provisioning.partitions=6"))
                .isNotEqualTo(job("--set=provisioning.partitions=12"));
        assertThat(job("--set=image.tag=1.0.0")).isNotEqualTo(job("--set=image.tag=1.0.1"));
    }

    @Test
    void changedConfigurationStartsPodsAnew() throws Exception {
        String before = deployment(chart.objects("minimal"), "planner").tree().toString();
        String after = deployment(chart.objects("minimal", "--set=configuration.keelstream.kafka.members=2"), "planner")
                .tree()
                .toString();
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void recreateStopsEveryOldPodBeforeTheFirstNewOne() throws Exception {
        // When
        List<Manifest> rolling = chart.objects("minimal");
        List<Manifest> stopped = chart.objects("minimal", "--set=strategy=Recreate");

        // Then
        for (String service : SERVICES) {
            assertThat(deployment(rolling, service).at("spec", "strategy"))
                    .isEqualTo(Map.of(
                            "type",
                            "RollingUpdate",
                            "rollingUpdate",
                            Map.of("maxSurge", "25%", "maxUnavailable", "25%")));
            assertThat(deployment(stopped, service).at("spec", "strategy")).isEqualTo(Map.of("type", "Recreate"));
        }
    }

    @Test
    void accountsForOtherClustersAreCurrent() throws Exception {
        Path accounts = DeployFolder.root().resolve("deploy/kubernetes");
        Ended ended = Program.of(accounts.resolve("generate").toString(), folder.toString())
                .with("HELM", RealControlPlane.program("helm").toString())
                .run();
        assertThat(ended.code()).as(ended.text()).isZero();
        List<Path> printed = DeployFolder.files(folder);
        assertThat(printed).hasSize(7);
        for (Path file : printed) {
            Path kept = accounts.resolve(folder.toRealPath().relativize(file));
            assertThat(Files.readString(kept))
                    .as("%s is not what the chart prints; run deploy/kubernetes/generate", kept)
                    .isEqualTo(Files.readString(file));
        }
    }

    private static String job(String value) throws IOException, InterruptedException {
        return chart.objects("minimal", value).stream()
                .filter(object -> object.kind().equals("Job"))
                .map(Manifest::name)
                .findFirst()
                .orElseThrow();
    }

    private static String egress(List<Manifest> objects, String service) {
        return String.valueOf(
                object(objects, "NetworkPolicy", Chart.RELEASE + "-" + service).at("spec", "egress"));
    }

    private static Manifest deployment(List<Manifest> objects, String name) {
        return object(objects, "Deployment", name);
    }

    private static Manifest object(List<Manifest> objects, String kind, String name) {
        return objects.stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the chart has no " + kind + " " + name));
    }
}
