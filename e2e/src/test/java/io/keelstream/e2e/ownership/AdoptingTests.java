package io.keelstream.e2e.ownership;

import static io.keelstream.e2e.system.Manifests.application;
import static io.keelstream.e2e.system.Manifests.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.plan.FieldDiff;
import io.keelstream.contracts.plan.Plan;
import io.keelstream.contracts.plan.PlannedAction;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.system.Stage;
import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects and fields that another manager had before, or owns as well. */
@ExtendWith(SharedStage.class)
@EachCluster
class AdoptingTests {

    private static final List<String> ADOPTED = List.of("client-side", "server-side");
    private static final Map<String, String> UIDS = new HashMap<>();
    private static final String BUDGET = "PodDisruptionBudget.policy/exclusive/web";
    private static final Map<String, String> BUDGET_UIDS = new HashMap<>();
    private static final Map<String, Plan> ADOPTIONS = new HashMap<>();

    private static Stage stage;
    private static String second;

    @BeforeAll
    static void play(Stage shared) throws Exception {
        stage = shared;
        manually();
        first();
        exclusive();
        stage.live().apply(map("shared", "shared", "{both: x}"), "operator");
        second();
        stage.await(
                "the first effect",
                () -> assertThat(List.of(data("client-side"), data("server-side"), data("shared")))
                        .anyMatch(data -> data.size() == 1));
        stage.crash();
    }

    private static void manually() {
        for (String name : ADOPTED) {
            stage.live()
                    .create(
                            "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name),
                            "kubectl-create");
        }
        stage.live().create("{apiVersion: v1, kind: Namespace, metadata: {name: renumbered}}", "kubectl-create");
        stage.live()
                .create(service("80").replace("{name: web}", "{name: web, namespace: renumbered}"), "kubectl-create");
        String old = map("client-side", "settings", "{colour: blue, old: x}");
        stage.live()
                .create(
                        old.replace(
                                "name: settings",
                                "name: settings, annotations: {kubectl.kubernetes.io/last-applied-configuration: \"{}\"}"),
                        "kubectl-client-side-apply");
        stage.live().apply(map("server-side", "settings", "{colour: blue, old: x}"), "kubectl");
        ADOPTED.forEach(name -> UIDS.put(name, stage.live().uid("ConfigMap/" + name + "/settings")));
    }

    /** Somebody chooses the other one of two fields; the server names their parent. */
    private static void exclusive() {
        BUDGET_UIDS.put("before", stage.live().uid(BUDGET));
        Map<String, Object> other = new HashMap<>(Map.of("minAvailable", 2));
        other.put("maxUnavailable", null);
        stage.live().patch(BUDGET, Map.of("spec", other), "kubectl-patch");
    }

    private static String service(String port) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort, selector: {app: web},"
                + " ports: [{name: web, port: %s, nodePort: 31080}]}\n".formatted(port);
    }

    private static String budget(String annotation) {
        return "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, annotations: {" + annotation
                + "}}\nspec: {maxUnavailable: 50%, selector: {matchLabels: {app: web}}}\n";
    }

    private static void first() throws Exception {
        stage.repository()
                .write("exclusive/keelstream.yaml", application("exclusive", "drift: \"off\""))
                .write("exclusive/budget.yaml", budget(""))
                .write("renumbered/keelstream.yaml", application("renumbered"))
                .write("renumbered/service.yaml", service("8080"));
        for (String name : ADOPTED) {
            stage.repository()
                    .write(name + "/keelstream.yaml", application(name))
                    .write(name + "/settings.yaml", map(name, "settings", "{colour: red, old: x}"));
        }
        stage.repository()
                .write("shared/keelstream.yaml", application("shared"))
                .write("shared/shared.yaml", map("shared", "shared", "{both: x, own: one}"));
        String commit = stage.repository().push("Adopting: start");
        for (String name : List.of("client-side", "server-side", "shared", "exclusive", "renumbered")) {
            stage.awaitSettled("production/" + name, commit);
        }
        ADOPTED.forEach(name -> ADOPTIONS.put(name, stage.plan("production/" + name)));
    }

    private static void second() throws Exception {
        for (String name : ADOPTED) {
            stage.repository().write(name + "/settings.yaml", map(name, "settings", "{colour: red}"));
        }
        stage.repository()
                .write("shared/shared.yaml", map("shared", "shared", "{own: two}"))
                .write("exclusive/budget.yaml", budget("keelstream.io/replace: on-immutable"));
        second = stage.repository().push("Adopting: drop fields in Git");
    }

    @Test
    void whatKubectlAppliedIsTakenOverAndThePlanNamesWhoseFieldsThatWere() {
        for (String name : ADOPTED) {
            PlannedAction action = ADOPTIONS.get(name).actions().getLast();
            assertThat(action)
                    .as(name)
                    .isInstanceOfSatisfying(
                            PlannedAction.Adopt.class,
                            adopt -> assertThat(adopt.managers())
                                    .containsExactly(
                                            name.equals("client-side") ? "kubectl-client-side-apply" : "kubectl"));
            assertThat(stage.live().uid("ConfigMap/" + name + "/settings")).isEqualTo(UIDS.get(name));
        }
    }

    @Test
    void fieldThatGitDropsIsRemoved() {
        for (String name : ADOPTED) {
            stage.awaitSettled("production/" + name, second);
            Manifest live = stage.live().get("ConfigMap/" + name + "/settings");
            assertThat(live.at("data")).isEqualTo(Map.of("colour", "red"));
            assertThat(live.annotation("kubectl.kubernetes.io/last-applied-configuration"))
                    .isNull();
        }
    }

    @Test
    void coOwnedFieldStaysAndThePlanSaysSo() {
        stage.awaitSettled("production/shared", second);
        assertThat(data("shared")).isEqualTo(Map.of("both", "x", "own", "two"));
        PlannedAction.Write action =
                (PlannedAction.Write) stage.plan("production/shared").actions().getFirst();
        assertThat(action.preview().diff())
                .extracting(FieldDiff::path, FieldDiff::note)
                .contains(org.assertj.core.groups.Tuple.tuple("/data/both", "stays: owned by operator"));
    }

    @Test
    void serviceOfWhichGitRenumbersAPortKeepsItsNodePort() {
        assertThat(stage.live().get("Service/renumbered/web").at("spec", "ports"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement()
                .satisfies(port -> assertThat(Manifest.map(port))
                        .containsEntry("port", 8080L)
                        .containsEntry("nodePort", 31080L));
    }

    @Test
    void fieldThatExcludesOneInGitIsRemovedAndTheObjectIsNotReplaced() {
        stage.awaitSettled("production/exclusive", second);
        assertThat(stage.live().get(BUDGET).spec())
                .containsEntry("maxUnavailable", "50%")
                .doesNotContainKey("minAvailable");
        assertThat(stage.live().uid(BUDGET)).isEqualTo(BUDGET_UIDS.get("before"));
    }

    private static Map<String, ?> data(String namespace) {
        String name = namespace.equals("shared") ? "shared" : "settings";
        return Manifest.map(
                stage.live().get("ConfigMap/" + namespace + "/" + name).tree().get("data"));
    }

    private static String map(String namespace, String name, String data) {
        return configMap(name, "")
                .replace("{name: ", "{namespace: " + namespace + ", name: ")
                .replace("{value: \"\"}", data);
    }
}
