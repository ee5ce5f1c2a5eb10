package io.keelstream.planner.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.planner.annotation.RuleReader;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderTests {

    @Test
    void wavesTakePrecedenceOverEveryOtherOrder() {
        // Given
        List<Item> items = items(
                object("v1", "ConfigMap", "late", "", "{keelstream.io/wave: \"2\"}"),
                object("v1", "ConfigMap", "early", "", "{keelstream.io/wave: \"-1\"}"),
                object("v1", "Namespace", "shop", "", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(names(result)).containsExactly("early", "shop", "late");
    }

    @Test
    void argoCdSyncWavesAreWaves() {
        // Given
        List<Item> items = items(
                object("v1", "ConfigMap", "second", "", "{argocd.argoproj.io/sync-wave: \"5\"}"),
                object("v1", "ConfigMap", "first", "", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(names(result)).containsExactly("first", "second");
    }

    @Test
    void definitionsComeBeforeTheirCustomResources() {
        // Given
        List<Item> items = items(
                object("example.com/v1", "Widget", "one", "", "{}"),
                object("other.com/v1", "Widget", "foreign", "", "{}"),
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.example.com}
                spec: {group: example.com, names: {kind: Widget}}
                """);

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(dependencies(result, "one"))
                .containsExactly("CustomResourceDefinition.apiextensions.k8s.io//widgets.example.com");
        assertThat(dependencies(result, "foreign")).isEmpty();
    }

    @Test
    void namespaceComesBeforeItsContentAndACustomResourceOfKindNamespaceDoesNot() {
        // Given
        List<Item> items = items(
                object("v1", "ConfigMap", "inside", "shop", "{}"),
                object("v1", "Namespace", "shop", "", "{}"),
                object("example.com/v1", "Namespace", "other", "", "{}"),
                object("v1", "ConfigMap", "elsewhere", "other", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(dependencies(result, "inside")).containsExactly("Namespace//shop");
        assertThat(dependencies(result, "elsewhere")).isEmpty();
    }

    @Test
    void workloadsComeAfterTheServiceAccountsSecretsAndConfigMapsTheyReference() {
        // Given
        List<Item> items = items(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  template:
                    spec:
                      serviceAccountName: runner
                      imagePullSecrets: [{name: registry}]
                      initContainers: [{name: init, envFrom: [{configMapRef: {name: from-init}}]}]
                      containers:
                        - name: web
                          env: [{name: A, valueFrom: {secretKeyRef: {name: from-env, key: a}}}]
                      volumes:
                        - {name: a, configMap: {name: from-volume}}
                        - {name: b, projected: {sources: [{secret: {name: from-projection}}]}}
                """,
                object("v1", "ServiceAccount", "runner", "shop", "{}"),
                object("v1", "Secret", "registry", "shop", "{}"),
                object("v1", "ConfigMap", "from-init", "shop", "{}"),
                object("v1", "Secret", "from-env", "shop", "{}"),
                object("v1", "ConfigMap", "from-volume", "shop", "{}"),
                object("v1", "Secret", "from-projection", "shop", "{}"),
                object("v1", "Secret", "not-named", "shop", "{}"),
                object("v1", "ConfigMap", "from-volume", "other", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(dependencies(result, "web"))
                .containsExactly(
                        "ConfigMap/shop/from-init",
                        "ConfigMap/shop/from-volume",
                        "Secret/shop/from-env",
                        "Secret/shop/from-projection",
                        "Secret/shop/registry",
                        "ServiceAccount/shop/runner");
        assertThat(names(result).getLast()).isEqualTo("web");
    }

    @Test
    void referencesInTheNestedTemplateOfACronJobAreFound() {
        // Given
        List<Item> items = items("""
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly, namespace: shop}
            spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: runner}}}}}
            """, object("v1", "ServiceAccount", "runner", "shop", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(dependencies(result, "nightly")).containsExactly("ServiceAccount/shop/runner");
    }

    @Test
    void rolesComeBeforeBindings() {
        // Given
        String rbac = "rbac.authorization.k8s.io/v1";
        List<Item> items = items(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: bind, namespace: shop}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
                """,
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: bind-cluster, namespace: shop}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
                """,
                object(rbac, "Role", "reader", "shop", "{}"),
                object(rbac, "ClusterRole", "reader", "", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(dependencies(result, "bind")).containsExactly("Role.rbac.authorization.k8s.io/shop/reader");
        assertThat(dependencies(result, "bind-cluster"))
                .containsExactly("ClusterRole.rbac.authorization.k8s.io//reader");
    }

    @Test
    void storageClassesComeBeforeVolumesAndVolumesBeforeClaims() {
        // Given
        List<Item> items = items("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, namespace: shop}
            spec: {storageClassName: fast}
            """, """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: disk}
            spec: {storageClassName: fast}
            """, object("storage.k8s.io/v1", "StorageClass", "fast", "", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(names(result)).containsExactly("fast", "disk", "data");
        assertThat(dependencies(result, "data"))
                .containsExactly("PersistentVolume//disk", "StorageClass.storage.k8s.io//fast");
    }

    @Test
    void servicesComeBeforeTheWebhooksAndApiServicesThatPointToThem() {
        // Given
        List<Item> items = items("""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: check}
            webhooks: [{name: a.b.c, clientConfig: {service: {namespace: shop, name: hook}}}]
            """, """
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1.metrics}
            spec: {service: {namespace: shop, name: hook}}
            """, object("v1", "Service", "hook", "shop", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(dependencies(result, "check")).containsExactly("Service/shop/hook");
        assertThat(dependencies(result, "v1.metrics")).containsExactly("Service/shop/hook");
    }

    @Test
    void classesComeBeforeTheirUsers() {
        // Given
        List<Item> items = items(
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web, namespace: shop}
                spec: {ingressClassName: nginx}
                """,
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: gate, namespace: shop}
                spec: {gatewayClassName: envoy}
                """,
                object("networking.k8s.io/v1", "IngressClass", "nginx", "", "{}"),
                object("gateway.networking.k8s.io/v1", "GatewayClass", "envoy", "", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(dependencies(result, "web")).containsExactly("IngressClass.networking.k8s.io//nginx");
        assertThat(dependencies(result, "gate")).containsExactly("GatewayClass.gateway.networking.k8s.io//envoy");
    }

    @Test
    void explicitDependenciesAreReadInEveryForm() {
        for (String form : List.of(
                "Deployment/db",
                "apps/Deployment/db",
                "Deployment/shop/db",
                "apps/Deployment/shop/db",
                "Deployment.apps/shop/db")) {
            // Given
            List<Item> items = items(
                    object("apps/v1", "Deployment", "db", "shop", "{}"),
                    object("v1", "ConfigMap", "user", "shop", "{keelstream.io/depends-on: \"" + form + "\"}"));

            // When
            Order.Result result = Order.of(items);

            // Then
            assertThat(dependencies(result, "user")).as(form).containsExactly("Deployment.apps/shop/db");
            assertThat(result.warnings()).isEmpty();
        }
    }

    @Test
    void dependencyOnAMissingObjectIsAWarning() {
        // Given
        List<Item> items = items(object("v1", "ConfigMap", "a", "shop", "{keelstream.io/depends-on: Deployment/none}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(result.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.reason()).isEqualTo("UnknownDependency");
            assertThat(warning.where()).isEqualTo("ConfigMap/shop/a");
        });
        assertThat(names(result)).containsExactly("a");
    }

    @Test
    void everyCycleIsReported() {
        // Given
        List<Item> items = items(
                object("v1", "ConfigMap", "a", "shop", "{keelstream.io/depends-on: ConfigMap/b}"),
                object("v1", "ConfigMap", "b", "shop", "{keelstream.io/depends-on: ConfigMap/a}"),
                object("v1", "ConfigMap", "self", "shop", "{keelstream.io/depends-on: ConfigMap/self}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(result.problems())
                .extracting(problem -> problem.message())
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message)
                                .contains("ConfigMap/shop/a -> ConfigMap/shop/b -> ConfigMap/shop/a"),
                        message -> assertThat(message).contains("ConfigMap/shop/self -> ConfigMap/shop/self"));
    }

    @Test
    void objectInAnEarlierWaveThanTheNamespaceItNeedsIsAProblem() {
        // Given
        List<Item> items = items(
                object("v1", "Namespace", "shop", "", "{keelstream.io/wave: \"1\"}"),
                object("v1", "ConfigMap", "a", "shop", "{}"));

        // When
        Order.Result result = Order.of(items);

        // Then
        assertThat(result.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("WaveContradiction"));
    }

    static List<Item> items(String... documents) {
        return Stream.of(documents).map(OrderTests::item).toList();
    }

    private static Item item(String yaml) {
        Manifest body = Samples.manifest(yaml);
        var rules = RuleReader.read(body);
        return new Item(body.reference(), rules.wave(), true, rules.dependsOn(), body);
    }

    static String object(String apiVersion, String kind, String name, String namespace, String annotations) {
        return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: " + name
                + (namespace.isEmpty() ? "" : ", namespace: " + namespace) + ", annotations: " + annotations + "}\n";
    }

    private static List<String> names(Order.Result result) {
        return result.steps().stream()
                .map(step -> step.item().reference().name())
                .toList();
    }

    private static List<String> dependencies(Order.Result result, String name) {
        return result.steps().stream()
                .filter(step -> step.item().reference().name().equals(name))
                .flatMap(step -> step.dependsOn().stream())
                .map(ObjectReference::toString)
                .toList();
    }
}
