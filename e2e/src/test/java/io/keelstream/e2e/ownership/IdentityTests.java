package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static io.keelstream.e2e.system.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An object is what it is in the cluster, whatever version it is written in, and it has one owner. */
@ExtendWith(SharedStage.class)
@EachCluster
class IdentityTests {

    private static final String AUTOSCALER = "HorizontalPodAutoscaler.autoscaling/versions/web";
    private static final String GADGET = "Gadget.ownership.example.com/versions/one";

    private static final Map<String, String> UIDS = new HashMap<>();

    private static Stage stage;
    private static String second;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        first();
        UIDS.put(AUTOSCALER, stage.live().uid(AUTOSCALER));
        UIDS.put(GADGET, stage.live().uid(GADGET));
        second();
        stage.await(
                "the first effect",
                () -> assertThat(stage.live().exists("ConfigMap/contested/own")).isTrue());
        stage.crash();
    }

    private static void first() throws Exception {
        stage.repository()
                .write("versions/keelstream.yaml", application("versions"))
                .write("versions/web.yaml", deployment("web", "web:1"))
                .write("versions/scaler.yaml", autoscaler("v1", "targetCPUUtilizationPercentage: 70"))
                .write("versions/definition.yaml", """
                    apiVersion: apiextensions.k8s.io/v1
                    kind: CustomResourceDefinition
                    metadata: {name: gadgets.ownership.example.com}
                    spec:
                      group: ownership.example.com
                      scope: Namespaced
                      names: {kind: Gadget, listKind: GadgetList, plural: gadgets, singular: gadget}
                      versions:
                        - name: v1alpha1
                          served: true
                          storage: false
                          schema: &schema
                            openAPIV3Schema:
                              type: object
                              properties: {spec: {type: object, properties: {size: {type: integer}, old: {type: integer}}}}
                        - {name: v1, served: true, storage: true, schema: *schema}
                    """)
                .write("versions/gadget.yaml", gadget("v1alpha1", "{size: 1, old: 1}"))
                .write("holder/keelstream.yaml", in("holder", "contested"))
                .write("holder/settings.yaml", configMap("settings", "holder"));
        String commit = stage.repository().push("Identity: start");
        stage.awaitSettled("production/versions", commit);
        stage.awaitSettled("production/holder", commit);
        stage.live().create("{apiVersion: v1, kind: Namespace, metadata: {name: elsewhere}}", "kubectl-create");
        stage.live()
                .create(
                        configMap("theirs", "other")
                                .replace(
                                        "{name: theirs}",
                                        "{name: theirs, namespace: elsewhere, annotations:"
                                                + " {keelstream.io/owner: other/production/shop}}"),
                        "keelstream");
    }

    private static void second() throws Exception {
        stage.repository()
                .write(
                        "versions/scaler.yaml",
                        autoscaler(
                                "v2",
                                "metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization,"
                                        + " averageUtilization: 80}}}]"))
                .write("versions/gadget.yaml", gadget("v1", "{size: 2}"))
                .write("rival/keelstream.yaml", in("rival", "contested"))
                .write("rival/settings.yaml", configMap("settings", "rival"))
                .write("neighbour/keelstream.yaml", in("neighbour", "contested"))
                .write("neighbour/own.yaml", configMap("own", "1"))
                .write("intruder/keelstream.yaml", in("intruder", "elsewhere"))
                .write("intruder/theirs.yaml", configMap("theirs", "intruder"));
        second = stage.repository().push("Identity: newer versions, and claims on what others have");
    }

    @Test
    void anotherVersionOfTheSameObjectDeletesNothingAndDroppedFieldsGo() {
        stage.awaitSettled("production/versions", second);

        assertThat(stage.live().uid(AUTOSCALER)).isEqualTo(UIDS.get(AUTOSCALER));
        assertThat(stage.live().uid(GADGET)).isEqualTo(UIDS.get(GADGET));
        assertThat(stage.live().get(GADGET).spec()).containsOnlyKeys("size").containsEntry("size", 2L);
        assertThat(stage.published("production/versions").objects()).isEqualTo(4);
    }

    @Test
    void anotherTargetsObjectBlocksAndIsNamed() {
        stage.awaitWaitingFor("production/rival", "BLOCKED", "local/production/holder");
        assertThat(problems("rival")).extracting(Problem::reason).containsExactly("ForeignOwner");
        assertThat(value("ConfigMap/contested/settings")).isEqualTo("holder");
        assertThat(stage.live().owner("ConfigMap/contested/settings")).isEqualTo("local/production/holder");
        stage.awaitSettled("production/neighbour", second);
    }

    @Test
    void anotherInstallationsObjectBlocksAndIsNamed() {
        stage.awaitWaitingFor("production/intruder", "BLOCKED", "other/production/shop");
        assertThat(value("ConfigMap/elsewhere/theirs")).isEqualTo("other");
    }

    private static List<Problem> problems(String application) {
        Plan plan = stage.plan("production/" + application);
        return plan.problems();
    }

    private static Object value(String reference) {
        return stage.live().get(reference).at("data", "value");
    }

    private static String in(String name, String namespace) {
        return application(name).replace("namespace: " + name, "namespace: " + namespace);
    }

    private static String autoscaler(String version, String metrics) {
        return """
            apiVersion: autoscaling/%s
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              minReplicas: 1
              maxReplicas: 5
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              %s
            """.formatted(version, metrics);
    }

    private static String gadget(String version, String spec) {
        return """
            apiVersion: ownership.example.com/%s
            kind: Gadget
            metadata: {name: one}
            spec: %s
            """.formatted(version, spec);
    }
}
