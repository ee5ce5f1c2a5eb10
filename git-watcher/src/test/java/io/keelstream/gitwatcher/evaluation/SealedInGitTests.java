package io.keelstream.gitwatcher.evaluation;

import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.application;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.desired;
import static io.keelstream.gitwatcher.evaluation.EvaluationFixture.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.bundle.DigestKey;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.kubernetes.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that {@code keelstream seal} sealed, in a repository. */
class SealedInGitTests {

    @TempDir
    Path folder;

    private final SealingKeys keys = SealingKeys.generate();
    private final SecretSealer sealer = new SecretSealer(keys.recipient());
    private EvaluationFixture ref;

    @BeforeEach
    void open() {
        ref = new EvaluationFixture(folder);
        ref.git.write("shop/keelstream.yaml", application("shop"));
    }

    @AfterEach
    void close() {
        ref.close();
    }

    private static Manifest secret() {
        return new Manifest(Manifest.map(
                new YamlReader().documents("""
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: login, namespace: shop}
                    stringData: {password: open sesame}
                    """).orThrow().getFirst().value()));
    }

    @Test
    void sealedValueIsAcceptedWherePlainOnesAreRefused() throws Exception {
        // Given
        ref.git.write(
                "shop/manifests/secret.yaml",
                YamlWriter.write(sealer.sealForRepository(secret()).tree()));

        // When
        DesiredObject object = Objects.requireNonNull(desired(ref.push()).get("production/shop"))
                .objects()
                .getFirst();

        // Then
        assertThat(object.sealed()).isTrue();
        assertThat(new SecretUnsealer(keys.identity())
                        .unseal(new Manifest(object.body()))
                        .at("stringData", "password"))
                .isEqualTo("open sesame");
    }

    @Test
    void valueThatWasCopiedFromATopicIsRefused() throws Exception {
        // Given
        String copied = YamlWriter.write(sealer.seal(secret()).tree());
        ref.git.write("shop/manifests/secret.yaml", copied);

        // Then
        assertThat(rejected(ref.push()).get("production/shop"))
                .extracting(Problem::reason)
                .containsExactly("PlainSecret");
        ref.secrets = new SecretRule.Seal(sealer, new DigestKey(new byte[32]));
        ref.git.write("shop/manifests/secret.yaml", copied + "# again\n");
        assertThat(rejected(ref.push()).get("production/shop"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("is sealed already"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sealedValueInAnotherKindIsRefused(boolean fromATopic) throws Exception {
        // Given
        Manifest sealed = fromATopic ? sealer.seal(secret()) : sealer.sealForRepository(secret());
        sealed.tree().put("kind", "ConfigMap");
        sealed.tree().put("data", sealed.tree().remove("stringData"));

        // When
        ref.git.write("shop/manifests/config.yaml", YamlWriter.write(sealed.tree()));

        // Then
        assertThat(rejected(ref.push()).get("production/shop")).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo("SecretFormat");
            assertThat(problem.message())
                    .contains("v1 ConfigMap login has a sealed value (data.password), which nobody opens there");
        });
    }
}
