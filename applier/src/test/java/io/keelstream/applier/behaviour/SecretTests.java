package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sealed Secrets: only the cluster gets their values. */
class SecretTests extends SandboxedApplier {

    private static final String SECRET =
            "{apiVersion: v1, kind: Secret, metadata: {name: login}, stringData: {password: open sesame}}";

    @Test
    void sealedSecretIsAppliedInClearAndRecordedWithoutItsValue() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").createSealed(SECRET, world.sealer()));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live("Secret/shop/login").at("data")).isEqualTo(Map.of("password", "b3BlbiBzZXNhbWU="));
        assertThat(world.partition.written())
                .noneSatisfy(fact -> assertThat(String.valueOf(fact.payload())).containsAnyOf("sesame", "b3BlbiBz"));
    }

    @Test
    void secretThatIsSealedToAnotherKeyFailsTheReleaseAndIsNotCreated() {
        // Given
        SecretSealer other = new SecretSealer(SealingKeys.generate().recipient());

        // When
        DeploymentFinished finished = world.release(
                Planned.of(TARGET, "first").create(configMap("a", "1")).createSealed(SECRET, other));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems())
                .extracting(Problem::message)
                .anySatisfy(message -> assertThat(message)
                        .contains("cannot be unsealed: it was sealed to another key", "password")
                        .doesNotContain("sesame"));
        assertThat(world.exists("Secret/shop/login")).isFalse();
    }
}
