package io.keelstream.cli.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.adopt.draft.Finding.Kind;
import io.keelstream.gitwatcher.application.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands above an object of a tool counts for what the object deploys: parents that apply it, and kustomizations that list it. */
class ParentsTests {

    private static final String RELEASE = """
            apiVersion: helm.toolkit.fluxcd.io/v2
            kind: HelmRelease
            metadata: {name: web%s}
            spec: {chart: {spec: {chart: charts/web, sourceRef: {kind: GitRepository, name: infra}}}}
            """;
    private static final String APPLICATION = """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: %s, namespace: argocd}
            spec:
              source: {repoURL: %s, path: %s}
              destination: {name: in-cluster, namespace: shop}
              syncPolicy: %s
            """;
    private static final String AUTOMATED = "{automated: {prune: true, selfHeal: true}}";

    private static String kustomization(String name, String path, String spec) {
        return """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: {name: %s, namespace: flux-system}
                spec: {path: %s, prune: true, sourceRef: {kind: GitRepository, name: infra}%s}
                """.formatted(name, path, spec);
    }

    private static Adopted flux(String spec) {
        return Adopted.flux()
                .with("clusters/apps.yaml", kustomization("apps", "./apps", spec))
                .with("apps/web/release.yaml", RELEASE.formatted(", namespace: web"))
                .with("charts/web/Chart.yaml", "name: web\n");
    }

    private static Target web(Adopted adopted) {
        return adopted.application("charts/web/keelstream.yaml").targets().getFirst();
    }

