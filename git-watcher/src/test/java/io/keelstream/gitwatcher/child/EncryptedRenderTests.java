package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.bundle.Bundle;
import io.keelstream.gitwatcher.bundle.BundleBuilder;
import io.keelstream.gitwatcher.bundle.DigestKey;
import io.keelstream.gitwatcher.bundle.SealedSecrets;
import io.keelstream.gitwatcher.bundle.SecretRule;
import io.keelstream.gitwatcher.encrypted.EncryptedFiles;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.render.ClusterFacts;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.StoredSecret;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.sops.AgeIdentities;
import io.keelstream.kubernetes.sops.SopsSecret;
import io.keelstream.testing.process.SopsProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that the real sops encrypted, rendered by the real kustomize and helm. What arrives is compared with what the same files
 * in plain text give.
 */
class EncryptedRenderTests extends WithRenderers {

    private static final String PASSWORD = "open sesame";

    private final SealingKeys keys = SealingKeys.generate();
    private SopsProgram sops;
    private String recipient = "";

    @BeforeEach
    void generate() {
        assumeTrue(SopsProgram.isBuilt(), "skipped: sops is not built");
        sops = new SopsProgram(folder);
        recipient = sops.identity("identities/key.txt");
    }

    /** Writes the files, those of them encrypted that are named, and builds the bundle. */
    private Bundle bundle(Map<String, String> files, List<String> encrypted, SecretRule rule) throws Exception {
        files.forEach((path, text) -> fixture.git.write(
                path, encrypted.contains(path) ? sops.encrypt(path.replace('/', '-'), text, recipient) : text));
        Target target = new Target(
                "production", "default", "shop", "shop", RendererChoice.BuiltIn.AUTO, Map.of(), TargetPolicy.DEFAULT);
        EncryptedFiles snapshot = new EncryptedFiles(fixture.git.snapshot());
        RenderRequest request = new RenderRequest(snapshot, "shop", "shop", target, ClusterFacts.UNSTATED);
        RenderResult result = fixture.renderers.choose(request).render(request);
        assertThat(result).isInstanceOf(RenderResult.Rendered.class);
        return BundleBuilder.build(
                target, (RenderResult.Rendered) result, rule, new SealedSecrets(), EncryptedValues.of(snapshot));
    }

    /** The data of the Secrets in plain text, as the applier writes it. */
    private List<@Nullable Object> data(Bundle bundle) {
        assertThat(bundle).isInstanceOf(Bundle.Complete.class);
        AgeIdentities identities = new AgeIdentities(folder.resolve("identities"));
        List<@Nullable Object> data = new ArrayList<>();
        for (Bundle.Item item : ((Bundle.Complete) bundle).objects()) {
            assertThat(Json.writeText(item.body().tree())).as(item.reference()).satisfies(text -> {
                if (item.sealed()) {
                    assertThat(text).doesNotContain("sesame", "b3BlbiBzZXNhbWU");
                }
            });
            Manifest unsealed = new SecretUnsealer(keys.identity()).unseal(item.body());
            Manifest opened = SopsSecret.is(unsealed) ? SopsSecret.open(unsealed, identities) : unsealed;
            data.add(StoredSecret.of(opened).tree().get("data"));
        }
        return data;
    }

    private void assertArrivesAsInPlainText(Map<String, String> files, String... encrypted) throws Exception {
        assertArrivesAsInPlainText(new SecretRule.Refuse(), files, encrypted);
    }

    private void assertArrivesAsInPlainText(SecretRule rule, Map<String, String> files, String... encrypted)
            throws Exception {
        List<@Nullable Object> plain = data(bundle(files, List.of(), new SecretRule.Keep()));
        List<@Nullable Object> opened = data(bundle(files, List.of(encrypted), rule));

        assertThat(opened).isNotEmpty().isEqualTo(plain);
    }

    @Test
    void filesOfASecretGeneratorArrive() throws Exception {
        assertArrivesAsInPlainText(
                files(
                        "shop/kustomization.yaml",
                        "secretGenerator: [{name: login, files: [store.jks, settings.json], envs: [database.env]}]\n",
                        "shop/store.jks",
                        "binary\0 \n" + PASSWORD,
                        "shop/settings.json",
                        "{\n\t\"password\": \"" + PASSWORD + "\",\n\t\"port\": 5432\n}\n",
                        "shop/database.env",
                        "USER=admin\nPASSWORD=" + PASSWORD + "\n"),
                "shop/store.jks",
                "shop/settings.json",
                "shop/database.env");
    }

