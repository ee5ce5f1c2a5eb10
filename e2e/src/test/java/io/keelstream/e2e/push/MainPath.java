package io.keelstream.e2e.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.deployment.ChangeSummary.ImageChange;
import io.keelstream.contracts.deployment.DeploymentFinished;
import io.keelstream.contracts.deployment.Outcome;
import io.keelstream.e2e.system.Deployments;
import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.Manifests;
import io.keelstream.e2e.system.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;

/**
 * The stories of the main path on a stage that runs. Applications, namespaces and definitions carry a suffix, so that the
 * stories may follow each other on one stage. Something may disturb the stage meanwhile; what a story asserts does not
 * depend on it.
 */
public final class MainPath {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int MANY = 200;

    /** What happens on the main path: something is pushed, its end awaited, and the result asserted. */
    public enum Story {
        PUSH("a push becomes healthy objects and one story per deployment"),
        ORDER("a definition and its resource, a namespace and its content succeed at the first try"),
        OVERTAKE("a good commit overtakes one that never becomes healthy"),
        LEAVE("what leaves Git is deleted, and what is to be confirmed waits"),
        KILL("killed in the middle it converges and reports each deployment once"),
        RESTART("a restart writes and publishes nothing");

        private final String title;

        Story(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final Stage stage;
    private final String suffix;
    private final Runnable disturb;
    private final Runnable beforeLooking;

    /**
     * The stories of a stage that something disturbs.
     *
     * @param stage where the stories happen
     * @param suffix of every name that is made; digits or letters
     * @param disturb what is done to the stage before each push and before it is started again
     * @param beforeLooking what is done when a story's last deployment has ended
     */
    public MainPath(Stage stage, String suffix, Runnable disturb, Runnable beforeLooking) {
        this.stage = stage;
        this.suffix = suffix;
        this.disturb = disturb;
        this.beforeLooking = beforeLooking;
    }

    /** The stories of a stage that nothing disturbs. */
    public static MainPath on(Stage stage) {
        return new MainPath(stage, "", () -> {}, () -> {});
    }

    /** Every story by its title. */
    public Stream<DynamicTest> tests() {
        return Stream.of(Story.values()).map(story -> DynamicTest.dynamicTest(story.title(), () -> play(story)));
    }

    /** Lets the story happen; it fails where its end is another one. */
    public void play(Story story) throws Exception {
        switch (story) {
            case PUSH -> push();
            case ORDER -> order();
            case OVERTAKE -> overtake();
            case LEAVE -> leave();
            case KILL -> kill();
            case RESTART -> restart();
        }
    }

    private void push() throws Exception {
        // Given
        String shop = "shop" + suffix;
        repository()
                .write(shop + "/keelstream.yaml", Manifests.application(shop))
                .write(shop + "/deployment.yaml", Manifests.deployment("shop", "shop:1"))
                .write(shop + "/settings.yaml", Manifests.configMap("settings", "a"))
                .write(shop + "/old.yaml", Manifests.configMap("old", "a"));
        String first = push("Start " + shop);
        await(shop, first, Outcome.HEALTHY);

        // When
        repository()
                .remove(shop + "/old.yaml")
                .write(shop + "/deployment.yaml", Manifests.deployment("shop", "shop:2"))
                .write(shop + "/new.yaml", Manifests.configMap("new", "a"));
        String second = push("Release 2 of " + shop);
        DeploymentFinished finished = await(shop, second, Outcome.HEALTHY);

        // Then
        look();
        assertThat(image(shop)).contains("shop:2");
        assertThat(live().exists("ConfigMap/" + shop + "/new")).isTrue();
        assertThat(live().exists("ConfigMap/" + shop + "/old")).isFalse();
        assertThat(finished.changes().counts().updated()).isEqualTo(1);
        assertThat(finished.changes().counts().unchanged()).isEqualTo(1);
        assertThat(finished.changes().images())
                .containsExactly(new ImageChange("Deployment.apps/" + shop + "/shop", "app", "shop:1", "shop:2"));
        assertReportedOnce();
    }

    private void order() throws Exception {
        // Given
        String data = "data" + suffix;
        String group = data + ".e2e.example.com";
        repository()
                .write(data + "/keelstream.yaml", Manifests.application(data))
                .write(data + "/definition.yaml", """
                    apiVersion: apiextensions.k8s.io/v1
                    kind: CustomResourceDefinition
                    metadata: {name: databases.%1$s}
                    spec:
                      group: %1$s
                      scope: Namespaced
                      names: {kind: Database, listKind: DatabaseList, plural: databases, singular: database}
                      versions:
                        - name: v1
                          served: true
                          storage: true
                          schema:
                            openAPIV3Schema:
                              type: object
                              properties:
                                spec: {type: object, properties: {size: {type: integer}}}
                    """.formatted(group))
                .write(
                        data + "/orders.yaml",
                        "apiVersion: %s/v1\nkind: Database\nmetadata: {name: orders}\nspec: {size: 3}\n"
                                .formatted(group))
                .write(
                        data + "/namespace.yaml",
                        "apiVersion: v1\nkind: Namespace\nmetadata: {name: extra%s}\n".formatted(suffix))
                .write(
                        data + "/inside.yaml",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: inside, namespace: extra%s}\ndata: {a: b}\n"
                                .formatted(suffix))
                .write(data + "/role.yaml", """
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: reader}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
                    subjects: [{kind: ServiceAccount, name: reader}]
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: Role
                    metadata: {name: reader}
                    rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
                    ---
                    apiVersion: v1
                    kind: ServiceAccount
                    metadata: {name: reader}
                    """);

        // When
        String commit = push("Start " + data);
        await(data, commit, Outcome.HEALTHY);

        // Then
        look();
        assertThat(Deployments.finished(stage.system(), "production/" + data)).hasSize(1);
        assertThat(live().get("Database." + group + "/" + data + "/orders").at("spec", "size"))
                .isEqualTo(3L);
        assertThat(live().exists("ConfigMap/extra" + suffix + "/inside")).isTrue();
        assertThat(live().exists("RoleBinding.rbac.authorization.k8s.io/" + data + "/reader"))
                .isTrue();
    }

