package io.keelstream.kubernetes.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecretSealerTest {

    private final SealingKeys keys = SealingKeys.generate();
    private final SecretSealer sealer = new SecretSealer(keys.recipient());
    private final SecretUnsealer unsealer = new SecretUnsealer(keys.identity());

    @Test
    void sealedSecretOpensToWhatItWas() {
        // Given
        Manifest secret = secret("db", Map.of("password", "aHVudGVyMg=="), Map.of("user", "grüße\nzwei", "empty", ""));

        // When
        Manifest sealed = sealer.seal(secret);

        // Then
        assertThat(SecretUnsealer.isSealed(sealed)).isTrue();
        assertThat(SecretUnsealer.isSealed(secret)).isFalse();
        assertThat(sealed.tree().toString())
                .doesNotContain("aHVudGVyMg", "grüße")
                .contains("password", "user");
        assertThat(unsealer.unseal(sealed).tree()).isEqualTo(secret.tree());
    }

    @Test
    void equalValuesDoNotLookEqualWhenSealed() {
        Manifest sealed = sealer.seal(secret("db", Map.of("a", "c2FtZQ==", "b", "c2FtZQ=="), Map.of()));

        assertThat(sealed.at("data", "a")).isNotEqualTo(sealed.at("data", "b"));
    }

    @Test
    void documentsThatASecretCarriesAreSealedInTheirPlaces() {
        // Given
        Manifest secret = secret("db", Map.of(), Map.of());
        secret.tree().put("sops", List.of(document("a.yaml", "user: admin"), document("b.yaml", "port: 5432")));

        // When
        Manifest sealed = sealer.sealDocuments(secret);
        Manifest swapped = sealed.copy();
        swapped.tree().put("sops", Manifest.list(sealed.tree().get("sops")).reversed());

        // Then
        assertThat(SecretUnsealer.isSealed(sealed)).isTrue();
        assertThat(SecretUnsealer.isSealed(secret)).isFalse();
        assertThat(sealed.tree().toString()).contains("a.yaml").doesNotContain("admin", "5432");
        assertThat(unsealer.unseal(sealed).tree()).isEqualTo(secret.tree());
        assertThatThrownBy(() -> unsealer.unseal(swapped)).hasMessageContaining("Secret db: sops.0");
    }

    private static Map<String, Object> document(String file, String content) {
        return new LinkedHashMap<>(Map.of("file", file, "content", content));
    }

    @Test
    void valueMovedToAnotherKeyDoesNotOpen() {
        // Given
        Manifest sealed = sealer.seal(secret("db", Map.of("a", "b25l", "b", "dHdv"), Map.of()));
        Map<String, @Nullable Object> data = Manifest.map(sealed.tree().get("data"));

        // When
        data.put("b", data.get("a"));

        // Then
        assertThatThrownBy(() -> unsealer.unseal(sealed))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("Secret db: data.b")
                .hasMessageNotContaining("b25l");
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        Manifest sealed = sealer.seal(secret("db", Map.of("a", "b25l"), Map.of()));

        assertThatThrownBy(() -> new SecretUnsealer(SealingKeys.generate().identity()).unseal(sealed))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("another key");
    }

    @Test
    void whatIsNotAKeyIsRefusedWithoutQuotingIt() {
        assertThatThrownBy(() -> new SecretSealer("nonsense")).isInstanceOf(SealException.class);
        assertThatThrownBy(() -> new SecretUnsealer("AGE-SECRET-KEY-1WRONG"))
                .isInstanceOf(SealException.class)
                .hasMessageNotContaining("WRONG")
                .hasNoCause();
    }

    @Test
    void valueThatIsNotTextIsRefused() {
        Manifest secret = secret("db", Map.of("count", 3L), Map.of());

        assertThatThrownBy(() -> sealer.seal(secret))
                .isInstanceOf(SealException.class)
                .hasMessage("Secret db: data.count is not text; quote it");
    }

    @Test
    void valueOfARepositoryOpensInItsNamespaceAlone() {
        // Given
        Manifest sealed = sealer.sealForRepository(secret("db", Map.of("a", "b25l"), Map.of("b", "two")));
        Manifest elsewhere = sealed.copy();
        elsewhere.metadata().put("namespace", "other");

        // Then
        assertThat(unsealer.unseal(sealed).at("stringData", "b")).isEqualTo("two");
        assertThatThrownBy(() -> unsealer.unseal(elsewhere))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("Secret other/db: data.a")
                .hasMessageContaining("another object, key or namespace");
    }

    @Test
    void sealingForTheWayLeavesWhatIsSealedForTheRepository() {
        Manifest sealed = sealer.sealForRepository(secret("db", Map.of("a", "b25l"), Map.of()));
        Manifest.map(sealed.tree().get("stringData")).put("b", "two");

        Manifest both = sealer.seal(sealed);

        assertThat(both.at("data", "a")).isEqualTo(sealed.at("data", "a"));
        assertThat(SecretSealer.isForRepository(both.at("stringData", "b"))).isFalse();
        assertThat(unsealer.unseal(both).at("data", "a")).isEqualTo("b25l");
        assertThat(unsealer.unseal(both).at("stringData", "b")).isEqualTo("two");
    }

    @Test
    void valueOfATopicIsNoneOfARepository() {
        Manifest copied = sealer.seal(secret("db", Map.of("a", "b25l"), Map.of()));

        assertThat(SecretSealer.isForRepository(copied.at("data", "a"))).isFalse();
        assertThatThrownBy(() -> sealer.seal(copied)).hasMessageContaining("is sealed already");
    }

    @Test
    void secretWithoutANamespaceIsNotSealedForARepository() {
        Manifest secret = secret("db", Map.of("a", "b25l"), Map.of());
        secret.metadata().remove("namespace");

        assertThatThrownBy(() -> sealer.sealForRepository(secret))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("Secret db has no metadata.namespace");
    }

    private static Manifest secret(String name, Map<String, Object> data, Map<String, Object> stringData) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "v1");
        tree.put("kind", "Secret");
        tree.put("metadata", new LinkedHashMap<>(Map.of("name", name, "namespace", "shop")));
        tree.put("data", new LinkedHashMap<>(data));
        tree.put("stringData", new LinkedHashMap<>(stringData));
        return new Manifest(tree);
    }
}
