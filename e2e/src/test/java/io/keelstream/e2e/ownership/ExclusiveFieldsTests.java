package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.e2e.suite.RealCluster;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fields of somebody else that exclude those in Git, by rules that only a real API server has. Each object may be replaced, so
 * that one which is taken for immutable gets another uid.
 */
@ExtendWith(SharedStage.class)
@RealCluster
class ExclusiveFieldsTests {

    private static final String WEBHOOKS =
            "ValidatingWebhookConfiguration.admissionregistration.k8s.io//exclusive.example.com";
    private static final String RULED = "Choice.ownership.example.com/chosen/ruled";
    private static final String OLDER = "Choice.ownership.example.com/chosen/older";
    private static final Map<String, String> UIDS = new HashMap<>();

    private static final String KIND = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: choices.ownership.example.com}
        spec:
          group: ownership.example.com
          names: {plural: choices, singular: choice, kind: Choice}
          scope: Namespaced
          versions:
            - {name: v1, served: true, storage: true, schema: &schema {openAPIV3Schema: {type: object, properties: {spec: {
                type: object,
                properties: {a: {type: string}, b: {type: string}, c: {type: string}},
                x-kubernetes-validations: [{rule: "!(has(self.a) && has(self.b))", message: one of a and b}]}}}}}
            - {name: v1beta1, served: true, storage: false, schema: *schema}
        """;

    private static Stage stage;
    private static String commit;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        stage.repository()
                .write("chosen/keelstream.yaml", application("chosen", "drift: \"off\""))
                .write("chosen/kind.yaml", KIND);
        write("1");
        String first = stage.repository().push("Exclusive fields: start");
        stage.awaitSettled("production/chosen", first);
        for (String reference : List.of(WEBHOOKS, RULED, OLDER)) {
            UIDS.put(reference, stage.live().uid(reference));
        }
        manually();
        write("2");
        commit = stage.repository().push("Exclusive fields: change a label");
        stage.awaitSettled("production/chosen", commit);
    }

    private static void write(String label) throws Exception {
        stage.repository()
                .write("chosen/webhooks.yaml", webhooks(label, "{url: \"https://hooks.example.com/check\"}"))
                .write("chosen/ruled.yaml", choice("v1", "ruled", label, "{a: git}"))
                .write("chosen/older.yaml", choice("v1", "older", label, "{a: git}"));
    }

    /** Somebody chooses the other field, once in another version of the API. */
    private static void manually() {
        Manifest service =
                LiveCluster.manifest(webhooks("1", "{service: {namespace: default, name: hooks, path: /check}}"));
        stage.live().patch(WEBHOOKS, Map.of("webhooks", service.tree().get("webhooks")), "kubectl-patch");
        Map<String, Object> other = new HashMap<>(Map.of("b", "manual", "c", "manual"));
        other.put("a", null);
        stage.live().patch(RULED, Map.of("spec", other), "kubectl-patch");
        stage.live().patch(OLDER, Map.of("spec", Collections.singletonMap("a", null)), "kubectl-patch");
        stage.live().apply(choice("v1beta1", "older", "1", "{b: manual, c: manual}"), "operator");
    }

    private static String webhooks(String label, String client) {
        return """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: exclusive.example.com, labels: {v: "%s"}, annotations: {keelstream.io/replace: on-immutable}}
            webhooks:
              - name: check.exclusive.example.com
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: Ignore
                rules: [{apiGroups: [none.example.com], apiVersions: [v1], operations: [CREATE], resources: [none]}]
                clientConfig: %s
            """.formatted(label, client);
    }

    private static String choice(String version, String name, String label, String spec) {
        return """
            apiVersion: ownership.example.com/%s
            kind: Choice
            metadata: {name: %s, namespace: chosen, labels: {v: "%s"}, annotations: {keelstream.io/replace: on-immutable}}
            spec: %s
            """.formatted(version, name, label, spec);
    }

    @Test
    void urlOfGitTakesThePlaceOfTheServiceOfAWebhook() {
        Map<String, ?> webhook = Manifest.map(
                Manifest.list(stage.live().get(WEBHOOKS).tree().get("webhooks")).getFirst());
        assertThat(webhook.get("clientConfig")).isEqualTo(Map.of("url", "https://hooks.example.com/check"));
        updated(WEBHOOKS);
    }

    @Test
    void fieldThatARuleOfACustomResourceExcludesIsRemoved() {
        assertThat(stage.live().get(RULED).spec()).isEqualTo(Map.of("a", "git", "c", "manual"));
        updated(RULED);
    }

    @Test
    void fieldThatWasWrittenInAnotherVersionIsRemoved() {
        assertThat(stage.live().get(OLDER).spec()).isEqualTo(Map.of("a", "git", "c", "manual"));
        updated(OLDER);
    }

    private static void updated(String reference) {
        Manifest live = stage.live().get(reference);
        assertThat(live.label("v")).isEqualTo("2");
        assertThat(live.uid()).isEqualTo(UIDS.get(reference));
    }
}
