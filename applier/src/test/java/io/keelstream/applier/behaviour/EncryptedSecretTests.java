package io.keelstream.applier.behaviour;

import static io.keelstream.applier.behaviour.ApplyingSandbox.TARGET;
import static io.keelstream.applier.behaviour.Yaml.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.kubernetes.sops.SopsDocument;
import io.keelstream.kubernetes.sops.SopsReading;
import io.keelstream.testing.process.SopsProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that the real sops encrypted: the applier alone has the keys, and only the cluster gets the values. */
class EncryptedSecretTests extends SandboxedApplier {

    private static final String SECRET =
            "{apiVersion: v1, kind: Secret, metadata: {name: login, namespace: shop}, stringData: {password: open"
                    + " sesame}}";

    @TempDir
    Path keys;

    private SopsProgram sops;
    private String recipient = "";

    @BeforeEach
    void generate() {
        assumeTrue(SopsProgram.isBuilt(), "skipped: sops is not built");
        sops = new SopsProgram(keys);
        recipient = sops.identity("shop.txt");
    }

    private SopsDocument encrypted() {
        return document(sops.encrypt("secret.yaml", SECRET, recipient, "--encrypted-regex", "^stringData$"));
    }

    private static SopsDocument document(String text) {
        return ((SopsReading.Encrypted) SopsDocument.read("shop/secret.yaml", text.getBytes(StandardCharsets.UTF_8)))
                .document();
    }

    private void addIdentity() throws Exception {
        Files.copy(keys.resolve("shop.txt"), world.identities.resolve("shop.txt"));
    }

    @Test
    void encryptedSecretIsAppliedInClearAndRecordedWithoutItsValue() throws Exception {
        // Given
        addIdentity();

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").createEncrypted(encrypted()));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live("Secret/shop/login").at("data")).isEqualTo(Map.of("password", "b3BlbiBzZXNhbWU="));
        assertThat(world.live("Secret/shop/login").tree()).doesNotContainKey("sops");
        assertThat(world.partition.written())
                .noneSatisfy(fact -> assertThat(String.valueOf(fact.payload())).containsAnyOf("sesame", "b3BlbiBz"));
    }

    @Test
    void sealedDocumentIsOpenedAndItsPlainValuesAreNowhereRecorded() throws Exception {
        // Given
        addIdentity();
        String mixed = SECRET.replace("password: open", "user: sesame admin, password: open");
        SopsDocument document =
                document(sops.encrypt("secret.yaml", mixed, recipient, "--encrypted-regex", "^password$"));

        // When
        DeploymentFinished finished =
                world.release(Planned.of(TARGET, "first").createEncrypted(document, world.sealer()));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live("Secret/shop/login").at("data"))
                .isEqualTo(Map.of("user", "c2VzYW1lIGFkbWlu", "password", "b3BlbiBzZXNhbWU="));
        assertThat(world.partition.written())
                .noneSatisfy(fact -> assertThat(String.valueOf(fact.payload())).containsAnyOf("sesame", "c2VzYW1l"));
    }

    @Test
    void secretForAnotherKeyFailsTheReleaseUntilItsIdentityIsAdded() throws Exception {
        // Given
        DeploymentFinished failed = world.release(
                Planned.of(TARGET, "first").create(configMap("a", "1")).createEncrypted(encrypted()));
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.problems()).anySatisfy(problem -> {
            assertThat(problem.reason()).isEqualTo("Unsealable");
            assertThat(problem.message()).contains("shop/secret.yaml is encrypted with SOPS for " + recipient);
        });
        assertThat(world.exists("Secret/shop/login")).isFalse();
        assertThat(world.exists("ConfigMap/shop/a"))
                .as("documents are opened before the first write")
                .isFalse();

        // When
        addIdentity();
        DeploymentFinished finished = world.release(Planned.of(TARGET, "second").createEncrypted(encrypted()));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.exists("Secret/shop/login")).isTrue();
    }

    @Test
    void tamperedSecretFailsTheReleaseAndNamesTheValue() throws Exception {
        // Given
        addIdentity();
        String text = encrypted().content();
        int at = text.indexOf("data:", text.indexOf("password")) + "data:".length();
        String tampered = text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").createEncrypted(document(tampered)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems())
                .anySatisfy(problem -> assertThat(problem.message())
                        .contains("shop/secret.yaml", "stringData.password does not open"));
    }

    @Test
    void encryptingAnewChangesNothingInTheCluster() throws Exception {
        // Given
        addIdentity();
        world.release(Planned.of(TARGET, "first").createEncrypted(encrypted()));
        String version = world.live("Secret/shop/login").resourceVersion();

        // When
        DeploymentFinished finished = world.release(
                Planned.of(TARGET, "second").updateEncrypted(encrypted(), world.uid("Secret/shop/login")));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.HEALTHY);
        assertThat(world.live("Secret/shop/login").resourceVersion()).isEqualTo(version);
    }

    @Test
    void encryptedValueIsNotOpenedIntoAnotherKind() throws Exception {
        // Given
        addIdentity();
        String other = sops.encrypt(
                "secret.yaml",
                SECRET.replace("kind: Secret", "kind: ConfigMap"),
                recipient,
                "--encrypted-regex",
                "^stringData$");

        // When
        DeploymentFinished finished = world.release(Planned.of(TARGET, "first").createEncrypted(document(other)));

        // Then
        assertThat(finished.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(finished.problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains("is no v1 Secret"));
        assertThat(world.exists("ConfigMap/shop/login")).isFalse();
    }
}
