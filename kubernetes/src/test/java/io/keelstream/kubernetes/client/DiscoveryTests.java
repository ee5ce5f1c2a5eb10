package io.keelstream.kubernetes.client;

import static io.keelstream.kubernetes.client.Documents.aggregated;
import static io.keelstream.kubernetes.client.Documents.discovery;
import static io.keelstream.kubernetes.client.Documents.status;
import static io.keelstream.kubernetes.client.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.GroupKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTests {

    private static final String CORE = "GET /api";
    private static final String GROUPS = "GET /apis";

    private ScriptedServer server;
    private ClusterClient client;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        server = new ScriptedServer();
        ClusterSettings.Limits limits = ClusterSettings.Limits.DEFAULT.withRetryBudget(Duration.ofMillis(300));
        client = Clusters.open(
                ClusterSettings.of("test", server.kubeconfig(folder)).withLimits(limits), new SimpleMeterRegistry());
    }

    @AfterEach
    void disconnect() {
        client.close();
        server.close();
    }

    @Test
    void readsTheAggregatedForm() {
        // Given
        server.on(CORE, json(200, discovery(aggregated("", "Current", "v1/ConfigMap/configmaps"))))
                .on(GROUPS, json(200, discovery(aggregated("apps", "Current", "v1/Deployment/deployments"))));

        // When
        ResourceType deployment =
                client.discovery().find("apps/v1", "Deployment").orThrow();

        // Then
        assertThat(deployment.plural()).isEqualTo("deployments");
        assertThat(deployment.namespaced()).isTrue();
        assertThat(deployment.verbs()).contains("patch");
        assertThat(client.discovery().find("v1", "ConfigMap").orThrow().group()).isEmpty();
        assertThat(server.seen(GROUPS)).hasSize(1);
        assertThat(server.seen(GROUPS).getFirst().accept()).contains("as=APIGroupDiscoveryList");
    }

    @Test
    void prefersTheVersionThatTheServerPrefers() {
        // Given
        server.on(CORE, json(200, discovery()))
                .on(GROUPS, json(200, discovery(aggregated("shop", "Current", "v2/Cart/carts", "v1/Cart/carts"))));

        // When
        ResourceType cart =
                client.discovery().preferred(new GroupKind("shop", "Cart")).orThrow();

        // Then
        assertThat(cart.version()).isEqualTo("v2");
        assertThat(client.discovery().find("shop/v1", "Cart").orThrow().version())
                .isEqualTo("v1");
    }

    @Test
    void asksForEachVersionWhereTheServerKnowsNoAggregatedForm() {
        // Given
        oldServer().on("GET /apis/shop/v2", json(200, resources("shop/v2", "Cart", "carts")));

        // When
        ResourceType cart =
                client.discovery().preferred(new GroupKind("shop", "Cart")).orThrow();

        // Then
        assertThat(cart).isEqualTo(new ResourceType("shop", "v2", "Cart", "carts", true, cart.verbs(), true));
        assertThat(client.discovery().find("v1", "Pod").orThrow().plural()).isEqualTo("pods");
    }

    @Test
    void brokenGroupHarmsNoOther() {
        // Given
        oldServer().on("GET /apis/shop/v2", json(503, status(503, "ServiceUnavailable", "no endpoints")));

        // When
        ApiResult<ResourceType> broken = client.discovery().find("shop/v2", "Cart");
        ApiResult<ResourceType> other = client.discovery().find("v1", "Pod");

        // Then
        assertThat(other).isInstanceOf(ApiResult.Ok.class);
        assertThat(errorOf(broken).kind()).isEqualTo(ApiError.Kind.DEPENDENCY);
        assertThat(errorOf(broken).message()).contains("shop is registered but does not answer");
    }

    @Test
    void whetherAStaleGroupServesAKindIsNotKnown() {
        // Given
        server.on(CORE, json(200, discovery()))
                .on(GROUPS, json(200, discovery(aggregated("metrics", "Stale", "v1/Known/knowns"))));

        // When
        ApiError error = errorOf(client.discovery().find("metrics/v1", "Unknown"));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.DEPENDENCY);
        assertThat(client.discovery().find("metrics/v1", "Known")).isInstanceOf(ApiResult.Ok.class);
    }

    @Test
    void asksAgainForWhatIsMissingButNotMoreThanOncePerSecond() {
        // Given
        server.on(CORE, json(200, discovery()))
                .on(
                        GROUPS,
                        json(200, discovery()),
                        json(200, discovery(aggregated("shop", "Current", "v1/Cart/carts"))));

        // When
        ApiResult<ResourceType> first = client.discovery().find("shop/v1", "Cart");
        ApiResult<ResourceType> second = client.discovery().find("shop/v1", "Cart");

        // Then
        assertThat(errorOf(first).kind()).isEqualTo(ApiError.Kind.NOT_FOUND);
        assertThat(errorOf(second).kind()).isEqualTo(ApiError.Kind.NOT_FOUND);
        assertThat(server.seen(GROUPS)).hasSize(1);
        Awaitility.await().until(() -> client.discovery().find("shop/v1", "Cart") instanceof ApiResult.Ok);
        assertThat(server.seen(GROUPS)).hasSize(2);
    }

    @Test
    void asksAtOnceAfterARefresh() {
        // Given
        server.on(CORE, json(200, discovery()))
                .on(
                        GROUPS,
                        json(200, discovery()),
                        json(200, discovery(aggregated("shop", "Current", "v1/Cart/carts"))));
        client.discovery().find("shop/v1", "Cart");

        // When
        client.discovery().refresh();

        // Then
        assertThat(client.discovery().find("shop/v1", "Cart")).isInstanceOf(ApiResult.Ok.class);
    }

    @Test
    void callersThatMissAtTheSameTimeShareOneQuestion() throws Exception {
        // Given
        server.on(CORE, exchange -> {
                    Thread.sleep(100);
                    json(200, discovery()).answer(exchange);
                })
                .on(GROUPS, json(200, discovery(aggregated("shop", "Current", "v1/Cart/carts"))));

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ApiResult<ResourceType>>> all = IntStream.range(0, 20)
                    .mapToObj(number -> threads.submit(() -> client.discovery().find("shop/v1", "Cart")))
                    .toList();
            for (Future<ApiResult<ResourceType>> one : all) {
                assertThat(one.get()).isInstanceOf(ApiResult.Ok.class);
            }
        }

        // Then
        assertThat(server.seen(CORE)).hasSize(1);
    }

    @Test
    void namesTheVersionsThatAreServedWhenTheWishedOneIsNot() {
        // Given
        server.on(CORE, json(200, discovery()))
                .on(GROUPS, json(200, discovery(aggregated("shop", "Current", "v2/Cart/carts"))));

        // When
        ApiError error = errorOf(client.discovery().find("shop/v1", "Cart"));

        // Then
        assertThat(error.message()).isEqualTo("the cluster does not serve Cart in shop/v1; it serves it in shop/v2");
    }

    @Test
    void serverThatIsAwayIsNotACatalogueWithoutKinds() {
        // Given
        server.close();

        // When
        ApiError error = errorOf(client.discovery().find("v1", "ConfigMap"));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.UNREACHABLE);
    }

    private ScriptedServer oldServer() {
        return server.on(CORE, json(200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}"))
                .on("GET /api/v1", json(200, resources("v1", "Pod", "pods")))
                .on(GROUPS, json(200, """
                    {"kind":"APIGroupList","groups":[{"name":"shop","versions":[{"groupVersion":"shop/v1"},
                    {"groupVersion":"shop/v2"}],"preferredVersion":{"groupVersion":"shop/v2"}}]}\
                    """))
                .on("GET /apis/shop/v1", json(200, resources("shop/v1", "Cart", "carts")));
    }

    private static String resources(String apiVersion, String kind, String plural) {
        return """
            {"kind":"APIResourceList","groupVersion":"%s","resources":[
            {"name":"%s","kind":"%s","namespaced":true,"verbs":["get","list"]},
            {"name":"%s/status","kind":"%s","namespaced":true,"verbs":["get"]}]}\
            """.formatted(apiVersion, plural, kind, plural, kind);
    }

    private static ApiError errorOf(ApiResult<?> result) {
        assertThat(result).isInstanceOf(ApiResult.Failed.class);
        return ((ApiResult.Failed<?>) result).error();
    }
}
