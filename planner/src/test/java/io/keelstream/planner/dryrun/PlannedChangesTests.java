package io.keelstream.planner.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiError.Kind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.planner.annotation.RuleReader;
import io.keelstream.planner.change.Changed;
import io.keelstream.planner.ownership.Subject;
import io.keelstream.planner.resolve.Resolved;
import io.keelstream.planner.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlannedChangesTests {

    private static final Resolved ROLE = resolved(
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader, namespace: shop}}");
    private static final Resolved BINDING = binding("Role", "reader");

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NOT_FOUND", "FORBIDDEN"})
    void bindingOfARoleThatComesWithItIsAskedAboutAgain(Kind kind) {
        assertThat(new PlannedChanges(List.of(ROLE, BINDING)).mayResolve(BINDING, error(kind)))
                .isTrue();
    }

    @Test
    void bindingOfAnotherRoleIsRefused() {
        PlannedChanges changes = new PlannedChanges(List.of(ROLE, BINDING));
        assertThat(changes.mayResolve(binding("Role", "writer"), error(Kind.NOT_FOUND)))
                .isFalse();
        assertThat(changes.mayResolve(binding("ClusterRole", "reader"), error(Kind.FORBIDDEN)))
                .isFalse();
        assertThat(new PlannedChanges(List.of(BINDING)).mayResolve(BINDING, error(Kind.NOT_FOUND)))
                .isFalse();
    }

    @Test
    void whatIsWrongWithABindingItselfIsRefused() {
        assertThat(new PlannedChanges(List.of(ROLE, BINDING)).mayResolve(BINDING, error(Kind.PERMANENT)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: Role, metadata: {name: a, namespace: shop}, rules: [{apiGroups: [apps], resources: [deployments], verbs: [patch]}]      | true
            kind: Role, metadata: {name: a, namespace: shop}, rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]                 | true
            kind: Role, metadata: {name: a, namespace: shop}, rules: [{apiGroups: [apps], resources: [deployments], verbs: [get]}]        | false
            kind: Role, metadata: {name: a, namespace: shop}, rules: [{apiGroups: [''], resources: [deployments], verbs: [patch]}]        | false
            kind: Role, metadata: {name: a, namespace: bank}, rules: [{apiGroups: [apps], resources: [deployments], verbs: [patch]}]      | false
            kind: ClusterRole, metadata: {name: a}, rules: [{apiGroups: [apps], resources: [deployments], verbs: [patch]}]                | true
            kind: RoleBinding, metadata: {name: a, namespace: shop}, subjects: [{kind: ServiceAccount, namespace: ks, name: planner}]     | true
            kind: RoleBinding, metadata: {name: a, namespace: shop}, subjects: [{kind: User, name: 'system:serviceaccount:ks:planner'}]   | true
            kind: RoleBinding, metadata: {name: a, namespace: shop}, subjects: [{kind: ServiceAccount, namespace: ks, name: applier}]     | false
            kind: RoleBinding, metadata: {name: a, namespace: bank}, subjects: [{kind: ServiceAccount, namespace: ks, name: planner}]     | false
            kind: ClusterRoleBinding, metadata: {name: a}, subjects: [{kind: Group, name: deployers}]                                     | true
            """)
    void missingRightIsAskedAboutAgainWhereThePlanMayGrantIt(String rights, boolean again) {
        Resolved granting = resolved("{apiVersion: rbac.authorization.k8s.io/v1, " + rights + "}");
        Resolved refused = resolved("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}");
        ApiError denied = new ApiError(
                Kind.FORBIDDEN,
                403,
                "Forbidden",
                "deployments.apps \"web\" is forbidden: User \"system:serviceaccount:ks:planner\" cannot patch resource"
                        + " \"deployments\" in API group \"apps\" in the namespace \"shop\"",
                List.of(),
                null);

        assertThat(new PlannedChanges(List.of(granting, refused)).mayResolve(refused, denied))
                .isEqualTo(again);
        assertThat(new PlannedChanges(List.of(refused)).mayResolve(refused, denied))
                .isFalse();
    }

    private static Resolved binding(String kind, String role) {
        return resolved("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: readers, namespace: shop}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s}
                """.formatted(kind, role));
    }

    private static Resolved resolved(String manifest) {
        Manifest body = Samples.manifest(manifest);
        Changed changed = new Changed(Samples.object("shop", body), null, RuleReader.read(body), false);
        return new Resolved(new Subject(changed, body.reference(), body), true, false);
    }

    private static ApiError error(Kind kind) {
        return new ApiError(kind, 404, "NotFound", "roles \"reader\" not found", List.of(), null);
    }
}
