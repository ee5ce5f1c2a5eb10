package io.keelstream.gitwatcher.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.kubernetes.seal.SealingKeys;
import io.keelstream.kubernetes.seal.SecretSealer;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What resembles a Secret without being one would leave in plain text. The value that must not is {@code hunter2}. */
class SecretShapeTests {

    private static final SecretRule SEAL =
            new SecretRule.Seal(new SecretSealer(SealingKeys.generate().recipient()), new DigestKey(new byte[32]));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: secret, metadata: {name: a}, stringData: {password: hunter2}}",
                "{apiVersion: v1, kind: SECRET, metadata: {name: a}, data: {password: hunter2}}",
                "{apiVersion: v1, kind: Secrets, metadata: {name: a}, stringData: {password: hunter2}}",
                "{apiVersion: v1, kind: Sceret, metadata: {name: a}, data: {password: hunter2}}",
                "{apiVersion: v1, kind: Secert, metadata: {name: a}, content: {password: hunter2}}",
                "{apiVersion: v1, kind: SecretLists, metadata: {name: a}, items: [{data: {password: hunter2}}]}",
                "{apiVersion: v1, kind: list, metadata: {name: a}, items: [{kind: Secret, data: {p: hunter2}}]}",
                "{apiVersion: core/v1, kind: Secret, metadata: {name: a}, data: {password: hunter2}}",
                "{apiVersion: v2, kind: Secret, metadata: {name: a}, data: {password: hunter2}}",
                "{apiVersion: v1beta1, kind: Secret, metadata: {name: a}, stringData: {password: hunter2}}",
                "{apiVersion: apps/v1, kind: Secret, metadata: {name: a}, stringData: {password: hunter2}}",
                "{apiVersion: core.k8s.io/v1, kind: Secret, metadata: {name: a}, data: {password: hunter2}}",
                "{apiVersion: example.com/v1, kind: secrets, metadata: {name: a}, stringdata: {password: hunter2}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, stringData: {password: hunter2}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, type: Opaque, data: {password: hunter2}}",
                "{apiVersion: v1, kind: Credentials, metadata: {name: a}, data: {password: hunter2}}",
                "{apiVersion: example.com/v1, kind: Vault, metadata: {name: a}, stringDATA: {password: hunter2}}",
                "{apiVersion: example.com/v1, kind: Template, metadata: {name: a}, objects: [{apiVersion: v1, kind:"
                        + " Secret, metadata: {name: b}, stringData: {password: hunter2}}]}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringdata: {password: hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, Data: {password: hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, string_data: {password: hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, password: hunter2}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, spec: {data: {password: hunter2}}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, binaryData: {password: hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, stringData: {password: hunter2}}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, annotations: {data: {password: hunter2}}}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, labels: [hunter2]}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, finalizers: [[hunter2]]}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, ownerReferences: [{data: {p: hunter2}}]}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: {password: hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password:hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: eA==, password=hunter2: ''}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {'password hunter2': 5}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, password hunter2}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, password hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, labels: {x hunter2: {a: b}}}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, immutable: [hunter2], data: {password: hunter2}}",
            })
    void whatResemblesASecretIsRefusedUnderEveryRuleAndNoValueIsNamed(String yaml) {
        for (SecretRule rule : List.of(new SecretRule.Refuse(), new SecretRule.Keep(), SEAL)) {
            assertThat(build(yaml, rule))
                    .isInstanceOfSatisfying(
                            Bundle.Faulty.class,
                            faulty -> assertThat(faulty.problems())
                                    .singleElement()
                                    .satisfies(problem ->
                                            assertThat(problem.reason()).isEqualTo("SecretFormat"))
                                    .extracting(Problem::message)
                                    .asString()
                                    .contains("a")
                                    .doesNotContain("hunter2"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: shop, labels: {app: web}, annotations:"
                        + " {note: x}, finalizers: [example.com/a], ownerReferences: [{kind: ConfigMap, name: b}]},"
                        + " type: Opaque, immutable: true, data: {password: aHVudGVyMg==}, stringData: {user: hunter2}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, uid: 1, creationTimestamp: null}, data: {p: eA==}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {kind: Secret}, binaryData: {b: eA==}}",
                "{apiVersion: v1, kind: Service, metadata: {name: secret}, spec: {ports: [{port: 80}]}}",
                "{apiVersion: v1, kind: Event, metadata: {name: a}}",
                "{apiVersion: apps/v1, kind: ControllerRevision, metadata: {name: a}, data: {spec: {x: 1}}}",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {volumes: [{name: s, secret: {secretName: b}}]}}",
                "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: a}, spec: {encryptedData: {p:"
                        + " AgBy}, template: {type: Opaque, data: {c: '{{ .p }}'}}}}",
                "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: {secretStoreRef:"
                        + " {kind: SecretStore, name: b}, data: [{secretKey: p}]}}",
                "{apiVersion: secretsmanager.aws.upbound.io/v1beta1, kind: Secret, metadata: {name: a}, spec: {region: x}}",
                "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: a}, spec: {rules: [{generate: {kind:"
                        + " Secret, apiVersion: v1, name: b, clone: {name: c}}}]}}",
            })
    void whatIsASecretOrNoneIsTaken(String yaml) {
        assertThat(build(yaml, SEAL)).isInstanceOf(Bundle.Complete.class);
    }

    private static Bundle build(String yaml, SecretRule rule) {
        Target target = new Target(
                "production", "default", "shop", "shop", RendererChoice.BuiltIn.YAML, Map.of(), TargetPolicy.DEFAULT);
        List<SourceObject> objects = new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8)).orThrow().stream()
                        .map(each -> new SourceObject(each.manifest(), "shop/x.yml:1"))
                        .toList();
        return BundleBuilder.build(
                target,
                new RenderResult.Rendered("yaml", objects, List.of()),
                rule,
                new SealedSecrets(),
                EncryptedValues.NONE);
    }
}
