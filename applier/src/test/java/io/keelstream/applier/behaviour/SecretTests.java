package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.RequestMatch;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new Fault.WebhookAway(), "DependencyUnavailable", "down.example.com"),
                Arguments.of(new Fault.OverQuota(), "Refused", "exceeded quota: "));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatRefusesASecretIsNamed(Fault fault, String reason, String named) {
        // Given
        world.sandbox.faults().inject(RequestMatch.verb("apply"), fault);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").createSealed(SECRET, world.sealer()));

        // Then
        assertThat(finished.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo(reason);
            assertThat(problem.message()).contains(named).doesNotContain("sesame", "b3BlbiBz");
        });
    }

    @Test
    void immutableFieldsOfASecretAreNamedAndNotItsValues() {
        // Given
        String secret = "{apiVersion: v1, kind: Secret, metadata: {name: login}, immutable: true, type: %s,"
                + " stringData: {password: %s}}";
        world.release(Planned.of(TARGET, "first").create(secret.formatted("Opaque", "sesame")));

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second")
                .update(secret.formatted("example.com/other", "sesame 2"), world.uid("Secret/shop/login")));

        // Then
        assertThat(finished.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("type: ", "data: ")
                        .doesNotContain("sesame", "c2VzYW1l"));
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

    @Test
    void sealedValueIsNotOpenedIntoAnotherKind() {
        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first")
                .createSealed(SECRET.replace("kind: Secret", "kind: ConfigMap"), world.sealer()));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems()).anySatisfy(problem -> {
            assertThat(problem.reason()).isEqualTo("Unsealable");
            assertThat(problem.message()).contains("is no v1 Secret").doesNotContain("sesame");
        });
        assertThat(world.exists("ConfigMap/shop/login")).isFalse();
    }
}
