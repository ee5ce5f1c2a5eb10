package io.keelstream.gitwatcher.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.targets.TargetPolicy;
import io.keelstream.gitwatcher.application.RendererChoice;
import io.keelstream.gitwatcher.application.Target;
import io.keelstream.gitwatcher.encrypted.EncryptedValues;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.SourceObject;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlChannelsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: keelstream-stop}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: keelstream-stop, namespace: keelstream}}",
                "{apiVersion: v1, kind: ConfigMapList, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name:"
                        + " keelstream-stop}}]}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {keelstream.io/hold-until: x}}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {keelstream.io/hold-until: 1}}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {keelstream.io/hold-by: ada}}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {keelstream.io/owner: acme/t/b}}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {keelstream.io/owner: }}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {keelstream.io/commit: c0ffee}}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, labels: {keelstream.io/shard: '3'}}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, labels: {keelstream.io/track: canary}}}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {metadata: {annotations:"
                        + " {keelstream.io/hold-until: x}}}}}",
                "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {volumeClaimTemplates: [{metadata:"
                        + " {name: b, labels: {keelstream.io/shard: '0'}}}]}}",
            })
    void whatControlsKeelstreamIsRefused(String yaml) {
        assertThat(build(yaml, "keelstream"))
                .isInstanceOfSatisfying(
                        Bundle.Faulty.class,
                        faulty -> assertThat(faulty.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.reason()).isEqualTo("ControlChannel")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: keelstream-stop}}",
                "{apiVersion: v1, kind: Service, metadata: {name: keelstream-stop, namespace: keelstream}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: keelstream}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: keelstream.io/owner}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, annotations: {keelstream.io/wave: '1',"
                        + " keelstream.io/prune: disabled, keelstream.io/drift: report}}}",
            })
    void whatSteersOnlyItsOwnObjectIsTaken(String yaml) {
        assertThat(build(yaml, "shop")).isInstanceOf(Bundle.Complete.class);
    }

    private static Bundle build(String yaml, String namespace) {
        Target target = new Target(
                "production",
                "default",
                namespace,
                "shop",
                RendererChoice.BuiltIn.YAML,
                Map.of(),
                TargetPolicy.DEFAULT);
        List<SourceObject> objects = new YamlReader()
                .manifests(yaml.getBytes(StandardCharsets.UTF_8)).orThrow().stream()
                        .map(each -> new SourceObject(each.manifest(), "shop/x.yml:1"))
                        .toList();
        return BundleBuilder.build(
                target,
                new RenderResult.Rendered("yaml", objects, List.of()),
                new SecretRule.Refuse(),
                new SealedSecrets(),
                EncryptedValues.NONE);
    }
}
