package io.keelstream.gitwatcher.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.seal.SecretUnsealer;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code key:} without a value means in the maps that hold nothing but text; compared with a kube-apiserver 1.36. */
class NullTextsTests {

    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: settings, labels: {tier: }, annotations: {note: ~}}
            data: {ca.crt: , both: dGV4dA==}
            stringData: {user: app, password: , token: ~, both: null}
            """;

    private final SealingKeys keys = SealingKeys.generate();

    @Test
    void nullInASecretIsAnEmptyValue() {
        Manifest secret = complete(SECRET, new SecretRule.Keep());

        assertThat(secret.tree().get("data")).isEqualTo(Map.of("ca.crt", "", "both", "dGV4dA=="));
        assertThat(secret.tree().get("stringData"))
                .isEqualTo(Map.of("user", "app", "password", "", "token", "", "both", ""));
    }

    @Test
    void emptyValueIsSealedLikeEveryOther() {
        Manifest sealed = complete(SECRET, seal());

        assertThat(Manifest.map(sealed.tree().get("stringData")).values())
                .allSatisfy(value -> assertThat(String.valueOf(value)).startsWith("keelstream-sealed:"));
        assertThat(new SecretUnsealer(keys.identity()).unseal(sealed).at("stringData", "password"))
                .isEqualTo("");
    }

    @Test
    void nullLabelsAnnotationsAndConfigMapValuesAreEmptyTexts() {
        Manifest labelled = complete(SECRET, new SecretRule.Keep());
        Manifest settings = complete("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, labels: , annotations: {}}
                data: {a: , b: x}
                binaryData: {c: }
                """, new SecretRule.Refuse());

        assertThat(labelled.label("tier")).isEmpty();
        assertThat(labelled.annotation("note")).isEmpty();
        assertThat(settings.tree().get("data")).isEqualTo(Map.of("a", "", "b", "x"));
        assertThat(settings.tree().get("binaryData")).isEqualTo(Map.of("c", ""));
        assertThat(settings.metadata()).containsEntry("labels", null).containsEntry("annotations", Map.of());
    }

    @Test
    void nullOfAnotherKindIsTheServersToJudge() {
        Manifest custom = complete("""
                apiVersion: example.com/v1
                kind: Secret
                metadata: {name: settings}
                data: {a: }
                """, new SecretRule.Refuse());

        assertThat(Manifest.map(custom.tree().get("data"))).containsEntry("a", null);
    }

    @Test
    void emptyMapsOfASecretHoldNothingToRefuse() {
        Manifest secret = complete("""
                apiVersion: v1
                kind: Secret
                metadata: {name: settings}
                data: {}
                stringData:
                """, new SecretRule.Refuse());

        assertThat(secret.tree()).containsEntry("data", Map.of()).containsEntry("stringData", null);
    }

    @Test
    void valueThatIsNotTextIsRefusedByItsKeyUnderEveryRule() {
        String numbers = SECRET.replace("user: app", "port: 5432");

        for (SecretRule rule : List.of(new SecretRule.Keep(), seal())) {
            assertThat(build(numbers, rule))
                    .isInstanceOfSatisfying(
                            Bundle.Faulty.class,
                            faulty -> assertThat(faulty.problems())
                                    .singleElement()
                                    .extracting(Problem::reason, Problem::message)
                                    .containsExactly(
                                            "SecretFormat", "Secret settings: stringData.port is not text; quote it"));
        }
    }

    private SecretRule seal() {
        return new SecretRule.Seal(new SecretSealer(keys.recipient()), new DigestKey(new byte[32]));
    }

    private static Manifest complete(String yaml, SecretRule rule) {
        Bundle bundle = build(yaml, rule);
        assertThat(bundle).isInstanceOf(Bundle.Complete.class);
        return ((Bundle.Complete) bundle).objects().getFirst().body();
    }

    private static Bundle build(String yaml, SecretRule rule) {
        Target target = new Target(
                "production", "default", "shop", "shop", RendererChoice.BuiltIn.YAML, Map.of(), TargetPolicy.DEFAULT);
        List<SourceObject> objects = new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8)).orThrow().stream()
                        .map(each -> new SourceObject(each.manifest(), "shop/a.yaml:1"))
                        .toList();
        return BundleBuilder.build(
                target,
                new RenderResult.Rendered("yaml", objects, List.of()),
                rule,
                new SealedSecrets(),
                EncryptedValues.NONE);
    }
}