    @Test
    void fileWithPartsInPlainTextIsPlainAndArrivesWhereItIsSealed() throws Exception {
        Map<String, String> files = files(
                "shop/kustomization.yaml",
                "secretGenerator: [{name: login, files: [settings.json]}]\n",
                "shop/settings.json",
                "{\n\t\"p\": \"" + PASSWORD + "\",\n\t\"u_unencrypted\": \"x\"\n}\n");

        assertThat(problems(bundle(files, List.of("shop/settings.json"), new SecretRule.Refuse())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("PlainSecret"));
        assertArrivesAsInPlainText(
                new SecretRule.Seal(new SecretSealer(keys.recipient()), new DigestKey(new byte[32])),
                files,
                "shop/settings.json");
    }

    @Test
    void ciphertextOfADocumentThatNobodyOpensReachesNoObject() throws Exception {
        Map<String, String> files = files(
                "shop/kustomization.yaml",
                "configMapGenerator: [{name: settings, files: [settings.json]}]\n",
                "shop/settings.json",
                """
                {"password": "ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]", "sops": {"pgp": [{"fp": "A"}],
                 "mac": "ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]", "lastmodified": "2026-11-29T22:51:34Z"}}
                """);

        assertThat(problems(bundle(files, List.of(), new SecretRule.Refuse())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("shop/settings.json is encrypted with SOPS: it is encrypted for PGP"));
    }

    @Test
    void valuesOfAChartArriveAloneAndInsideTexts() throws Exception {
        assertArrivesAsInPlainText(
                new SecretRule.Seal(new SecretSealer(keys.recipient()), new DigestKey(new byte[32])),
                chart("""
                    stringData:
                      password: {{ .Values.db.password | quote }}
                      dsn: postgres://{{ .Values.db.user }}:{{ .Values.db.password }}@db:{{ .Values.db.port }}
                    data:
                      encoded: {{ .Values.db.password | b64enc }}
                      dsn: {{ printf "%s:%s" .Values.db.user .Values.db.password | b64enc | quote }}
                    """),
                "shop/values-production.yaml");
    }

    @Test
    void fileThatAChartTakesInAsAValueArrives() throws Exception {
        Map<String, String> files = chart("data:\n  settings: {{ .Files.Get \"settings.json\" | b64enc }}\n");
        files.put("shop/settings.json", "{\n\t\"password\": \"" + PASSWORD + "\"\n}\n");

        assertArrivesAsInPlainText(files, "shop/settings.json");
    }

    @Test
    void textAroundAnEncryptedValueIsPlainText() throws Exception {
        Bundle bundle = bundle(
                chart("stringData: {dsn: 'postgres://admin:{{ .Values.db.password }}@db'}\n"),
                List.of("shop/values-production.yaml"),
                new SecretRule.Refuse());

        assertThat(problems(bundle)).extracting(Problem::reason).containsExactly("PlainSecret");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "stringData: {p: '{{ .Values.db.password | upper }}'}",
                        "stringData.p takes a value",
                        "changes it"),
                Arguments.of(
                        "stringData: {p: '{{ .Values.db.password | trunc 30 }}'}",
                        "stringData.p takes a value",
                        "changes it"),
                Arguments.of(
                        "data: {p: '{{ .Values.db.password | b64enc | b64enc }}'}",
                        "data.p takes a value",
                        "base64 within base64"),
                Arguments.of(
                        "data: {p: '{{ printf \"{a:%s}\" (printf \"x:%s\" .Values.db.password | b64enc) | b64enc }}'}",
                        "data.p takes a value", "base64 within base64"),
                Arguments.of(
                        "metadata: {labels: {p: '{{ .Values.db.password }}'}}",
                        "metadata.labels.p takes shop/values-production.yaml: db.password",
                        "only values of a v1 Secret"),
                Arguments.of(
                        "stringData: {p: hunter2, q: '{{ .Values.db.password }}'}", "stringData.p", "in plain text"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatAChartChangesIsRefused(String part, String place, String why) throws Exception {
        Map<String, String> files = chart(part.startsWith("metadata") ? "" : part + "\n");
        if (part.startsWith("metadata")) {
            files.put(
                    "shop/templates/secret.yaml",
                    "apiVersion: v1\nkind: Secret\n" + part.replace("metadata: {", "metadata: {name: login, ") + "\n");
        }

        assertThat(problems(bundle(files, List.of("shop/values-production.yaml"), new SecretRule.Refuse())))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains(place, why).doesNotContain("hunter2", "sesame"));
    }

    @Test
    void encryptedValueOutsideOfASecretIsRefused() throws Exception {
        Map<String, String> files = files(
                "shop/kustomization.yaml",
                "configMapGenerator: [{name: settings, files: [settings.json]}]\n",
                "shop/settings.json",
                "{\"password\": \"" + PASSWORD + "\"}");

        assertThat(problems(bundle(files, List.of("shop/settings.json"), new SecretRule.Refuse())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("data.settings.json takes shop/settings.json: password", "Put it into a Secret"));
    }

    @Test
    void manifestThatIsEncryptedAsAWholeIsRefusedWithTheRightCommand() throws Exception {
        Map<String, String> files = files(
                "shop/secret.yaml",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData: {p: " + PASSWORD + "}\n");

        assertThat(problems(bundle(files, List.of("shop/secret.yaml"), new SecretRule.Refuse())))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("sops encrypt --encrypted-regex '^(data|stringData)$'"));
    }

    private static List<Problem> problems(Bundle bundle) {
        assertThat(bundle).isInstanceOf(Bundle.Faulty.class);
        return ((Bundle.Faulty) bundle).problems();
    }

    private static Map<String, String> chart(String secret) {
        return files(
                "shop/Chart.yaml",
                "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
                "shop/values-production.yaml",
                "db:\n  user: admin\n  password: " + PASSWORD + "\n  port: 5432\n",
                "shop/templates/secret.yaml",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\n" + secret);
    }

    private static Map<String, String> files(String... pairs) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            files.put(pairs[i], pairs[i + 1]);
        }
        return files;
    }
}
