package io.keelstream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.applier.HealthCheck;
import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.configuration.RulesFile;
import io.keelstream.cli.configuration.TenantsFile;
import io.keelstream.contracts.targets.RuleLevel;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.standalone.state.InstallationKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationFileTests {

    @TempDir
    Path folder;

    @Test
    void repositoriesClustersAndCredentialsAreRead() throws Exception {
        // When
        Installation installation = read("""
            keelstream:
              installation: acme
              repositories:
                - {name: infra, url: "https://git.example.com/infra.git", ref: main, poll: 5s, credentials: {token: "${PATH}"}}
                - {name: shared, url: "ssh://git@git.example.com/shared.git", credentials: {key: /k, known-hosts: /h}}
              clusters:
                - {name: default, kubeconfig: /a}
                - {name: prod-eu, kubeconfig: /b, kube-version: 1.36.0}
            """);

        // Then
        assertThat(installation.installation()).isEqualTo("acme");
        assertThat(installation.repositories()).hasSize(2);
        assertThat(installation.repositories().getFirst().poll()).isEqualTo(Duration.ofSeconds(5));
        assertThat(installation.repositories().getFirst().credentials().token()).isEqualTo(System.getenv("PATH"));
        assertThat(installation.repositories().getLast().ref()).isEqualTo("HEAD");
        assertThat(installation.repositories().getLast().credentials().knownHosts())
                .isEqualTo("/h");
        assertThat(installation.clusters())
                .extracting(Installation.Cluster::kubeconfig)
                .isEqualTo(List.of(Path.of("/a"), Path.of("/b")));
        assertThat(installation.needsSandbox()).isFalse();
    }

    @Test
    void tenantsAreReadAndWhatIsMisspeltIsNamed() throws Exception {
        // Given
        Path file = folder.resolve("tenants.yaml");
        String tenants = """
            keelstream:
              repositories: [{name: infra, url: "https://git.example.com/infra.git"}]
              tenants:
                - name: payments
                  folders: [{repository: infra, path: teams/payments}]
                  clusters: [default]
                  namespaces: ["payments-*"]
                  cluster-scoped: [Namespace]
            """;
        Files.writeString(file, tenants);

        // Then
        assertThat(InstallationFile.read(file).repositories()).hasSize(1);
        assertThat(TenantsFile.read(file).tenants()).singleElement().satisfies(tenant -> {
            assertThat(tenant.namespaces()).containsExactly("payments-*");
            assertThat(tenant.clusterScoped()).containsExactly("Namespace");
            assertThat(tenant.kinds()).containsExactly("*");
        });
        Files.writeString(file, tenants.replace("namespaces:", "namespace:"));
        assertThatThrownBy(() -> TenantsFile.read(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("unknown property keelstream.tenants[0].namespace");
    }

    @Test
    void ownRenderersAndHelpersAreRead() throws Exception {
        // When
        Installation installation = read("""
            keelstream:
              repositories:
                - name: infra
                  url: "https://git.example.com/infra.git"
                  credentials: {exec: {command: issue, env: [{name: APP_ID, value: "1"}]}}
              renderers:
                exec: [{name: jsonnet, command: jsonnet, args: ["$(KEELSTREAM_PARAMETERS)"], inputs: [vendor]}]
            """);

        // Then
        assertThat(installation.renderers().exec()).singleElement().satisfies(renderer -> {
            assertThat(renderer.name()).isEqualTo("jsonnet");
            assertThat(renderer.args()).containsExactly("$(KEELSTREAM_PARAMETERS)");
        });
        assertThat(installation.repositories().getFirst().credentials().exec().command())
                .isEqualTo("issue");
    }

    @Test
    void webhookIsRefusedBecauseUpReceivesNone() {
        assertThatThrownBy(() -> read("""
            keelstream:
              repositories:
                - {name: infra, url: "https://git.example.com/infra.git", webhook: {provider: github, secret: hunter2}}
            """))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("repositories[].webhook is for git-watcher as a service of its own")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void actorsAreReadBesideEverythingElse() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("actors.yaml"), """
            keelstream:
              installation: acme
              decisions:
                actors:
                  - name: ada
                    keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINnCABGAmHmigGVo3pys3aLbGQgcjtooG1tUEvmZg155 ada]
                    verbs: [approve]
            """);

        // Then
        assertThat(InstallationFile.actors(file).listed()).isTrue();
        assertThat(InstallationFile.read(file).installation()).isEqualTo("acme");
    }

    @Test
    void mistakeInTheActorsIsNamed() throws Exception {
        // Given
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"), "{keelstream: {decisions: {actors: [{name: ada, keys: [hello]}]}}}");
        Path unknown = Files.writeString(
                folder.resolve("unknown.yaml"), "{keelstream: {decisions: {actors: [{name: ada, kyes: [hello]}]}}}");

        // Then
        assertThatThrownBy(() -> InstallationFile.actors(wrong))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("keelstream.decisions.actors[0].keys[0]: the key is not a public key");
        assertThatThrownBy(() -> InstallationFile.actors(unknown))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("unknown property keelstream.decisions.actors[0].kyes");
    }

    @Test
    void rulesAreReadBesideEverythingElse() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("rules.yaml"), """
            keelstream:
              installation: acme
              policies:
                levels: {image-tag: deny, probes: off}
                rules: [{name: own, kinds: [Service], expression: "object.spec.type != 'NodePort'"}]
              health:
                - {group: cert-manager.io, kind: Issuer, generic: true}
            """);

        // Then
        InstallationRules rules = RulesFile.read(file);
        assertThat(rules.levels())
                .containsEntry("image-tag", RuleLevel.DENY)
                .containsEntry("probes", RuleLevel.OFF)
                .containsEntry("own", RuleLevel.WARN);
        assertThat(InstallationFile.read(file).installation()).isEqualTo("acme");
        assertThat(InstallationFile.read(file).health()).singleElement().matches(HealthCheck::generic);
    }

    @Test
    void mistakeInTheRulesIsNamed() throws Exception {
        // Given
        Path wrong = Files.writeString(
                folder.resolve("wrong.yaml"),
                "{keelstream: {policies: {rules: [{name: own, kinds: [Service], expression: 'object =='}]}}}");
        Path unknown = Files.writeString(
                folder.resolve("unknown.yaml"), "{keelstream: {policies: {level: {image-tag: deny}}}}");
        Path level = Files.writeString(
                folder.resolve("level.yaml"), "{keelstream: {policies: {levels: {image-tag: never}}}}");

        // Then
        assertThatThrownBy(() -> RulesFile.read(wrong))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("keelstream.policies: rule own: cannot be compiled: object ==");
        assertThatThrownBy(() -> RulesFile.read(unknown))
                .hasMessageContaining("unknown property keelstream.policies.level");
        assertThatThrownBy(() -> RulesFile.read(level))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("keelstream.policies.levels.image-tag");
    }

    @Test
    void emptyFileMeansDemoAndSandbox() throws Exception {
        // When
        Installation installation = read("");

        // Then
        assertThat(installation.repositories()).isEmpty();
        assertThat(installation.clusters()).hasSize(1);
        assertThat(installation.needsSandbox()).isTrue();
    }

    @Test
    void metricsSourcesAreReadAsTheCanaryAnalyzerReadsThem() throws Exception {
        // When
        Installation installation = read("""
            keelstream:
              metrics:
                sources:
                  - {name: europe, url: "https://prometheus.eu.example.com", clusters: [eu-1], tenant: shop}
            """);

        // Then
        assertThat(installation.metrics().sources()).hasSize(1);
        assertThat(installation.metrics().sources().getFirst().clusters()).containsExactly("eu-1");
        assertThatThrownBy(() -> read("keelstream: {metrics: {sources: [{url: prometheus}]}}"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("keelstream.metrics.sources.url must be the base URL of a Prometheus");
    }

    @Test
    void plainSecretsAreSealedOrRefused() throws Exception {
        InstallationKeys keys = InstallationKeys.at(folder.resolve("keys.json"));

        assertThat(read("").secrets().with(keys).plain()).isEqualTo("seal");
        assertThat(read("keelstream: {secrets: {plain: refuse}}")
                        .withRepositories(List.of())
                        .secrets()
                        .with(keys)
                        .plain())
                .isEqualTo("refuse");
        assertThatThrownBy(() -> read("keelstream: {secrets: {plain: publish}}"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("keelstream.secrets")
                .hasMessageContaining("plain must be refuse or seal");
    }

    @Test
    void unknownPropertyIsNamedWithItsPlace() {
        assertThatThrownBy(() -> read("keelstream:\n  repositorys: [{name: infra}]\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("unknown property keelstream.repositorys")
                .hasMessageContaining("2:");
    }

    @Test
    void wrongValueIsNamedWithoutItsNeighbours() {
        assertThatThrownBy(() -> read(
                        "keelstream:\n  repositories: [{name: infra, poll: often, credentials: {token: hush-hush}}]\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("keelstream.repositories[0].poll")
                .message()
                .doesNotContain("hush-hush");
    }

    @Test
    void invalidYamlAndAMissingFileAreReported() {
        assertThatThrownBy(() -> read("keelstream: [\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is not valid YAML");
        assertThatThrownBy(() -> InstallationFile.read(folder.resolve("absent")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is not a readable file");
    }

    private Installation read(String text) throws Exception {
        return InstallationFile.read(Files.writeString(folder.resolve("installation.yaml"), text));
    }
}
