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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources: [release.yaml, 'https://git.example.com/acme/base?ref=v1']",
                "{resources: [release.yaml], configMapGenerator: [{name: settings, literals: [mode=fast]}]}"
            })
    void folderWhereAKustomizationInsideBringsMoreThanObjectsOfFluxGetsAFile(String inside) {
        Adopted adopted = kustomization("prune: true")
                .with("apps/shop/inner/kustomization.yaml", inside)
                .with("apps/shop/inner/release.yaml", """
                        apiVersion: helm.toolkit.fluxcd.io/v2
                        kind: HelmRelease
                        metadata: {name: redis, namespace: shop}
                        spec: {chart: {spec: {chart: redis, sourceRef: {kind: HelmRepository, name: charts}}}}
                        """);

        assertThat(adopted.paths()).contains("apps/shop/keelstream.yaml");
        assertThat(adopted.hands().get("spec.path")).contains("apps/shop/inner inside has one");
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
        'upgrade: {remediation: {retries: 0}}'          | RETRY    | OFF
        'upgrade: {remediation: {retries: -1}}'         | ROLLBACK | OFF
        'upgrade: {remediation: {retries: 3, remediateLastFailure: true}}'  | ROLLBACK | OFF
        'upgrade: {remediation: {retries: 3, remediateLastFailure: false}}' | RETRY    | OFF
        'upgrade: {remediation: {remediateLastFailure: true}}'              | ROLLBACK | OFF
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "install.disableHooks",
                "upgrade.disableHooks",
                "rollback.disableHooks",
                "uninstall.disableHooks",
                "install.disableSchemaValidation",
                "upgrade.disableSchemaValidation",
                "install.skipCRDs",
                "upgrade.preserveValues",
                "upgrade.force"
            })
    void whatHelmDoesOtherwiseNeedsAHand(String field) {
        Adopted adopted = chart(field.replace(".", ": {") + ": true}");

        assertThat(adopted.hands()).containsOnlyKeys("spec." + field);
        assertThat(target(adopted, "charts/shop").policy().gating().sync()).hasToString("MANUAL");
    }

    @Test
    void numberOfRetriesThatIsNoneNeedsAHand() {
        assertThat(chart("upgrade: {remediation: {retries: many}}").hands())
                .containsKey("spec.upgrade.remediation.retries");
    }

    @Test
    void whatHelmDoesAloneHasNoCounterpart() {
        Adopted adopted = chart("""
            install: {remediation: {retries: 3}, disableOpenAPIValidation: true}
            rollback: {cleanupOnFail: true}
            uninstall: {keepHistory: true}
            maxHistory: 3
            """);

        assertThat(adopted.hands()).isEmpty();
        assertThat(adopted.findings(Kind.NO_COUNTERPART))
                .containsKeys(
                        "spec.install.remediation",
                        "spec.install.disableOpenAPIValidation",
                        "spec.rollback",
                        "spec.uninstall",
                        "spec.maxHistory");
    }

    @Test
    void accountNeedsAHandAndNotificationsAreSaid() {
        assertThat(kustomization("serviceAccountName: deployer")
                        .with("apps/shop/x.yaml")
                        .hands()
                        .get("spec.serviceAccountName"))
                .contains("set impersonate of the cluster");
        assertThat(kustomization("prune: true")
                        .with("apps/shop/x.yaml")
                        .with("alert.yaml", """
                            apiVersion: notification.toolkit.fluxcd.io/v1beta3
                            kind: Alert
                            metadata: {name: all, namespace: flux-system}
                            """)
                        .findings(Kind.TRANSLATED)
                        .get(""))
                .contains("keelstream.notifier.sinks");
    }

    private static Adopted second(String spec, String path) {
        return kustomization("prune: true")
                .with("apps/shop/x.yaml")
                .with("apps/web/x.yaml")
                .with("second.yaml", """
                        apiVersion: source.toolkit.fluxcd.io/v1
                        kind: GitRepository
                        metadata: {name: other, namespace: flux-system}
                        spec: {url: "%s", %s}
                        ---
                        apiVersion: kustomize.toolkit.fluxcd.io/v1
                        kind: Kustomization
                        metadata: {name: shop-other, namespace: flux-system}
                        spec: {prune: true, sourceRef: {kind: GitRepository, name: other}, path: %s}
                        """.formatted(Adopted.REPOSITORY, spec, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ref: {branch: develop}",
                "ref: {branch: main, tag: v1}",
                "ref: {branch: main, semver: '>=1.0'}",
                "ref: {branch: main, commit: 0123456789abcdef0123456789abcdef01234567}",
                "ref: {branch: main, name: refs/heads/release}",
                "interval: 1m"
            })
    void targetsOfOneFolderAtSeveralRefsNeedAHand(String spec) {
        Adopted adopted = second(spec, "apps/shop");

        assertThat(adopted.hands().get("")).contains("is deployed from main, and its folder also from another ref");
        assertThat(adopted.application("apps/shop/keelstream.yaml").targets())
                .hasSize(2)
                .allMatch(each -> each.policy().gating().sync().toString().equals("MANUAL"));
    }

    @Test
    void folderAtAnotherRefNeedsAHand() {
        Adopted adopted = second("ref: {branch: develop}", "apps/web");

        assertThat(adopted.hands().get("")).contains("is deployed from", "have an entry of the installation for it");
    }

    @Test
    void folderOfTheSameRefNeedsNone() {
        assertThat(second("ref: {name: refs/heads/main}", "apps/shop").hands()).isEmpty();
    }

    @Test
    void objectsThatNameAnotherNamespaceThanFluxGivesThemNeedAHand() {
        String named = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: %s}\n";

        assertThat(kustomization("targetNamespace: shop")
                        .with("apps/shop/x.yaml", named.formatted("other"))
                        .hands()
                        .get("spec.targetNamespace"))
                .contains("apps/shop/x.yaml", "write a kustomization with namespace: shop");
        assertThat(kustomization("targetNamespace: shop")
                        .with("apps/shop/x.yaml", named.formatted("shop"))
                        .hands())
                .isEmpty();
        Adopted built = kustomization("targetNamespace: shop").with("base/x.yaml", named.formatted("other"));
        assertThat(built.with("apps/shop/kustomization.yaml", "resources: [../../base/x.yaml]\n")
                        .hands()
                        .get("spec.targetNamespace"))
                .contains("base/x.yaml");
        assertThat(built.with("apps/shop/kustomization.yaml", "namespace: shop\nresources: [../../base/x.yaml]\n")
                        .hands())
                .isEmpty();
        assertThat(built.with("apps/shop/kustomization.yaml", "namespace: web\nresources: [../../base/x.yaml]\n")
                        .hands())
                .containsKey("spec.targetNamespace");
    }

    @Test
    void objectThatFluxDoesNotUpdateNeedsAHand() {
        assertThat(chart("").with("releases/shop.yaml", """
            apiVersion: helm.toolkit.fluxcd.io/v2
            kind: HelmRelease
            metadata: {name: shop, namespace: shop, annotations: {kustomize.toolkit.fluxcd.io/reconcile: disabled}}
            spec: {chart: {spec: {chart: charts/shop, sourceRef: {kind: GitRepository, name: infra}}}}
            """).hands()).containsKey("metadata.annotations");
    }

    @Test
    void filesThatARepositoryIgnoresNeedAHand() {
        assertThat(second("ref: {branch: main}, ignore: '*.txt'", "apps/web").hands())
                .containsKeys("spec.ignore", "spec.sourceRef");
    }

    @Test
    void suspendedRepositoryHoldsWhatIsDeployedFromIt() {
        Adopted adopted = second("suspend: true, ref: {branch: main}", "apps/web");

        assertThat(adopted.hands()).containsKeys("spec.suspend", "spec.sourceRef");
        assertThat(target(adopted, "apps/web").policy().gating().sync()).hasToString("MANUAL");
        assertThat(target(adopted, "apps/shop").policy().gating().sync()).hasToString("AUTO");
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

    @ParameterizedTest
    @ValueSource(strings = {"[charts/shop/values-eu.yaml]", "[charts/shop/values-eu.yaml, charts/shop/values.yaml]"})
    void valuesOfTheChartThatFluxDoesNotReadFirstNeedAHand(String files) {
        Adopted adopted = chart("")
                .with("charts/shop/values.yaml", "a: 1\n")
                .with("charts/shop/values-eu.yaml", "b: 1\n")
                .with("releases/shop.yaml", """
                    apiVersion: helm.toolkit.fluxcd.io/v2
                    kind: HelmRelease
                    metadata: {name: shop, namespace: shop}
                    spec:
                      chart: {spec: {chart: charts/shop, valuesFiles: %s,
                        sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}}}
                    """.formatted(files));

        assertThat(adopted.hands().get("spec.chart.spec.valuesFiles")).contains("values.yaml");
        assertThat(target(adopted, "charts/shop").policy().gating().sync()).hasToString("MANUAL");
    }

    private static Target target(Adopted adopted, String folder) {
        return adopted.application(folder + "/keelstream.yaml").targets().getFirst();
    }
}
