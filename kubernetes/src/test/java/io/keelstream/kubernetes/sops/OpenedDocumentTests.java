package io.keelstream.kubernetes.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenedDocumentTests {

    @TempDir
    Path folder;

    @Test
    void valuesOfASecretOpen() {
        assertThat(opened(Samples.document("secret.yaml")))
                .containsEntry("stringData.password", "open \"sesame\": #1")
                .containsEntry("stringData.motd", "grüße 😀\nzwei\n")
                .containsEntry("data.token", "dG9rZW4=")
                .doesNotContainKey("stringData.empty");
    }

    @Test
    void numbersAndBooleansOpenToTheirTexts() {
        assertThat(opened(Samples.document("settings.json")))
                .containsEntry("user", "a<b>&c")
                .containsEntry("port", "5432")
                .containsEntry("ratio", "0.25")
                .containsEntry("tls", "true")
                .doesNotContainKey("kind_unencrypted");
    }

    @Test
    void linesOpenWithTheirLineFeeds() {
        assertThat(opened(Samples.document("database.env")))
                .containsEntry("PASSWORD", "two words")
                .containsEntry("KEY", "line one\nline two");
    }

    @Test
    void anyFileOpensToItsBytes() {
        SopsDocument document = Samples.document("store.jks");

        assertThat(OpenedDocument.of(document, Samples.identities()).values())
                .hasEntrySatisfying(
                        document.presented(),
                        bytes -> assertThat(bytes)
                                .isEqualTo("\0\1binary \u00FF \n".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void documentAsAWholeOpensToItsPlainText() {
        SopsDocument settings = Samples.document("settings.json");
        SopsDocument values = Samples.document("values.yaml");

        assertThat(whole(settings))
                .isEqualTo(
                        "{\n\t\"user\": \"a\\u003cb\\u003e\\u0026c\",\n\t\"port\": 5432,\n\t\"ratio\": 0.25,\n\t\"tls\": true,"
                                + "\n\t\"none\": null,\n\t\"hosts\": [\n\t\t\"one\",\n\t\t\"two\",\n\t\t{}\n\t],"
                                + "\n\t\"kind_unencrypted\": \"postgres\"\n}");
        assertThat(whole(values)).isEqualTo("db:\n    user: admin\n    password: \"hunter2\"\nreplicas: 2");
    }

    private static String whole(SopsDocument document) {
        return new String(
                OpenedDocument.of(document, Samples.identities()).values().get(document.wholePlaceholder()),
                StandardCharsets.UTF_8);
    }

    @Test
    void eitherRecipientOpensADocumentOfTwo() throws IOException {
        // Given
        Files.copy(Samples.path("two.txt"), folder.resolve("two.txt"));

        // When
        Map<String, byte[]> values = OpenedDocument.of(Samples.document("values.yaml"), new AgeIdentities(folder))
                .values();

        // Then
        assertThat(values).isNotEmpty();
    }

    @Test
    void identityThatIsAddedOpensWithoutARestart() throws IOException {
        // Given
        SopsDocument document = Samples.document("secret.yaml");
        AgeIdentities identities = new AgeIdentities(folder);
        Files.copy(Samples.path("two.txt"), folder.resolve("old.txt"));
        assertThatThrownBy(() -> OpenedDocument.of(document, identities))
                .isInstanceOf(SopsException.class)
                .hasMessageContaining("shop/secret.yaml is encrypted with SOPS for age1")
                .hasMessageContaining("the applier has 1 age identities, and none fits");

        // When
        Files.copy(Samples.path("identities/one.txt"), folder.resolve("new.txt"));

        // Then
        assertThat(OpenedDocument.of(document, identities).values()).isNotEmpty();
    }

    @Test
    void whatIsNoIdentityIsNamedByItsPlaceAndNotQuoted() throws IOException {
        Files.writeString(folder.resolve("key.txt"), "# a note\nAGE-SECRET-KEY-1WRONG\nssh-ed25519 AAAA\n");
        Files.write(folder.resolve("raw"), new byte[] {-1, -2, -3});

        assertThatThrownBy(() -> OpenedDocument.of(Samples.document("secret.yaml"), new AgeIdentities(folder)))
                .hasMessageContaining("not an X25519 identity: key.txt:2, key.txt:3, raw")
                .hasMessageNotContaining("WRONG");
    }

    @Test
    void folderThatIsGoneIsNamed() {
        assertThatThrownBy(() ->
                        OpenedDocument.of(Samples.document("secret.yaml"), new AgeIdentities(folder.resolve("gone"))))
                .isInstanceOf(SopsException.class)
                .hasMessageContaining("gone");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("a byte of a value", text -> flipped(text, "data:"), "stringData.password"),
                change("a byte of a tag", text -> flipped(text, "tag:"), "stringData.password"),
                change("two values swapped", OpenedDocumentTests::swapped, "stringData.password"),
                change("a value removed", text -> text.replaceFirst(" +motd: ENC.*\n", ""), "sops.mac"),
                change("a value emptied", text -> text.replaceFirst("motd: ENC.*", "motd: \"\""), "sops.mac"),
                change("a plain value changed", text -> text.replace("name: login", "name: other"), "sops.mac"),
                change("a plain value added", text -> text.replace("metadata:", "metadata:\n    uid: x"), "sops.mac"),
                change(
                        "two plain values swapped",
                        text -> text.replace("retries: 3", "retries: 1.5").replace("share: 1.5", "share: 3"),
                        "sops.mac"),
                change(
                        "another time",
                        text -> text.replaceFirst("lastmodified: \"20\\d\\d", "lastmodified: \"1999"),
                        "sops.mac"),
                change("a byte of the digest", text -> flipped(text, "mac: ENC[AES256_GCM,data:"), "sops.mac"),
                change(
                        "the type of a value",
                        text -> text.replaceFirst("(motd: ENC.*)type:str", "$1type:int"),
                        "stringData.motd"),
                change("another path", text -> text.replace("    token:", "    taken:"), "data.taken"));
    }

    private static Arguments change(String name, UnaryOperator<String> change, String named) {
        return Arguments.of(Named.of(name, change), named);
    }

    /** Another letter of base64 behind the first place where the text is. */
    private static String flipped(String text, String before) {
        int at = text.indexOf(before, text.indexOf("password:")) + before.length();
        return text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
    }

    private static String swapped(String text) {
        Matcher found =
                Pattern.compile("(password: )(ENC.*)(\n +motd: )(ENC.*)").matcher(text);
        return found.replaceFirst("$1$4$3$2");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyChangeIsNoticed(UnaryOperator<String> change, String named) {
        String text = Samples.text("secret.yaml");
        String changed = change.apply(text);
        assertThat(changed).isNotEqualTo(text);

        assertThatThrownBy(() -> OpenedDocument.of(Samples.document("secret.yaml", changed), Samples.identities()))
                .isInstanceOf(SopsException.class)
                .hasMessageStartingWith("shop/secret.yaml is encrypted with SOPS: " + named)
                .hasMessageNotContaining("sesame");
    }

    @Test
    void digestOfEncryptedValuesAloneLetsPlainOnesChange() {
        String changed = Samples.text("values.yaml").replace("replicas: 2", "replicas: 3");

        assertThat(opened(Samples.document("values.yaml", changed))).containsEntry("db.password", "hunter2");
    }

    /** Values by their places. */
    private static Map<String, String> opened(SopsDocument document) {
        Map<String, String> values = new TreeMap<>();
        OpenedDocument.of(document, Samples.identities()).values().forEach((placeholder, value) -> {
            String place = String.valueOf(document.place(placeholder));
            values.put(
                    place.substring(place.indexOf(": ") < 0 ? 0 : place.indexOf(": ") + 2),
                    new String(value, StandardCharsets.UTF_8));
        });
        return values;
    }
}
