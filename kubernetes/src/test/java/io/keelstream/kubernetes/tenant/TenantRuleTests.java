package io.keelstream.kubernetes.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TenantLimits;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.tenant.TenantRule.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantRuleTests {

    private static final TenantLimits BLUE = new TenantLimits(
            "blue",
            List.of("blue-*", "!blue-audit"),
            List.of("*", "!Secret", "!*.cert-manager.io"),
            List.of("Namespace", "ClusterIssuer.cert-manager.io"),
            List.of("view"),
            List.of("*"));
    private static final TenantLimits NARROW =
            new TenantLimits("narrow", List.of("blue-web"), List.of("ConfigMap"), List.of(), List.of(), List.of("web"));

    @ParameterizedTest
    @CsvSource({
        "ConfigMap/blue-web/a, NAMESPACED, true",
        "ConfigMap/blue-audit/a, NAMESPACED, false",
        "Secret/blue-web/a, NAMESPACED, false",
        "Certificate.cert-manager.io/blue-web/a, UNKNOWN, false",
        "ClusterIssuer.cert-manager.io/blue-web/a, UNKNOWN, true",
        "ClusterIssuer.cert-manager.io//a, CLUSTER, true",
        "ClusterIssuer.cert-manager.io/blue-web/a, NAMESPACED, false",
        "ClusterRole.rbac.authorization.k8s.io//a, CLUSTER, false",
        "Namespace//blue-web, CLUSTER, true",
        "Namespace//blue-audit, CLUSTER, false",
    })
    void placeAndKindDecide(String reference, Scope scope, boolean allowed) {
        Optional<String> refusal =
                TenantRule.refusal(List.of(BLUE), ObjectReference.parse(reference), scope, manifest(Map.of()));

        assertThat(refusal.isEmpty()).as("%s", refusal).isEqualTo(allowed);
    }

    @Test
    void everyTenantHasToAllowAnObject() {
        ObjectReference service = ObjectReference.parse("Service/blue-web/web");

        assertThat(TenantRule.refusal(List.of(BLUE), service)).isEmpty();
        assertThat(TenantRule.refusal(List.of(BLUE, NARROW), service).orElseThrow())
                .isEqualTo("Service/blue-web/web is of the kind Service, which tenant 'narrow' may not have (kinds:"
                        + " ConfigMap). Remove it, or have keelstream.tenants allow it");
        assertThat(TenantRule.refusal(List.of(), service)).as("no tenants").isEmpty();
    }

    @Test
    void namespaceIsCreatedWhereOneMayBeDeclared() {
        assertThat(TenantRule.refusalToCreate(List.of(), "blue-web")).isEmpty();
        assertThat(TenantRule.refusalToCreate(List.of(BLUE), "blue-web")).isEmpty();
        assertThat(TenantRule.refusalToCreate(List.of(BLUE, NARROW), "blue-web").orElseThrow())
                .isEqualTo("namespace blue-web does not exist, and tenant 'narrow' may not create namespaces"
                        + " (cluster-scoped: none). Have somebody create it, or have keelstream.tenants allow Namespace in"
                        + " cluster-scoped");
    }

    @Test
    void accountIsFoundWhereverAPodMayBe() {
        Manifest nested =
                manifest(Map.of("spec", Map.of("jobs", List.of(Map.of("pod", Map.of("serviceAccountName", "admin"))))));

        assertThat(TenantRule.refusal(
                        List.of(NARROW), ObjectReference.parse("ConfigMap/blue-web/a"), Scope.NAMESPACED, nested))
                .get()
                .asString()
                .contains("acts as service account 'admin'", "service-accounts: web");
    }

    @Test
    void tokenOfAnAccountIsFoundToo() {
        Manifest secret = manifest(
                Map.of("metadata", Map.of("annotations", Map.of("kubernetes.io/service-account.name", "admin"))));

        assertThat(TenantRule.refusal(
                        List.of(NARROW), ObjectReference.parse("ConfigMap/blue-web/a"), Scope.NAMESPACED, secret))
                .get()
                .asString()
                .contains("acts as service account 'admin'");
    }

    private static Manifest manifest(Map<String, Object> tree) {
        return new Manifest(new LinkedHashMap<>(tree));
    }
}