    private void overtake() throws Exception {
        // Given
        String late = "late" + suffix;
        repository()
                .write(late + "/keelstream.yaml", Manifests.application(late))
                .write(late + "/deployment.yaml", Manifests.deployment("shop", "shop:1"));
        await(late, push("Start " + late), Outcome.HEALTHY);
        repository()
                .write(
                        late + "/deployment.yaml",
                        Manifests.deployment("shop", "shop:broken", "keelstream.io/pretend: stuck"));
        String broken = push("Break " + late);
        Awaitility.await("the broken image is there")
                .ignoreExceptions()
                .atMost(LIMIT)
                .until(() -> image(late).contains("shop:broken"));

        // When
        repository().write(late + "/deployment.yaml", Manifests.deployment("shop", "shop:3"));
        String good = push("Correct " + late);

        // Then
        await(late, broken, Outcome.SUPERSEDED);
        await(late, good, Outcome.HEALTHY);
        look();
        assertThat(image(late)).contains("shop:3");
        assertReportedOnce();
    }

    private void leave() throws Exception {
        // Given
        String gone = "gone" + suffix;
        String kept = "kept" + suffix;
        repository()
                .write(gone + "/keelstream.yaml", Manifests.application(gone, "onRemoval: prune"))
                .write(gone + "/a.yaml", Manifests.configMap("a", "1"))
                .write(kept + "/keelstream.yaml", Manifests.application(kept, "onRemoval: confirm"))
                .write(kept + "/a.yaml", Manifests.configMap("a", "1"))
                .write(kept + "/b.yaml", Manifests.configMap("b", "1"));
        String first = push("Start " + gone + " and " + kept);
        await(gone, first, Outcome.HEALTHY);
        await(kept, first, Outcome.HEALTHY);

        // When
        repository().remove(kept + "/b.yaml");
        await(kept, push("Drop one object of " + kept), Outcome.HEALTHY);
        repository().remove(gone).remove(kept);
        await(gone, push("Drop " + gone + " and " + kept), Outcome.REMOVED);

        // Then
        look();
        assertThat(live().exists("ConfigMap/" + gone + "/a")).isFalse();
        assertThat(live().exists("ConfigMap/" + kept + "/b")).isFalse();
        assertThat(live().exists("ConfigMap/" + kept + "/a")).isTrue();
    }

    private void restart() throws Exception {
        // Given
        String calm = "calm" + suffix;
        repository()
                .write(calm + "/keelstream.yaml", Manifests.application(calm))
                .write(calm + "/deployment.yaml", Manifests.deployment("shop", "shop:1"));
        await(calm, push("Start " + calm), Outcome.HEALTHY);
        int published = stage.system().events().size();
        Map<String, Long> before = writes();

        // When
        stage.stop().up();

        // Then
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(writes()).isEqualTo(before));
        look();
        assertThat(stage.system().events()).hasSize(published);
    }

    private void kill() throws Exception {
        // Given
        String many = "many" + suffix;
        repository().write(many + "/keelstream.yaml", Manifests.application(many));
        for (int i = 0; i < MANY; i++) {
            repository().write(many + "/object-" + i + ".yaml", Manifests.configMap("object-" + i, "1"));
        }
        String commit = push("Start " + many);
        Awaitility.await("the first objects are there")
                .ignoreExceptions()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> count(many) > 20);

        // When
        stage.kill();
        disturb.run();
        stage.up();

        // Then
        await(many, commit, Outcome.HEALTHY);
        look();
        assertThat(count(many)).isEqualTo(MANY);
        assertReportedOnce();
    }

    private String push(String message) throws Exception {
        disturb.run();
        return repository().push(message);
    }

    private DeploymentFinished await(String application, String commit, Outcome outcome) {
        return Deployments.await(stage.system(), "production/" + application, commit, outcome);
    }

    private void look() {
        beforeLooking.run();
    }

    private void assertReportedOnce() {
        Deployments.assertReportedOnce(stage.system().events());
    }

    private InfraRepository repository() {
        return stage.repository();
    }

    private LiveCluster live() {
        return stage.live();
    }

    private String image(String namespace) {
        return String.valueOf(
                live().get("Deployment.apps/" + namespace + "/shop").at("spec", "template", "spec", "containers"));
    }

    private int count(String namespace) {
        return live().client()
                .discovery()
                .find("v1", "ConfigMap")
                .map(type -> live().client()
                        .list(type, namespace, "keelstream.io/shard")
                        .orThrow()
                        .size())
                .orThrow();
    }

    /** Requests that may have changed something, by the server's own counters. */
    private Map<String, Long> writes() {
        Map<String, Long> writes = new TreeMap<>(stage.cluster().requestCounts());
        writes.keySet()
                .removeIf(request -> request.startsWith("get ")
                        || request.startsWith("list ")
                        || request.startsWith("watch ")
                        || request.endsWith("dry-run"));
        return writes;
    }
}
