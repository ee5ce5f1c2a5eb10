package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.Desired;
import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.bundle.DigestKey;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.sops.SopsSecret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets that SOPS encrypted, from a commit to what is published of it; nothing here has a key. */
class EncryptedSecretTests {

    private static final String FILE = "shop/manifests/secret.yaml";

    @TempDir
    Path folder;

    private EvaluationFixture ref;
    private String secret = "";

    @BeforeEach
    void open() throws IOException {
        ref = new EvaluationFixture(folder);
        ref.git.write("shop/keelstream.yaml", application("shop"));
        try (InputStream sample = Objects.requireNonNull(getClass().getResourceAsStream("/sops/secret.yaml"))) {
            secret = new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void close() {
        ref.close();
    }

    private Desired push(String text) throws InterruptedException {
        ref.git.write(FILE, text);
        return Objects.requireNonNull(desired(ref.push()).get("production/shop"));
    }

    @Test
    void encryptedSecretIsAcceptedWherePlainOnesAreRefused() throws Exception {
        DesiredObject object = push(secret).objects().getFirst();

        Manifest body = new Manifest(object.body());
        assertThat(object.sealed()).isTrue();
        assertThat(body.tree()).containsOnlyKeys("apiVersion", "kind", "metadata", "stringData", "data", "sops");
        assertThat(body.at("metadata", "labels", "tier")).isEqualTo("1");
        assertThat(String.valueOf(body.at("stringData", "password"))).startsWith("keelstream-sops-");
        assertThat(Manifest.map(Manifest.list(body.tree().get("sops")).getFirst()))
                .containsEntry("file", FILE)
                .containsEntry("content", secret);
    }

    @Test
    void installationThatSealsLeavesEncryptedValuesAsTheyAre() throws Exception {
        ref.secrets =
                new SecretRule.Seal(new SecretSealer(SealingKeys.generate().recipient()), new DigestKey(new byte[32]));

        DesiredObject object = push(secret).objects().getFirst();

        assertThat(String.valueOf(new Manifest(object.body()).at("data", "token")))
                .startsWith("keelstream-sops-");
    }

    @Test
    void installationThatSealsPublishesNoDocumentWithValuesInPlainText() throws Exception {
        // Given
        SealingKeys keys = SealingKeys.generate();
        ref.secrets = new SecretRule.Seal(new SecretSealer(keys.recipient()), new DigestKey(new byte[32]));
        String mixed = secret.replace("^(data|stringData)$", "^stringData$")
                .replaceFirst("token: ENC.*", "token: aHVudGVyMg==");

        // When
        Manifest body = new Manifest(push(mixed).objects().getFirst().body());

        // Then
        assertThat(Json.writeText(body.tree())).doesNotContain("aHVudGVyMg", "encrypted_regex");
        assertThat(SopsSecret.contents(new SecretUnsealer(keys.identity()).unseal(body)))
                .containsExactly(mixed);
    }

    @Test
    void whatChangesBesideTheValuesIsPublishedAndChangesNoObject() throws Exception {
        // Given
        Desired before = push(secret);

        // When
        Desired after = push(secret.replace("version: 3.13.3", "version: 3.13.4"));

        // Then
        assertThat(after.bundleDigest()).isNotEqualTo(before.bundleDigest());
        assertThat(after.objects().getFirst().digest())
                .isEqualTo(before.objects().getFirst().digest());
        assertThat(after.objects().getFirst().commit())
                .isEqualTo(before.objects().getFirst().commit());
        assertThat(Json.writeText(after.objects().getFirst().body())).contains("3.13.4");
    }

    @Test
    void otherValueChangesItsObject() throws Exception {
        Desired before = push(secret);

        Desired after = push(secret.replaceFirst("motd: ENC.*", "motd: \"\""));

        assertThat(after.objects().getFirst().digest())
                .isNotEqualTo(before.objects().getFirst().digest());
    }

    @Test
    void customResourceThatAnOperatorOpensStaysAsItIs() throws Exception {
        DesiredObject object = push(secret.replace("apiVersion: v1", "apiVersion: example.com/v1")
                        .replace("kind: Secret", "kind: SopsSecret")
                        .replace("stringData:", "spec:")
                        .replace("\ndata:", "\nmore:"))
                .objects()
                .getFirst();

        Manifest body = new Manifest(object.body());
        assertThat(object.sealed()).isFalse();
        assertThat(String.valueOf(body.at("spec", "password"))).startsWith("ENC[AES256_GCM,");
        assertThat(Manifest.map(body.tree().get("sops"))).containsKeys("age", "mac");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("    age:", "    pgp:", "it is encrypted for PGP, which is not supported"),
                Arguments.of("    age:", "    kms:", "it is encrypted for AWS KMS, which is not supported"),
                Arguments.of("    age:", "    key_groups:", "key groups (Shamir)"),
                Arguments.of("stringData:", "stringData:\n    pin: hunter2", "it is partly encrypted: stringData.pin"),
                Arguments.of(
                        "kind: Secret",
                        "kind: ConfigMap",
                        "ConfigMap login: stringData.password takes " + FILE
                                + ": stringData.password, and only values of a v1 Secret can be encrypted"),
                Arguments.of("sops:\n", "sopss:\n", "has values that SOPS encrypted, and not all that SOPS wrote"),
                Arguments.of("(?s)    lastmodified.*?\n", "", "sops.mac or sops.lastmodified is missing"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatNobodyOpensIsRejectedWithItsFile(String written, String instead, String named) throws Exception {
        ref.git.write(FILE, secret.replaceFirst(written, instead));

        assertThat(rejected(ref.push()).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("SecretFormat");
            assertThat(problem.where()).startsWith(FILE + ":");
            assertThat(problem.message()).contains(named).doesNotContain("hunter2");
        });
    }

    @Test
    void textThatOnlyLooksLikeAPlaceholderIsPlain() throws Exception {
        ref.git.write(FILE, """
            apiVersion: v1
            kind: Secret
            metadata: {name: login}
            stringData: {password: keelstream-sops-value-0000000000000000000000000000000000000000}
            """);

        assertThat(rejected(ref.push()).get("production/shop"))
                .extracting(Problem::reason)
                .containsExactly("PlainSecret");
    }
}
