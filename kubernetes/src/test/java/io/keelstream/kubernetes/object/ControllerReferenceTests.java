package io.keelstream.kubernetes.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControllerReferenceTests {

    @Test
    void replicaSetIsNamedByItsDeploymentAndAHash() {
        assertThat(controller("ReplicaSet", "worker-7d9f8b6c5d").isReplicaSetOf("worker"))
                .isTrue();
        assertThat(controller("ReplicaSet", "worker-canary-7d9f8b6c5d").isReplicaSetOf("worker-canary"))
                .isTrue();
    }

    @Test
    void othersAreNotOfTheDeployment() {
        assertThat(controller("ReplicaSet", "worker-canary-7d9f8b6c5d").isReplicaSetOf("worker"))
                .isFalse();
        assertThat(controller("ReplicaSet", "workers-7d9f8b6c5d").isReplicaSetOf("worker"))
                .isFalse();
        assertThat(controller("ReplicaSet", "worker").isReplicaSetOf("worker")).isFalse();
        assertThat(controller("StatefulSet", "worker-7d9f8b6c5d").isReplicaSetOf("worker"))
                .isFalse();
    }

    private static ControllerReference controller(String kind, String name) {
        return new ControllerReference(kind, name, "uid");
    }
}
