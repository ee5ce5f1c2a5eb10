package io.keelstream.kubernetes.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SopsSecretTests {

    private final SopsDocument secret = Samples.document("secret.yaml");
    private final SopsDocument values = Samples.document("values.yaml");
    private final String password = Placeholder.FORM
            .matcher(values.presented())
            .results()
            .findFirst()
            .orElseThrow()
            .group();

    @Test
    void secretCarriesItsDocumentToTheApplierAndNoFurther() {
        // Given
        Manifest rendered = Samples.manifest(secret.presented());

        // When
        Manifest carrying = SopsSecret.carrying(rendered, List.of(values, secret));
        Manifest opened =
                SopsSecret.open(new Manifest(Json.readObject(Json.write(carrying.tree()))), Samples.identities());

        // Then
        assertThat(SopsSecret.is(carrying)).isTrue();
        assertThat(Manifest.list(carrying.tree().get("sops"))).hasSize(1);
        assertThat(Json.writeText(carrying.tree())).doesNotContain("sesame", "dG9rZW4");
        assertThat(SopsSecret.is(opened)).isFalse();
        assertThat(opened.at("stringData", "password")).isEqualTo("open \"sesame\": #1");
        assertThat(opened.at("stringData", "motd")).isEqualTo("grüße 😀\nzwei\n");
        assertThat(opened.at("data", "token")).isEqualTo("dG9rZW4=");
        assertThat(opened.metadata()).isEqualTo(rendered.metadata());
    }

    @Test
    void valueIsPutIntoWhatATemplateMadeOfIt() {
        Manifest made = secret(Map.of("dsn", encoded("postgres://admin:" + password + "@db")), Map.of("p", password));

        Manifest opened = SopsSecret.open(SopsSecret.carrying(made, List.of(values)), Samples.identities());

        assertThat(opened.at("data", "dsn")).isEqualTo(encoded("postgres://admin:hunter2@db"));
        assertThat(opened.at("stringData", "p")).isEqualTo("hunter2");
    }

    @Test
    void bytesOfAnyFileArriveAsTheyAre() {
        SopsDocument store = Samples.document("store.jks");
        Manifest made = secret(Map.of("store", encoded(store.presented())), Map.of());

        Manifest opened = SopsSecret.open(SopsSecret.carrying(made, List.of(store)), Samples.identities());

        assertThat(Base64.getDecoder().decode(String.valueOf(opened.at("data", "store"))))
                .isEqualTo("\0\1binary \u00FF \n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void valueThatATemplateWouldHaveEscapedIsRefusedInsideALargerText() {
        String quoted = Placeholder.FORM
                .matcher(secret.presented())
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        Manifest made = secret(Map.of(), Map.of("config", "{\"password\": \"" + quoted + "\"}"));

        assertThatThrownBy(() -> SopsSecret.open(SopsSecret.carrying(made, List.of(secret)), Samples.identities()))
                .isInstanceOf(SopsException.class)
                .hasMessageContaining("Secret made: stringData.config", "Encrypt the larger text as a whole")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void placeholderOfNoDocumentIsRefused() {
        Manifest carrying = SopsSecret.carrying(secret(Map.of(), Map.of("p", password)), List.of(values));
        Manifest.map(carrying.tree().get("stringData")).put("q", Placeholder.START + "0".repeat(40));

        assertThatThrownBy(() -> SopsSecret.open(carrying, Samples.identities()))
                .hasMessageContaining("Secret made: stringData.q");
    }

    @Test
    void secretWithoutPlaceholdersCarriesNothing() {
        Manifest plain = secret(Map.of("a", "YQ=="), Map.of("b", "text"));

        assertThat(SopsSecret.carrying(plain, List.of(secret, values))).isSameAs(plain);
    }

    @Test
    void whatIsCarriedIsReadWithTheSameDistrust() {
        Manifest carrying = SopsSecret.carrying(secret(Map.of(), Map.of("p", password)), List.of(values));
        Manifest forged = carrying.copy();
        forged.tree().put("sops", List.of(Map.of("file", "a.yaml", "content", "a: b")));

        assertThatThrownBy(() -> SopsSecret.open(forged, Samples.identities()))
                .isInstanceOf(SopsException.class)
                .hasMessageContaining("carries what is no document of SOPS");
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Manifest secret(Map<String, String> data, Map<String, String> texts) {
        return new Manifest(Json.readObject(Json.write(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Map.of("name", "made"),
                "data",
                data,
                "stringData",
                texts))));
    }
}
