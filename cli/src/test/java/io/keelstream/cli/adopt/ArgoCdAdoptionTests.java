package io.keelstream.cli.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.cli.adopt.draft.Finding.Kind;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.Application;
import io.keelstream.gitwatcher.application.Parameter;
import io.keelstream.gitwatcher.application.Target;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgoCdAdoptionTests {

    private static final String HEAD = """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: shop, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}
            """;
    private static final String AUTOMATED =
            "{automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}";

    private static String application(String source, String sync) {
        return HEAD + """
                spec:
                  project: default
                  source: {repoURL: %s, %s}
                  destination: {server: "https://kubernetes.default.svc", namespace: shop}
                  syncPolicy: %s
                """.formatted(Adopted.REPOSITORY, source, sync);
    }

    private static Adopted shop(String source, String sync) {
        return Adopted.argocd().with("argocd/shop.yaml", application(source, sync));
    }

    @Test
    void applicationThatFollowsGitIsAFileOfSixLines() {
        Adopted adopted = shop("path: apps/shop", AUTOMATED).with("apps/shop/web.yaml");

        assertThat(adopted.text("apps/shop/keelstream.yaml")).isEqualTo("""
                # from Application argocd/shop in argocd/shop.yaml:1
                apiVersion: keelstream.io/v1
                kind: Application
                metadata:
                  name: shop
                spec:
                  targets:
                  - name: default
                    namespace: shop
                """);
        assertThat(adopted.adoption().needsHand()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {automated: {prune: true, selfHeal: true}}     | AUTO   | CORRECT | AUTO
            {automated: {prune: true}}                     | AUTO   | REPORT  | AUTO
            {automated: {selfHeal: true}}                  | AUTO   | CORRECT | NEVER
            {automated: {}}                                | AUTO   | REPORT  | NEVER
            {automated: {enabled: false, prune: true}}     | MANUAL | REPORT  | AUTO
            {}                                             | MANUAL | REPORT  | AUTO
            {syncOptions: [Prune=confirm]}                 | MANUAL | REPORT  | CONFIRM
            """)
    void syncPolicyIsApprovalDriftAndPruning(String sync, String approval, String drift, String prune) {
        TargetPolicy policy =
                target(shop("path: apps/shop", sync).with("apps/shop/web.yaml")).policy();

        assertThat(policy.gating().sync()).hasToString(approval);
        assertThat(policy.drift()).hasToString(drift);
        assertThat(policy.prune().mode()).hasToString(prune);
    }

    @Test
    void namespaceIsCreatedOnlyWhereArgoCdCreatesIt() {
        assertThat(target(shop("path: a", AUTOMATED).with("a/x.yaml")).policy().createNamespace())
                .isTrue();
        assertThat(target(shop("path: a", "{automated: {}}").with("a/x.yaml"))
                        .policy()
                        .createNamespace())
                .isFalse();
    }

    @Test
    void objectsOfAnApplicationWithoutFinalizerAreKeptWhenItIsRemoved() {
        String without = application("path: a", AUTOMATED).replaceFirst(", finalizers: \\[.*?]", "");

        assertThat(target(Adopted.argocd().with("app.yaml", without).with("a/x.yaml"))
                        .policy()
                        .onRemoval())
                .hasToString("ORPHAN");
        assertThat(target(shop("path: a", AUTOMATED).with("a/x.yaml")).policy().onRemoval())
                .hasToString("CONFIRM");
    }

    @Test
    void valuesAndParametersComeTogetherAsHelmSeesThem() {
        Adopted adopted = shop("""
                        path: charts/shop, helm: {
                          valuesObject: {image: {tag: 1.1, pull: Always}, list: [a, b]},
                          parameters: [
                            {name: image.tag, value: "12"}, {name: replicas, value: "3"}, {name: debug, value: "true"},
                            {name: port, value: "80", forceString: true}, {name: version, value: "1.20"}, {name: gone, value: "null"}]}
                        """, AUTOMATED).with("charts/shop/Chart.yaml", "name: shop\n");

        Map<String, Parameter> parameters = target(adopted).parameters();

        assertThat(parameters.get("image").value()).isEqualTo(Map.of("tag", 12L, "pull", "Always"));
        assertThat(parameters.get("replicas").value()).isEqualTo(3L);
        assertThat(parameters.get("debug").value()).isEqualTo(true);
        assertThat(parameters.get("port").value()).isEqualTo("80");
        assertThat(parameters.get("version").value()).isEqualTo("1.20");
        assertThat(parameters).containsKey("gone");
        assertThat(parameters.get("gone").value()).isNull();
    }

    @Test
    void valuesAsTextAreReadAndThoseOfTheObjectTakePrecedence() {
        Adopted text = shop("path: c, helm: {values: \"a: {b: 1}\"}", AUTOMATED).with("c/Chart.yaml", "name: c\n");
        assertThat(target(text).parameters().get("a").value()).isEqualTo(Map.of("b", 1L));

        Adopted both = shop("path: c, helm: {values: \"a: 1\", valuesObject: {b: 2}}", AUTOMATED)
                .with("c/Chart.yaml", "name: c\n");
        assertThat(target(both).parameters()).containsOnlyKeys("b");
    }

    @Test
    void targetIsNamedAfterItsValuesFile() {
        Adopted adopted = shop("path: c, helm: {valueFiles: [values.yaml, values-staging.yaml]}", AUTOMATED)
                .with("c/Chart.yaml", "name: c\n")
                .with("c/values-staging.yaml", "a: 1\n");

        assertThat(target(adopted).name()).isEqualTo("staging");
        assertThat(adopted.hands()).isEmpty();
    }

    @Test
    void otherValuesFilesNeedAHandAndChangesWaitUntilThen() {
        Adopted adopted = shop("path: c, helm: {valueFiles: [../common.yaml]}", AUTOMATED)
                .with("c/Chart.yaml", "name: c\n")
                .with("common.yaml", "a: 1\n");

        assertThat(adopted.hands()).containsKey("spec.source.helm.valueFiles");
        assertThat(target(adopted).policy().gating().sync()).hasToString("MANUAL");
        assertThat(adopted.text("c/keelstream.yaml")).contains("# Something needs a hand");
    }

    @Test
    void valuesFileThatOnlyTheTargetsNameMakesCountIsFound() {
        Adopted adopted =
                shop("path: c", AUTOMATED).with("c/Chart.yaml", "name: c\n").with("c/values-default.yaml", "a: 1\n");

        assertThat(adopted.hands().get("")).contains("values-default.yaml is read for a target of that name");
    }

    @Test
    void applicationIsNamedAfterHelmsRelease() {
        Adopted adopted = shop("path: c, helm: {releaseName: web}", AUTOMATED).with("c/Chart.yaml", "name: c\n");

        assertThat(adopted.application("c/keelstream.yaml").name()).isEqualTo("web");
    }

    @Test
    void foldersInsideAreLeftOutUnlessArgoCdReadsThem() {
        Adopted flat = shop("path: a", AUTOMATED).with("a/x.yaml").with("a/inner/y.yaml");
        assertThat(flat.text("a/.keelstreamignore")).isEqualTo("*/\n");

        Adopted recursive = shop("path: a, directory: {recurse: true, exclude: '{secret.yaml,*.json}'}", AUTOMATED)
                .with("a/x.yaml")
                .with("a/inner/y.yaml");
        assertThat(recursive.text("a/.keelstreamignore")).isEqualTo("/secret.yaml\n*.json\n");

        Adopted some =
                shop("path: a, directory: {include: 'x*.yaml'}", AUTOMATED).with("a/x.yaml");
        assertThat(some.text("a/.keelstreamignore")).isEqualTo("*\n!x*.yaml\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inner/*", "sub*", "{a.yaml,sub?}", "*test", "[ab].yaml"})
    void patternThatMeansSomethingElseHereNeedsAHand(String pattern) {
        Adopted adopted = shop("path: a, directory: {recurse: true, exclude: '" + pattern + "'}", AUTOMATED)
                .with("a/x.yaml");

        assertThat(adopted.hands()).containsKey("spec.source.directory.exclude");
    }

    @Test
    void patternOfOneFolderIsOfItsNames() {
        assertThat(shop("path: a, directory: {exclude: 'sub*'}", AUTOMATED)
                        .with("a/x.yaml")
                        .text("a/.keelstreamignore"))
                .isEqualTo("sub*\n");
    }

    @Test
    void applicationThatArgoCdLeavesAloneWaits() {
        Adopted adopted = annotated("argocd.argoproj.io/skip-reconcile: \"true\"");

        assertThat(target(adopted).policy().gating().sync()).hasToString("MANUAL");
        assertThat(target(adopted).policy().drift()).hasToString("REPORT");
        assertThat(target(annotated("argocd.argoproj.io/skip-reconcile: \"false\""))
                        .policy()
                        .gating()
                        .sync())
                .hasToString("AUTO");
    }

    @Test
    void annotationOfArgoCdThatNobodyKnowsIsFound() {
        assertThat(annotated("argocd.argoproj.io/unheard: of").hands().get("metadata.annotations"))
                .contains("argocd.argoproj.io/unheard is not known to adopt");
        assertThat(annotated("argocd.argoproj.io/refresh: hard, example.com/a: b")
                        .hands())
                .isEmpty();
        assertThat(annotated("notifications.argoproj.io/subscribe.on-sync-failed.slack: team")
                        .findings(Kind.TRANSLATED)
                        .get("metadata.annotations"))
                .contains("keelstream.notifier.sinks");
    }

    private static Adopted annotated(String annotations) {
        return Adopted.argocd()
                .with(
                        "app.yaml",
                        application("path: a", AUTOMATED)
                                .replace(
                                        "namespace: argocd,", "namespace: argocd, annotations: {" + annotations + "},"))
                .with("a/x.yaml");
    }

    @Test
    void valuesOfTheChartOnTopOfOthersNeedAHand() {
        Adopted adopted = shop("path: c, helm: {valueFiles: [values-eu.yaml, values.yaml]}", AUTOMATED)
                .with("c/Chart.yaml", "name: c\n")
                .with("c/values.yaml", "a: 1\n")
                .with("c/values-eu.yaml", "a: 2\n");

        assertThat(adopted.hands().get("spec.source.helm.valueFiles")).contains("values.yaml on top of others");
        assertThat(shop("path: c, helm: {valueFiles: [values-eu.yaml]}", AUTOMATED)
                        .with("c/Chart.yaml", "name: c\n")
                        .with("c/values.yaml", "a: 1\n")
                        .with("c/values-eu.yaml", "a: 2\n")
                        .hands())
                .isEmpty();
    }

    @Test
    void schemaThatIsNotSkippedNeedsAHand() {
        assertThat(shop("path: c, helm: {skipSchemaValidation: true}", AUTOMATED)
                        .with("c/Chart.yaml", "name: c\n")
                        .hands())
                .containsKey("spec.source.helm.skipSchemaValidation");
    }

    @Test
    void targetsOfOneFolderAtSeveralRefsNeedAHand() {
        Adopted adopted = Adopted.argocd().with("apps/shop/web.yaml").with("apps/web/x.yaml");
        for (String ref : new String[] {"develop", "v1.2.3"}) {
            adopted.with(
                    ref + ".yaml",
                    application("path: apps/shop, targetRevision: " + ref, AUTOMATED)
                            .replace("name: shop,", "name: shop-" + ref + ","));
        }
        adopted.with("web.yaml", application("path: apps/web, targetRevision: develop", AUTOMATED));

        assertThat(adopted.hands().get("")).contains("is deployed from v1.2.3, and its folder also from another ref");
        assertThat(adopted.application("apps/shop/keelstream.yaml").targets())
                .allMatch(each -> each.policy().gating().sync().toString().equals("MANUAL"));
        assertThat(adopted.text("apps/web/keelstream.yaml")).doesNotContain("manual");
    }

    @Test
    void projectIsATenant() {
        Adopted adopted = Adopted.argocd()
                .with("app.yaml", application("path: a", AUTOMATED).replace("project: default", "project: team"))
                .with("a/x.yaml")
                .with("project.yaml", """
                    apiVersion: argoproj.io/v1alpha1
                    kind: AppProject
                    metadata: {name: team, namespace: argocd}
                    spec:
                      sourceRepos: ['https://git.example.com/acme/*']
                      destinations: [{namespace: 'team-*', name: prod}]
                      namespaceResourceBlacklist: [{group: '', kind: ResourceQuota}, {group: apps, kind: DaemonSet}]
                      syncWindows: [{kind: deny}]
                      unheard: of
                    """);

        assertThat(adopted.hands())
                .containsOnlyKeys(
                        "spec.sourceRepos",
                        "spec.destinations",
                        "spec.clusterResourceWhitelist",
                        "spec.namespaceResourceBlacklist",
                        "spec.syncWindows",
                        "spec.unheard");
        assertThat(adopted.hands().get("spec.destinations")).contains("keelstream.tenants[]", "[prod/team-*]");
        assertThat(adopted.hands().get("spec.namespaceResourceBlacklist")).contains("[ResourceQuota, DaemonSet.apps]");
        assertThat(adopted.findings(Kind.TRANSLATED).get("spec.project")).contains("keelstream.tenants");
    }

    @Test
    void projectThatAllowsEverythingNeedsNone() {
        assertThat(shop("path: a", AUTOMATED)
                        .with("a/x.yaml")
                        .with("project.yaml", """
                            apiVersion: argoproj.io/v1alpha1
                            kind: AppProject
                            metadata: {name: default, namespace: argocd}
                            spec:
                              sourceRepos: ['*']
                              destinations: [{namespace: '*', server: '*'}]
                              clusterResourceWhitelist: [{group: '*', kind: '*'}]
                            """)
                        .hands())
                .isEmpty();
    }

    @Test
    void folderOfApplicationsGetsNoFileAndOneThatHasSomeLeavesThemOut() {
        String parent = application("path: argocd", AUTOMATED).replace("name: shop,", "name: all,");
        Adopted only = shop("path: a", AUTOMATED).with("a/x.yaml").with("root.yaml", parent);
        assertThat(only.paths()).containsExactly("a/keelstream.yaml");
        assertThat(only.findings(Kind.TRANSLATED).get("spec.source.path")).contains("gets no file");

        Adopted both = shop("path: a", AUTOMATED)
                .with("a/x.yaml")
                .with("root.yaml", parent)
                .with("argocd/project.yaml");
        assertThat(both.text("argocd/.keelstreamignore")).isEqualTo("/shop.yaml\n");
    }

    @Test
    void severalApplicationsOfOneFolderAreItsTargets() {
        Adopted adopted = Adopted.argocd().with("apps/shop/web.yaml");
        for (String name : new String[] {"shop-staging", "shop-production"}) {
            adopted.with(
                    name + ".yaml",
                    application("path: apps/shop", AUTOMATED)
                            .replace("name: shop,", "name: " + name + ",")
                            .replace("namespace: shop}", "namespace: " + name + "}"));
        }

        Application application = adopted.application("apps/shop/keelstream.yaml");

        assertThat(application.name()).isEqualTo("shop");
        assertThat(application.targets())
                .extracting(Target::name, Target::namespace)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("production", "shop-production"),
                        org.assertj.core.groups.Tuple.tuple("staging", "shop-staging"));
        assertThat(adopted.hands()).isEmpty();
    }

    @Test
    void nameOfAnApplicationThatIsThereAlreadyIsNotTakenTwice() {
        Adopted adopted =
                shop("path: apps/shop", AUTOMATED).with("apps/shop/web.yaml").with("old/keelstream.yaml", """
                        apiVersion: keelstream.io/v1
                        kind: Application
                        metadata: {name: shop}
                        spec: {targets: [{name: production}]}
                        """);

        assertThat(adopted.application("apps/shop/keelstream.yaml").name()).isEqualTo("shop-2");
        assertThat(adopted.findings(Kind.TRANSLATED).get("metadata.name")).contains("named shop-2");
    }

    @Test
    void fileThatWouldNotBeValidIsNotWritten() {
        String deep = "{b: ".repeat(60) + "1" + "}".repeat(60);
        Adopted adopted =
                shop("path: c, helm: {values: \"x: " + deep + "\"}", AUTOMATED).with("c/Chart.yaml", "name: c\n");

        assertThat(adopted.paths()).isEmpty();
        assertThat(adopted.hands().get("")).contains("would not be valid");
    }

    @Test
    void releaseNameThatIsLostNeedsAHand() {
        Adopted adopted = Adopted.argocd().with("c/Chart.yaml", "name: c\n");
        for (String name : new String[] {"shop-staging", "shop-production"}) {
            adopted.with(
                    name + ".yaml", application("path: c", AUTOMATED).replace("name: shop,", "name: " + name + ","));
        }

        assertThat(adopted.hands().get("metadata.name")).contains("Helm's release name becomes shop");
    }

    @Test
    void chartFromElsewhereIsTheChartOfATarget() {
        String chart = "chart: redis, targetRevision: 1.2.3, helm: {valuesObject: {replicas: 3}}";
        Adopted web = shop(chart, AUTOMATED);
        Adopted registry = Adopted.argocd()
                .with(
                        "argocd/shop.yaml",
                        application(chart, AUTOMATED).replace(Adopted.REPOSITORY, "registry.example.com/charts"));

        assertThat(web.hands()).isEmpty();
        assertThat(web.text("argocd/shop/keelstream.yaml"))
                .contains("chart:\n      repository: " + Adopted.REPOSITORY
                        + "\n      name: redis\n      version: 1.2.3\n");
        assertThat(target(web).parameters().get("replicas").value()).isEqualTo(3L);
        assertThat(registry.text("argocd/shop/keelstream.yaml"))
                .contains("oci: oci://registry.example.com/charts/redis\n      version: 1.2.3\n");
        assertThat(shop("chart: redis, targetRevision: 1.*", AUTOMATED).hands().get("spec.source.chart"))
                .contains("has the version '1.*': name the one that is deployed");
    }

    @Test
    void valuesFilesOfAChartFromElsewhereAreNotThoseOfTheSources() {
        Adopted adopted = shop("chart: redis, targetRevision: 1.2.3, helm: {valueFiles: [values-eu.yaml]}", AUTOMATED)
                .with("values-eu.yaml", "a: 1\n");

        assertThat(adopted.hands()).containsKey("spec.source.helm.valueFiles");
        assertThat(target(adopted).name()).isEqualTo("default");
    }

    @Test
    void otherRepositoriesAreNamed() {
        Adopted other = Adopted.argocd()
                .with("app.yaml", application("path: a", AUTOMATED).replace("acme/infra", "acme/other"))
                .with("a/x.yaml");
        assertThat(other.hands()).containsKey("spec.source.repoURL");
        assertThat(other.paths()).isEmpty();
    }

    @Test
    void clusterIsNamedAndOneByAddressNeedsAHand() {
        Adopted named = Adopted.argocd()
                .with(
                        "app.yaml",
                        application("path: a", AUTOMATED)
                                .replace("server: \"https://kubernetes.default.svc\"", "name: prod-eu"))
                .with("a/x.yaml");
        assertThat(target(named).cluster()).isEqualTo("prod-eu");
        assertThat(named.hands()).isEmpty();

        Adopted address = Adopted.argocd()
                .with(
                        "app.yaml",
                        application("path: a", AUTOMATED)
                                .replace("https://kubernetes.default.svc", "https://10.1.2.3:6443"))
                .with("a/x.yaml");
        assertThat(target(address).cluster()).isEqualTo("10-1-2-3-6443");
        assertThat(address.hands()).containsKey("spec.destination.server");
    }

    @Test
    void fieldThatNobodyKnowsIsFoundAtEveryDepth() {
        Adopted adopted = shop("path: a, kustomize: {imagos: [x]}", "{automated: {prune: true, selfHeel: true}}")
                .with("a/x.yaml");

        assertThat(adopted.hands().keySet())
                .contains("spec.source.kustomize.imagos", "spec.syncPolicy.automated.selfHeel");
    }

    @Test
    void ignoredDifferenceNamesTheAnnotation() {
        Adopted adopted = Adopted.argocd()
                .with(
                        "app.yaml",
                        application("path: a", AUTOMATED)
                                + "  ignoreDifferences: [{group: apps, kind: Deployment, name: web, jsonPointers:"
                                + " [/spec/replicas]}]\n")
                .with("a/x.yaml");

        assertThat(adopted.hands().get("spec.ignoreDifferences[0].jsonPointers"))
                .contains("annotate Deployment web in Git with keelstream.io/ignore-fields: \"/spec/replicas\"");
    }

    @Test
    void severalSourcesAreSeveralApplications() {
        String sources = application("path: a", AUTOMATED)
                .replaceFirst(
                        "source: \\{(.*?), path: a}", "sources: [{$1, path: a}, {$1, path: b}, {$1, ref: values}]");
        Adopted adopted =
                Adopted.argocd().with("app.yaml", sources).with("a/x.yaml").with("b/y.yaml");

        assertThat(adopted.application("a/keelstream.yaml").name()).isEqualTo("shop");
        assertThat(adopted.application("b/keelstream.yaml").name()).isEqualTo("shop-b");
    }

    @Test
    void valuesOfAChartAreInNoFinding() {
        Adopted adopted = shop(
                        "path: c, helm: {values: \"hunter2-secret\", parameters: [{name: 'a[0]', value:"
                                + " hunter2-secret}]}",
                        AUTOMATED)
                .with("c/Chart.yaml", "name: c\n");

        assertThat(adopted.hands()).hasSize(2);
        assertThat(adopted.adoption().findings().toString()).doesNotContain("hunter2");
    }

    private static Target target(Adopted adopted) {
        String path = adopted.paths().stream()
                .filter(each -> each.endsWith("keelstream.yaml"))
                .findFirst()
                .orElseThrow();
        return adopted.application(path).targets().getFirst();
    }
}
