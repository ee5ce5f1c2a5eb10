package io.keelstream.kubernetes.sops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SopsDocumentTests {

    @Test
    void rendererGetsThePlainPartOfADocumentAndPlaceholders() {
        String presented = Samples.document("secret.yaml").presented();

        assertThat(presented)
                .startsWith("# credentials of the shop\napiVersion: v1\nkind: Secret\n")
                .contains("name: login\n", "retries: 3\n", "    password: \"keelstream-sops-")
                .doesNotContain("sops:", "lastmodified", "age1");
        assertThat(presented.lines().filter(line -> line.contains("ENC[")))
                .allMatch(line -> line.strip().startsWith("#ENC["));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret.yaml", "settings.json", "database.env", "store.jks", "values.yaml"})
    void documentIsRecognisedByItsContent(String name) {
        SopsDocument document = Samples.document(name);

        assertThat(document.file()).isEqualTo("shop/" + name);
        assertThat(Placeholder.FORM.matcher(document.presented()).results())
                .isNotEmpty()
                .allMatch(found -> String.valueOf(document.place(found.group())).startsWith("shop/" + name + ": "));
    }

    @Test
    void placeholderDependsOnItsOwnValueAlone() {
        // Given
        String other = Samples.text("secret.yaml").replaceFirst("motd: ENC.*", "motd: \"\"");

        // When
        String before = Samples.document("secret.yaml").presented();
        String after = Samples.document("secret.yaml", other).presented();

        // Then
        assertThat(line(after, "password")).isEqualTo(line(before, "password"));
        assertThat(line(after, "motd")).isNotEqualTo(line(before, "motd"));
    }

    private static String line(String text, String key) {
        return text.lines().filter(line -> line.contains(key + ":")).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: v1\nkind: ConfigMap\ndata: {note: 'sops writes ENC[AES256_GCM,data:x]'}\n",
                "sops: {version: 1}\n",
                "a: [",
                "a: ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]\n",
                ""
            })
    void otherFilesStayAsTheyAre(String text) {
        assertThat(SopsDocument.read("a.yaml", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SopsReading.Other.class);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("age:", "pgp:", "encrypted for PGP"),
                Arguments.of("age:", "kms:", "encrypted for AWS KMS"),
                Arguments.of("age:", "gcp_kms:", "encrypted for GCP KMS"),
                Arguments.of("age:", "azure_kv:", "encrypted for Azure Key Vault"),
                Arguments.of("age:", "hc_vault:", "encrypted for HashiCorp Vault"),
                Arguments.of("age:", "hckms:", "encrypted for Huawei Cloud KMS"),
                Arguments.of("age:", "nobody:", "names no age recipient"),
                Arguments.of("age:", "key_groups:", "key groups (Shamir)"),
                Arguments.of("    version:", "    shamir_threshold: 2\n    version:", "key groups (Shamir)"),
                Arguments.of("    mac: ENC", "    max: ENC", "sops.mac or sops.lastmodified is missing"),
                Arguments.of("    mac: ENC", "    mac: NEC", "sops.mac or sops.lastmodified is not as SOPS writes it"),
                Arguments.of("lastmodified: \"2", "lastmodified: \"x", "sops.lastmodified is not as SOPS writes it"),
                Arguments.of("encrypted_regex: ^", "encrypted_regex: (^", "encrypted_regex is not a valid pattern"),
                Arguments.of("encrypted_regex:", "encrypted_comment_regex:", "rule is about comments"),
                Arguments.of(
                        "    version:",
                        "    encrypted_suffix: word\n    version:",
                        "states both encrypted_suffix and encrypted_regex"),
                Arguments.of("stringData:", "stringData:\n    added: hunter2", "partly encrypted: stringData.added"),
                Arguments.of(
                        "Lw==,type:str]\n    motd",
                        "Lw==,type:comment]\n    motd",
                        "stringData.password has the type comment"),
                Arguments.of("Q==,type:str]\nsops:", "Q==,type:any]\nsops:", "data.token has the type any"),
                Arguments.of(
                        "kind: Secret", "kind: Secret\n'metadata:name': other", "SOPS cannot tell metadata.name from"),
                Arguments.of("kind: Secret", "kind: &a Secret\nagain: *a", "it has an alias"),
                Arguments.of("kind: Secret", "kind: Secret\nkind: Secret", "duplicate key in a mapping (line 4)"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatIsNeverOpenedIsRefusedByName(String written, String instead, String named) {
        String why = Samples.refusal(
                "secret.yaml",
                Samples.text("secret.yaml").replaceFirst(Pattern.quote(written), Matcher.quoteReplacement(instead)));

        assertThat(why)
                .startsWith("shop/secret.yaml is encrypted with SOPS: ")
                .contains(named)
                .doesNotContain("hunter2");
    }

    @Test
    void documentForPgpAndAgeOpensWithAge() {
        String both = Samples.text("secret.yaml")
                .replaceFirst("sops:\n", "sops:\n    pgp:\n        - fp: ABCDEF\n          enc: x\n");

        assertThat(OpenedDocument.of(Samples.document("secret.yaml", both), Samples.identities())
                        .values())
                .isNotEmpty();
    }

    @Test
    void iniFilesAreRefusedByName() {
        assertThat(Samples.refusal("a.ini", "[a]\nb = ENC[AES256_GCM,data:x]\n[sops]\nmac = x\n"))
                .contains("INI files are not supported");
    }

    @Test
    void ruleReadsPatternsInLinearTime() {
        String bomb = Samples.text("values.yaml")
                .replaceFirst("encrypted_suffix: word", "encrypted_regex: \"(a+)+\\$|word\"")
                .replaceFirst("user: admin", "a".repeat(1_000) + "b: admin");

        assertThat(Samples.document("values.yaml", bomb).presented()).contains("admin");
    }

    @Test
    void fileAsAWholeIsOnePlaceholder() {
        SopsDocument document = Samples.document("settings.json");
        String whole = document.wholePlaceholder();

        assertThat(List.of(document.presented(), document.presented().strip(), "other", document.presented() + "x"))
                .extracting(document::withWhole)
                .containsExactly(whole + "\n", whole, "other", document.presented() + "x");
    }

    @Test
    void fileAsAWholeHidesItsValuesWhereNoneIsInPlainText() {
        SopsDocument mixed = Samples.document("values.yaml");
        SopsDocument lines = Samples.document("database.env");

        assertThat(mixed.hides(mixed.wholePlaceholder())).isFalse();
        assertThat(Placeholder.FORM.matcher(mixed.presented()).results()).allMatch(each -> mixed.hides(each.group()));
        assertThat(lines.hides(lines.wholePlaceholder())).isTrue();
        assertThat(lines.hides(mixed.wholePlaceholder())).isFalse();
    }

    @Test
    void documentForAnOperatorIsNotOneToOpen() {
        String custom = Samples.text("secret.yaml").replace("apiVersion: v1", "apiVersion: example.com/v1");
        String beside = custom + "---\n" + Samples.text("secret.yaml");

        assertThat(SopsDocument.read("a.yaml", custom.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SopsReading.Other.class);
        assertThat(SopsDocument.read("a.yaml", beside.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SopsReading.Encrypted.class);
    }
}
