package io.keelstream.kubernetes.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredSecretTests {

    @Test
    void plainValuesAreEncodedAndWinOverEncodedOnes() {
        // Given
        Map<String, Object> tree = new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "Secret"));
        tree.put("data", Map.of("user", "dQ==", "password", "b2xk"));
        tree.put("stringData", Map.of("password", "new"));

        // When
        Manifest stored = StoredSecret.of(new Manifest(tree));

        // Then
        assertThat(stored.tree()).doesNotContainKey("stringData");
        assertThat(stored.tree().get("data")).isEqualTo(Map.of("user", "dQ==", "password", "bmV3"));
        assertThat(tree).containsKey("stringData");
    }

    @Test
    void nullIsAnEmptyValueThatTakesPrecedenceAsOnTheServer() {
        // Given
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("password", null);
        plain.put("both", null);
        Map<String, Object> tree = new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "Secret"));
        tree.put("data", Map.of("both", "b2xk"));
        tree.put("stringData", plain);

        // When
        Manifest stored = StoredSecret.of(new Manifest(tree));

        // Then
        assertThat(stored.tree().get("data")).isEqualTo(Map.of("password", "", "both", ""));
    }

    @Test
    void valueThatIsNotTextStaysWhatItIsForTheServerToRefuse() {
        // Given
        Map<String, Object> tree = new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "Secret"));
        tree.put("stringData", Map.of("port", 5432L, "tls", true));

        // When
        Manifest stored = StoredSecret.of(new Manifest(tree));

        // Then
        assertThat(stored.tree().get("data")).isEqualTo(Map.of("port", 5432L, "tls", true));
    }

    @Test
    void anotherKindIsLeftAlone() {
        // Given
        Manifest other =
                new Manifest(Map.of("apiVersion", "example.com/v1", "kind", "Secret", "stringData", Map.of("a", "b")));

        // When
        Manifest stored = StoredSecret.of(other);

        // Then
        assertThat(stored).isSameAs(other);
    }
}
