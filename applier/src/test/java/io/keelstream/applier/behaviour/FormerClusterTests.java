package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.inventory.Inventory.FormerCluster;
import io.keelstream.contracts.inventory.InventoryObject;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that moved: what it left behind is recorded, and deleted only by a plan of its own. */
class FormerClusterTests extends SandboxedApplier {

    private static final String A = "ConfigMap/shop/a";
    private static final String B = "ConfigMap/shop/b";

    private Sandbox spare;

    @BeforeEach
    void startSpare(@TempDir Path folder) {
        spare = Sandbox.start(SandboxOptions.defaults());
        world.addCluster("spare", spare.writeKubeconfig(folder.resolve("kubeconfig")));
    }

    @AfterEach
    void stopSpare() {
        spare.close();
    }

    @Test
    void moveLeavesTheObjectsBehindAndRecordsThem() {
        // When
        DeploymentFinished moved = move();

        // Then
        assertThat(moved.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.exists(A)).isTrue();
        assertThat(world.recorded()).containsExactly(B);
        assertThat(world.inventory().cluster()).isEqualTo("spare");
        assertThat(world.inventory().previous()).singleElement().satisfies(former -> {
            assertThat(former.cluster()).isEqualTo("default");
            assertThat(former.objects()).extracting(InventoryObject::reference).containsExactly(A);
        });
    }

    @Test
    void formerClusterIsClearedAndForgottenWhereTheTargetStays() {
        // Given
        move();
        int ends = world.finished(moving()).size();

        // When
        world.plan(moving().clearing("default").prune(A, world.uid(A)));

        // Then
        world.await().until(() -> world.finished(moving()).size() > ends);
        assertThat(world.exists(A)).isFalse();
        assertThat(world.inventory().previous()).isEmpty();
        assertThat(world.inventory().cluster()).isEqualTo("spare");
        assertThat(world.recorded()).containsExactly(B);
    }

    @Test
    void objectThatWasCreatedAnewOnTheFormerClusterIsKept() {
        // Given
        move();
        String uid = world.uid(A);
        world.delete(A);
        world.create(configMap("a", "other"), "kubectl-create");
        int ends = world.finished(moving()).size();

        // When
        world.plan(moving().clearing("default").prune(A, uid));

        // Then
        world.await().until(() -> world.finished(moving()).size() > ends);
        assertThat(world.live(A).at("data", "value")).isEqualTo("other");
        assertThat(world.inventory().previous())
                .extracting(FormerCluster::objects)
                .allMatch(List::isEmpty);
    }

    private static Planned moving() {
        return Planned.of(TARGET, "second").on("spare");
    }

    /** Releases one object, then another one on the other cluster. */
    private DeploymentFinished move() {
        world.release(Planned.of(TARGET, "first").create(configMap("a", "1")));
        return world.release(moving().ensureNamespace().create(configMap("b", "1")));
    }
}