    private static String sync(Adopted adopted) {
        return web(adopted).policy().gating().sync().toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "suspend: true",
                "postBuild: {substitute: {domain: example.com}}",
                "patches: [{patch: x}]",
                "dependsOn: [{name: infra}]",
                "targetNamespace: prod",
                "kubeConfig: {secretRef: {name: eu}}",
                "namePrefix: x-",
                "unheard: of"
            })
    void whatAParentOfReleasesSaysNeedsAHandAndTheyWait(String spec) {
        Adopted adopted = flux(", " + spec);

        assertThat(adopted.hands()).containsKey("spec." + spec.substring(0, spec.indexOf(':')));
        assertThat(adopted.hands().get("")).contains("is deployed by Kustomization flux-system/apps");
        assertThat(sync(adopted)).isEqualTo("MANUAL");
    }

    @Test
    void parentThatAddsNothingNeedsNone() {
        Adopted adopted = flux(", interval: 5m, timeout: 2m, wait: true, decryption: {provider: sops}");

        assertThat(adopted.hands()).isEmpty();
        assertThat(adopted.findings(Kind.NO_COUNTERPART)).containsKey("spec.decryption");
        assertThat(sync(adopted)).isEqualTo("AUTO");
    }

    @Test
    void parentOfAParentCountsToo() {
        Adopted adopted = flux("").with("root.yaml", kustomization("all", "clusters", ", suspend: true"));

        assertThat(sync(adopted)).isEqualTo("MANUAL");
        assertThat(adopted.hands().get("")).contains("by Kustomization flux-system/apps");
    }

    @Test
    void parentThatDeploysItselfEnds() {
        Adopted adopted = flux("").with("clusters/all.yaml", kustomization("all", "clusters", ", suspend: true"));

        assertThat(sync(adopted)).isEqualTo("MANUAL");
    }

    @Test
    void objectsThatNobodyAskedToReadAreNamed() {
        assertThat(flux("").adoption("clusters").findings())
                .anySatisfy(each -> assertThat(each.message())
                        .contains("deploys objects of the tool itself that were not read: apps/web/release.yaml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "path: argocd, kustomize: {namePrefix: x-}",
                "path: argocd, directory: {exclude: shop.yaml}",
                "path: argocd"
            })
    void whatAnAppOfAppsSaysNeedsAHandAndItsApplicationsWait(String source) {
        String sync = source.equals("path: argocd") ? "{}" : AUTOMATED;
        Adopted adopted = apps(source, sync);

        assertThat(adopted.hands().get("")).contains("is deployed by Application argocd/all");
        assertThat(adopted.application("a/keelstream.yaml")
                        .targets()
                        .getFirst()
                        .policy()
                        .gating()
                        .sync())
                .hasToString("MANUAL");
    }

    @Test
    void appOfAppsThatAddsNothingNeedsNone() {
        assertThat(apps("path: argocd, directory: {recurse: true}", AUTOMATED).hands())
                .isEmpty();
    }

    private static Adopted apps(String source, String sync) {
        return Adopted.argocd()
                .with("a/x.yaml")
                .with("argocd/shop.yaml", APPLICATION.formatted("shop", Adopted.REPOSITORY, "a", AUTOMATED))
                .with(
                        "root.yaml",
                        APPLICATION
                                .formatted("all", Adopted.REPOSITORY, "PATH", sync)
                                .replace("path: PATH", source));
    }

    @Test
    void namespaceThatAKustomizationGivesIsTheReleases() {
        Adopted adopted = Adopted.flux()
                .with("apps/web/kustomization.yaml", "namespace: front\nresources: [release.yaml]\n")
                .with("apps/web/release.yaml", RELEASE.formatted(""))
                .with("charts/web/Chart.yaml", "name: web\n");

        assertThat(adopted.hands()).isEmpty();
        assertThat(web(adopted).namespace()).isEqualTo("front");
    }

    @Test
    void releaseWithoutNamespaceNeedsAHand() {
        Adopted adopted = Adopted.flux()
                .with("apps/web/release.yaml", RELEASE.formatted(""))
                .with("charts/web/Chart.yaml", "name: web\n");

        assertThat(adopted.hands()).containsKey("metadata.namespace");
    }

    private static Adopted overlaid(String kustomization) {
        return flux("").with("apps/web/kustomization.yaml", "resources: [release.yaml]\n")
                .with("production/kustomization.yaml", "resources: [../apps/web]\n" + kustomization)
                .with("production/patch.yaml", "kind: HelmRelease\nmetadata: {name: web}\nspec: {values: {a: 5}}\n")
                .with("production/other.yaml", "kind: Deployment\nmetadata: {name: web}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patches: [{path: patch.yaml}]",
                "patches: [{target: {kind: HelmRelease}, patch: x}]",
                "patches: [{target: {kind: Helm.*}, patch: x}]",
                "patches: [{patch: '[{op: add, path: /spec/values/a, value: 5}]'}]",
                "patchesStrategicMerge: [patch.yaml]",
                "namePrefix: prod-",
                "components: [../some]",
                "replacements: [{}]",
                "transformers: [x]"
            })
    void kustomizationThatChangesAReleaseNeedsAHand(String kustomization) {
        Adopted adopted = overlaid(kustomization);

        assertThat(adopted.hands().get("")).contains("production/kustomization.yaml changes it (");
        assertThat(sync(adopted)).isEqualTo("MANUAL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patches: [{path: other.yaml}]",
                "patches: [{target: {kind: Deployment}, patch: x}]",
                "patches: [{target: {kind: HelmRelease, name: other}, patch: x}]",
                "labels: [{pairs: {a: b}}]",
                "images: [{name: a}]"
            })
    void kustomizationThatChangesOthersNeedsNone(String kustomization) {
        assertThat(overlaid(kustomization).hands()).isEmpty();
    }

    @Test
    void releaseOfSeveralOverlaysNeedsAHand() {
        Adopted adopted = overlaid("namespace: production\n")
                .with("staging/kustomization.yaml", "resources: [../apps/web]\nnamespace: staging\n");

        assertThat(adopted.hands().get(""))
                .contains("is deployed by each of production/kustomization.yaml, staging/kustomization.yaml");
        assertThat(adopted.hands().get("metadata.namespace")).contains("production or staging");
    }

    @Test
    void overlayOfReleasesElsewhereGetsNoFile() {
        Adopted adopted = overlaid("patches: [{path: patch.yaml}]")
                .with("clusters/production.yaml", kustomization("production", "production", ""));

        assertThat(adopted.paths()).containsExactly("charts/web/keelstream.yaml");
    }

    @Test
    void applicationThatAnOverlayChangesNeedsAHand() {
        Adopted adopted = Adopted.argocd()
                .with("a/x.yaml")
                .with("base/app.yaml", APPLICATION.formatted("shop", Adopted.REPOSITORY, "a", AUTOMATED))
                .with("base/kustomization.yaml", "resources: [app.yaml]\n")
                .with(
                        "over/kustomization.yaml",
                        "resources: [../base]\nnamePrefix: prod-\npatches:\n- {target: {kind: Application}, patch: x}\n");

        assertThat(adopted.hands().get("")).contains("over/kustomization.yaml changes it (namePrefix, patches)");
        assertThat(adopted.text("a/keelstream.yaml")).contains("sync: manual");
    }
}
