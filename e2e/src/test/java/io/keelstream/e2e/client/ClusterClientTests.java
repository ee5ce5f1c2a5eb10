package io.keelstream.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.e2e.suite.Essential;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.client.ClusterSettings;
import io.keelstream.kubernetes.client.Clusters;
import io.keelstream.kubernetes.client.ResourceType;
import io.keelstream.kubernetes.client.Watch;
import io.keelstream.kubernetes.client.WatchRequest;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@EachCluster
@Essential
class ClusterClientTests {

    private static final ApplyOptions APPLY = new ApplyOptions("keelstream", false, false);
    private static final ApplyOptions DRY_RUN = new ApplyOptions("keelstream", false, true);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestCluster cluster;
    private static ClusterClient client;
    private static ResourceType configMaps;

    private String namespace = "";

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.start();
        client = Clusters.open(ClusterSettings.of("test", cluster.kubeconfig()), new SimpleMeterRegistry());
        configMaps = client.discovery().find("v1", "ConfigMap").orThrow();
    }

    @AfterAll
    static void stopCluster() {
        client.close();
        cluster.close();
    }

    @BeforeEach
    void makeNamespace(TestInfo test) {
        namespace = "test-" + Integer.toHexString(test.getDisplayName().hashCode());
        client.apply(object("v1", "Namespace", "", namespace, "labels", Map.of()), APPLY)
                .orThrow();
    }

    @Test
    void findsWhatTheClusterServes() {
        assertThat(client.discovery().find("apps/v1", "Deployment").orThrow().plural())
                .isEqualTo("deployments");
        assertThat(client.discovery()
                        .preferred(new GroupKind("", "Namespace"))
                        .orThrow()
                        .namespaced())
                .isFalse();
        assertThat(errorOf(client.discovery().find("apps/v1beta1", "Deployment"))
                        .kind())
                .isEqualTo(ApiError.Kind.NOT_FOUND);
        assertThat(client.uid().orThrow()).isNotEmpty();
    }

    @Test
    void unchangedApplyLeavesTheObjectAlone() {
        // Given
        Manifest first = client.apply(configMap("a", "1"), APPLY).orThrow();

        // When
        Manifest second = client.apply(configMap("a", "1"), APPLY).orThrow();

        // Then
        assertThat(second.resourceVersion()).isEqualTo(first.resourceVersion());
        assertThat(second.tree()).isEqualTo(first.tree());
    }

    @Test
    void dryRunKeepsNothing() {
        // When
        Manifest answer = client.apply(configMap("a", "1"), DRY_RUN).orThrow();

        // Then
        assertThat(answer.at("data", "value")).isEqualTo("1");
        assertThat(errorOf(client.get(reference("a"))).kind()).isEqualTo(ApiError.Kind.NOT_FOUND);
    }

    @Test
    void namesTheOtherManagerOfAField() {
        // Given
        client.apply(configMap("a", "1"), APPLY).orThrow();

        // When
        ApiError error = errorOf(client.apply(configMap("a", "2"), new ApplyOptions("other", false, false)));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.CONFLICT);
        assertThat(error.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.field()).isEqualTo(".data.value");
            assertThat(cause.message()).contains("keelstream");
        });
    }

    @Test
    void undeclaredFieldIsRefusedForGood() {
        // Given
        Manifest body = object("v1", "ConfigMap", namespace, "a", "dota", Map.of("value", "1"));

        // When
        ApiError error = errorOf(client.apply(body, APPLY));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.PERMANENT);
        assertThat(error.message()).contains("field not declared in schema");
    }

    @Test
    void errorAboutASecretHoldsNoneOfItsValues() {
        // Given
        Manifest body = object("v1", "Secret", namespace, "a", "stringData", Map.of("password", 4711L));

        // When
        ApiError error = errorOf(client.apply(body, APPLY));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.PERMANENT);
        assertThat(error.toString()).doesNotContain("4711");
    }

    @Test
    void missingNamespaceIsNamed() {
        // Given
        Manifest body = object("v1", "ConfigMap", "nowhere", "a", "data", Map.of());

        // When
        ApiError error = errorOf(client.apply(body, APPLY));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.NOT_FOUND);
        assertThat(error.message()).contains("nowhere");
    }

    @Test
    void createsOnlyWhatDoesNotExist() {
        // Given
        client.create(configMap("a", "1"), "keelstream", false).orThrow();

        // When
        ApiError error = errorOf(client.create(configMap("a", "1"), "keelstream", false));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.ALREADY_EXISTS);
    }

    @Test
    void deletesOnlyTheObjectThatWasMeant() {
        // Given
        Manifest object = client.apply(configMap("a", "1"), APPLY).orThrow();

        // When
        ApiError error = errorOf(client.delete(reference("a"), "another-uid", false, false));
        ApiResult<Void> deleted = client.delete(reference("a"), object.uid(), false, false);

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.CONFLICT);
        assertThat(deleted).isInstanceOf(ApiResult.Ok.class);
        assertThat(errorOf(client.get(reference("a"))).kind()).isEqualTo(ApiError.Kind.NOT_FOUND);
    }

    @Test
    void readsMetadataWithoutTheBody() {
        // Given
        client.apply(configMap("a", "1"), APPLY).orThrow();

        // When
        Manifest one = client.getMetadata(reference("a")).orThrow();
        List<Manifest> all = client.listMetadata(configMaps, namespace, "").orThrow();

        // Then
        assertThat(one.reference()).isEqualTo(reference("a"));
        assertThat(one.tree()).doesNotContainKey("data");
        assertThat(one.metadata()).containsKey("managedFields");
        assertThat(all).allMatch(object -> object.kind().equals("ConfigMap") && object.at("data") == null);
        assertThat(all).anyMatch(object -> object.name().equals("a"));
    }

    @Test
    void manyAppliesAtOnceAllSucceed() throws Exception {
        // When
        List<ApiResult<Manifest>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ApiResult<Manifest>>> calls = new ArrayList<>();
            for (int number = 0; number < 600; number++) {
                Manifest body = configMap("many-" + number, "1");
                calls.add(threads.submit(() -> client.apply(body, APPLY)));
            }
            for (Future<ApiResult<Manifest>> call : calls) {
                results.add(call.get());
            }
        }

        // Then: more than one chunk of a list
        assertThat(results).allMatch(result -> result instanceof ApiResult.Ok);
        assertThat(client.list(configMaps, namespace, "").orThrow())
                .filteredOn(object -> object.name().startsWith("many-"))
                .hasSize(600);
    }

    @Test
    void watchesKnowTheTruthAfterTheServerWasAwayWhileObjectsChanged() throws Exception {
        // Given
        List<LiveView> views = new ArrayList<>();
        List<Watch> watches = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            LiveView view = new LiveView();
            views.add(view);
            watches.add(client.watch(new WatchRequest(configMaps, namespace, "", number % 2 == 0), view));
        }
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = Thread.startVirtualThread(() -> change(enough));

        // When
        for (int round = 0; round < 2; round++) {
            awaitEvent(views.getFirst());
            cluster.stopApi();
            cluster.startApi();
        }
        awaitEvent(views.getFirst());
        enough.set(true);
        writer.join();

        // Then
        Map<String, String> truth =
                LiveView.versions(client.list(configMaps, namespace, "").orThrow());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(views)
                        .allSatisfy(view -> assertThat(view.versions()).isEqualTo(truth)));
        watches.forEach(Watch::close);
    }

    private static void awaitEvent(LiveView view) {
        int heard = view.events();
        await().atMost(PATIENCE).until(() -> view.events() > heard + 5);
    }

    /** Applies and deletes until stopped; errors while the server is away are expected. */
    private void change(AtomicBoolean enough) {
        Random random = new Random(4711);
        for (int number = 0; !enough.get(); number++) {
            String name = "changing-" + random.nextInt(20);
            if (random.nextInt(4) == 0) {
                client.delete(reference(name), null, false, false);
            } else {
                client.apply(configMap(name, Integer.toString(number)), APPLY);
            }
        }
    }

    private Manifest configMap(String name, String value) {
        return object("v1", "ConfigMap", namespace, name, "data", Map.of("value", value));
    }

    private ObjectReference reference(String name) {
        return new ObjectReference("", "ConfigMap", namespace, name);
    }

    private static Manifest object(
            String apiVersion, String kind, String namespace, String name, String field, Map<String, ?> content) {
        Map<String, Object> metadata = new TreeMap<>(Map.of("name", name));
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        Map<String, Object> tree = new TreeMap<>(Map.of("apiVersion", apiVersion, "kind", kind, "metadata", metadata));
        if (!kind.equals("Namespace")) {
            tree.put(field, content);
        }
        return new Manifest(Json.readObject(Json.write(tree)));
    }

    private static ApiError errorOf(ApiResult<?> result) {
        assertThat(result).isInstanceOf(ApiResult.Failed.class);
        return ((ApiResult.Failed<?>) result).error();
    }
}
