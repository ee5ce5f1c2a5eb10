package io.keelstream.cli.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.adopt.draft.Finding.Kind;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.Target;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FluxAdoptionTests {

    private static final String GIT = """
            apiVersion: source.toolkit.fluxcd.io/v1
            kind: GitRepository
            metadata: {name: flux-system, namespace: flux-system}
            spec: {interval: 1m, url: "ssh://git@git.example.com/acme/infra", ref: {branch: main}}
            """;

    private static Adopted kustomization(String spec) {
        return Adopted.flux().with("clusters/git.yaml", GIT).with("clusters/apps.yaml", """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: {name: shop, namespace: flux-system}
                spec: {interval: 10m, sourceRef: {kind: GitRepository, name: flux-system}, path: ./apps/shop, %s}
                """.formatted(spec));
    }

    private static Adopted release(String spec) {
        return Adopted.flux().with("clusters/git.yaml", GIT).with("releases/shop.yaml", """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: shop, namespace: shop}
                spec:
                  interval: 10m
                  chart: {spec: {chart: ./charts/shop, sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}}}
                """ + spec.indent(2));
    }

    private static Adopted chart(String spec) {
        return release(spec).with("charts/shop/Chart.yaml", "name: shop\n");
    }

    @Test
    void kustomizationIsAnApplicationBesideItsFolder() {
        Adopted adopted =
                kustomization("prune: true, targetNamespace: shop, timeout: 3m").with("apps/shop/x.yaml");

        assertThat(adopted.text("apps/shop/keelstream.yaml")).isEqualTo("""
                # from Kustomization flux-system/shop in clusters/apps.yaml:1
                apiVersion: keelstream.io/v1
                kind: Application
                metadata:
                  name: shop
                spec:
                  targets:
                  - name: default
                    namespace: shop
                  policy:
                    timeout: 3m
                    createNamespace: false
                """);
        assertThat(adopted.hands()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prune: true                              | AUTO   | AUTO  | CONFIRM
            prune: false                             | AUTO   | NEVER | ORPHAN
            prune: true, deletionPolicy: Orphan      | AUTO   | AUTO  | ORPHAN
            prune: false, deletionPolicy: Delete     | AUTO   | NEVER | CONFIRM
            prune: true, suspend: true               | MANUAL | AUTO  | CONFIRM
            """)
    void pruningAndSuspension(String spec, String sync, String prune, String removal) {
        TargetPolicy policy = target(kustomization(spec).with("apps/shop/x.yaml"), "apps/shop")
                .policy();

        assertThat(policy.gating().sync()).hasToString(sync);
        assertThat(policy.prune().mode()).hasToString(prune);
        assertThat(policy.onRemoval()).hasToString(removal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dependsOn: [{name: a}]",
                "postBuild: {substitute: {A: b}}",
                "decryption: {provider: sops}",
                "images: [{name: a}]",
                "patches: [{patch: x}]",
                "components: [a]",
                "commonMetadata: {labels: {a: b}}",
                "force: true",
                "kubeConfig: {secretRef: {name: prod-eu}}",
                "unheard: of"
            })
    void whatChangesWhatIsDeployedNeedsAHandAndWaitsUntilThen(String spec) {
        Adopted adopted = kustomization("prune: true, " + spec).with("apps/shop/x.yaml");

        assertThat(adopted.hands()).containsKey("spec." + spec.substring(0, spec.indexOf(':')));
        assertThat(target(adopted, "apps/shop").policy().gating().sync()).hasToString("MANUAL");
    }

    @Test
    void healthChecksAndWaitNeedNothing() {
        Adopted adopted = kustomization("prune: true, wait: true, healthChecks: [{kind: Deployment, name: web}]")
                .with("apps/shop/x.yaml");

        assertThat(adopted.hands()).isEmpty();
        assertThat(adopted.findings(Kind.TRANSLATED)).containsKeys("spec.wait", "spec.healthChecks");
    }

    @Test
    void foldersWithoutKustomizationAroundOneNeedAHand() {
        Adopted adopted = kustomization("prune: true")
                .with("apps/shop/x.yaml")
                .with("apps/shop/inner/kustomization.yaml", "resources: []\n");

        assertThat(adopted.hands().get("spec.path")).contains("apps/shop/inner inside has one");
    }

    @Test
    void folderOfFluxItselfGetsNoFile() {
        Adopted adopted = Adopted.flux()
                .with("clusters/production/flux-system/gotk-components.yaml")
                .with("clusters/production/flux-system/gotk-sync.yaml", GIT + """
                        ---
                        apiVersion: kustomize.toolkit.fluxcd.io/v1
                        kind: Kustomization
                        metadata: {name: flux-system, namespace: flux-system}
                        spec: {interval: 10m, path: ./clusters/production, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
                        """)
                .with("clusters/production/flux-system/kustomization.yaml", "resources: []\n");

        assertThat(adopted.paths()).isEmpty();
        assertThat(adopted.hands()).isEmpty();
    }

    @Test
    void releaseOfAChartInGitKeepsNameNamespaceAndValues() {
        Adopted adopted = chart(
                "targetNamespace: web\nvalues: {image: {tag: 1.1}, replicas: 3}\ninstall: {createNamespace: true}\n");

        Target target = target(adopted, "charts/shop");

        assertThat(adopted.application("charts/shop/keelstream.yaml").name()).isEqualTo("web-shop");
        assertThat(target.namespace()).isEqualTo("web");
        assertThat(target.policy().createNamespace()).isTrue();
        assertThat(target.parameters().get("replicas").value()).isEqualTo(3L);
        assertThat(((Map<?, ?>) target.parameters().get("image").value()).get("tag"))
                .hasToString("1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                              | RETRY    | OFF
            'upgrade: {remediation: {retries: 3}}'          | ROLLBACK | OFF
            'upgrade: {remediation: {retries: 3, strategy: uninstall}}' | RETRY | OFF
            'driftDetection: {mode: enabled}'               | RETRY    | CORRECT
            'driftDetection: {mode: warn}'                  | RETRY    | REPORT
            """)
    void remediationAndDriftOfARelease(String spec, String failure, String drift) {
        Adopted adopted = chart(spec);
        TargetPolicy policy = target(adopted, "charts/shop").policy();

        assertThat(adopted.hands()).isEmpty();

        assertThat(policy.onFailure()).hasToString(failure);
        assertThat(policy.drift()).hasToString(drift);
    }

    @Test
    void chartOfARepositoryIsTheChartOfATarget() {
        Adopted adopted = fromRepository("HelmRepository", "https://charts.example.com/", "20.1.0");

        Target target = target(adopted, "releases/redis");

        assertThat(adopted.hands()).isEmpty();
        assertThat(adopted.text("releases/redis/keelstream.yaml"))
                .contains(
                        "chart:\n      repository: https://charts.example.com\n      name: redis\n      version: 20.1.0\n");
        assertThat(target.namespace()).isEqualTo("shop");
        assertThat(target.parameters().get("replicas").value()).isEqualTo(3L);
        assertThat(adopted.findings(Kind.TRANSLATED))
                .hasEntrySatisfying(
                        "spec.chart.spec.sourceRef", each -> assertThat(each).contains("renderers.sources.hosts"));
    }

    @Test
    void chartOfARegistryIsTheChartOfATarget() {
        assertThat(fromRepository("HelmRepository", "oci://registry.example.com/charts", "20.1.0")
                        .text("releases/redis/keelstream.yaml"))
                .contains("oci: oci://registry.example.com/charts/redis\n      version: 20.1.0");
        assertThat(Adopted.flux().with("releases/redis.yaml", """
                                apiVersion: helm.toolkit.fluxcd.io/v2
                                kind: HelmRelease
                                metadata: {name: redis, namespace: shop}
                                spec: {chartRef: {kind: OCIRepository, name: redis}}
                                ---
                                apiVersion: source.toolkit.fluxcd.io/v1
                                kind: OCIRepository
                                metadata: {name: redis, namespace: shop}
                                spec: {url: "oci://registry.example.com/charts/redis", ref: {tag: 20.1.0}}
                                """).text("releases/redis/keelstream.yaml"))
                .contains("oci: oci://registry.example.com/charts/redis\n      version: 20.1.0");
    }

    @Test
    void chartOfARangeOrOfAnUnknownRepositoryNeedsAHand() {
        Adopted range = fromRepository("HelmRepository", "https://charts.example.com", "20.x");
        Adopted unknown = fromRepository("Bucket", "https://charts.example.com", "20.1.0");

        assertThat(range.paths()).isEmpty();
        assertThat(range.hands().get("spec.chart.spec.sourceRef"))
                .contains("has the version '20.x': name the one that is deployed");
        assertThat(unknown.paths()).isEmpty();
        assertThat(unknown.hands().get("spec.chart.spec.sourceRef"))
                .contains("the HelmRepository charts is not among what was read");
    }

    @Test
    void orderIsKeptUnderTheNamesThatAllGet() {
        Adopted adopted = fromRepository("HelmRepository", "https://charts.example.com", "20.1.0")
                .with("releases/web.yaml", """
                        apiVersion: helm.toolkit.fluxcd.io/v2
                        kind: HelmRelease
                        metadata: {name: web, namespace: front}
                        spec:
                          targetNamespace: front
                          kubeConfig: {configMapRef: {name: eu}}
                          chart: {spec: {chart: charts/web, sourceRef: {kind: GitRepository, name: infra, namespace: flux-system}}}
                          dependsOn: [{name: redis, namespace: shop}, {name: gone}]
                        """)
                .with("charts/web/Chart.yaml", "name: web\n");

        assertThat(target(adopted, "charts/web").policy().gating().dependsOn()).containsExactly("default/redis");
        assertThat(adopted.hands().get("spec.dependsOn")).startsWith("HelmRelease front/gone has no file");
    }

    private static Adopted fromRepository(String kind, String address, String version) {
        return Adopted.flux()
                .with("releases/redis.yaml", """
                        apiVersion: helm.toolkit.fluxcd.io/v2
                        kind: HelmRelease
                        metadata: {name: redis, namespace: shop}
                        spec:
                          interval: 10m
                          chart: {spec: {chart: redis, version: %s, sourceRef: {kind: HelmRepository, name: charts}}}
                          values: {replicas: 3}
                        """.formatted(version))
                .with("sources/charts.yaml", """
                        apiVersion: source.toolkit.fluxcd.io/v1
                        kind: %s
                        metadata: {name: charts, namespace: shop}
                        spec: {interval: 1h, url: "%s"}
                        """.formatted(kind, address));
    }

    @Test
    void valuesFilesOfAReleaseAreNamedFromTheRoot() {
        Adopted adopted = chart("").with("charts/shop/values-eu.yaml", "a: 1\n");
        Adopted named = adopted.with("releases/shop.yaml", """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: shop, namespace: shop}
                spec:
                  chart: {spec: {chart: charts/shop, valuesFiles: [charts/shop/values.yaml, ./charts/shop/values-eu.yaml],
                    sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}}}
                """);

        assertThat(target(named, "charts/shop").name()).isEqualTo("eu");
        assertThat(named.hands()).isEmpty();
    }

    private static Target target(Adopted adopted, String folder) {
        return adopted.application(folder + "/keelstream.yaml").targets().getFirst();
    }
}
