package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.hook.HookPhase;
import io.keelstream.kubernetes.client.Impersonation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases act as the account of their target's namespace, which decides what they may write. */
class ImpersonationTests extends SandboxedApplier {

    private static final String DEPLOYER = "system:serviceaccount:shop:deployer";
    private static final String MINE = "ConfigMap/shop/a";
    private static final List<String> WRITES = List.of("create", "update", "patch", "apply", "delete");

    @BeforeEach
    void confine() {
        world.create("{apiVersion: v1, kind: Namespace, metadata: {name: other}}", "kubectl-create");
        world.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: theirs, namespace: other}}", "kubectl-create");
        world.sandbox.rights().confine(DEPLOYER, "shop");
        world.impersonate(new Impersonation("system:serviceaccount:{namespace}:deployer"));
    }

    @Test
    void allThatAReleaseWritesIsWrittenAsTheDeployerOfItsNamespace() {
        // When
        world.release(Planned.of(TARGET, "first")
                .create(configMap("a", "1"))
                .hook(HookPhase.PRE_APPLY, HookWorld.job("migrate", "run")));
        DeploymentFinished last = world.release(
                Planned.of(TARGET, "second").create(configMap("b", "1")).prune(MINE, world.uid(MINE)));

        // Then
        assertThat(last.outcome()).as("%s", last.problems()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.sandbox.rights().used(DEPLOYER))
                .contains("apply configmaps", "create batch/jobs", "delete configmaps");
        assertThat(world.sandbox.rights().used(""))
                .filteredOn(request -> WRITES.contains(request.substring(0, request.indexOf(' '))))
                .as("written as the applier itself, or by the test before")
                .containsExactlyInAnyOrder("create namespaces", "create configmaps");
    }

    static Stream<Arguments> escapes() {
        return Stream.of(
                Arguments.of(
                        Planned.of(TARGET, "c")
                                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: other}}"),
                        "ConfigMap/other/x",
                        "cannot patch resource \"configmaps\" in API group \"\" in the namespace \"other\""),
                Arguments.of(
                        Planned.of(TARGET, "c").create("{apiVersion: v1, kind: Namespace, metadata: {name: mine}}"),
                        "Namespace//mine",
                        "cannot patch resource \"namespaces\" in API group \"\" at the cluster scope"),
                Arguments.of(
                        Planned.of(TARGET, "c")
                                .hook(
                                        HookPhase.PRE_APPLY,
                                        HookWorld.job("spy", "run")
                                                .replace(
                                                        "metadata: {name: spy}",
                                                        "metadata: {name: spy, namespace: other}")),
                        "Job.batch/other/spy",
                        "cannot create resource \"jobs\" in API group \"batch\" in the namespace \"other\""),
                Arguments.of(
                        Planned.of(TARGET, "c").prune("ConfigMap/other/theirs", "any"),
                        "ConfigMap/other/theirs",
                        "resource \"configmaps\" in API group \"\" in the namespace \"other\""));
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void whatTheDeployerMayNotDoIsRefusedWithAccountRightAndRemedy(Planned escape, String where, String right) {
        // When
        DeploymentFinished finished = world.release(escape);

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("Forbidden");
            assertThat(problem.where()).startsWith(where);
            assertThat(problem.message())
                    .contains("User \"" + DEPLOYER + "\" ", right)
                    .endsWith("; give " + DEPLOYER + " that right by RBAC, or take the object out of the target");
        });
        assertThat(world.exists("ConfigMap/other/x")).isFalse();
        assertThat(world.exists("ConfigMap/other/theirs")).isTrue();
        assertThat(world.exists("Namespace//mine")).isFalse();
    }
}
