package io.keelstream.sandbox.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.sandbox.Sandbox;
import io.keelstream.sandbox.SandboxClient;
import io.keelstream.sandbox.SandboxOptions;
import io.keelstream.sandbox.tree.Tree;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PretendedTrafficTests {

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withTraffic());
    private final SandboxClient client = new SandboxClient(sandbox);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        http.close();
        client.close();
        sandbox.close();
    }

    @Test
    void requestsFollowTheWeightsOfTheRouteAndTagsSayHowPodsAnswer() throws Exception {
        // Given
        workload("web", "1.0.0");
        workload("web-canary", "1.1.0-errors");
        route(75, 25);

        // When
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("web-canary", "") > 1_000);

        // Then
        assertThat(count("web", "") / count("web-canary", "")).isCloseTo(3, Percentage.withPercentage(20));
        assertThat(share("web-canary")).isCloseTo(0.1, Percentage.withPercentage(40));
        assertThat(share("web")).isCloseTo(0.01, Percentage.withPercentage(60));
    }

    @Test
    void podThatPretendsLoadSendsItToTheRoutesOfItsNamespaceUntilItEnds() throws Exception {
        // Given
        workload("web", "1.0.0");
        created(client.post("/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes", """
                {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"web"},
                "spec":{"rules":[{"backendRefs":[{"name":"web","port":80}]}]}}
                """));
        created(client.post("/api/v1/namespaces/default/pods", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"load",
                "annotations":{"keelstream.io/pretend-load":"1000","keelstream.io/pretend-delay":"4s"}},
                "spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"a"}]}}
                """));

        // When
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("web", "") > 1_000);

        // Then
        double[] last = {0};
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    double before = last[0];
                    last[0] = count("web", "");
                    return last[0] == before;
                });
    }

    @Test
    void requestsFollowTheWeightsOfAVirtualService() throws Exception {
        workload("web", "1.0.0");
        workload("web-canary", "1.1.0");
        created(client.post("/apis/networking.istio.io/v1/namespaces/default/virtualservices", """
                {"apiVersion":"networking.istio.io/v1","kind":"VirtualService",
                "metadata":{"name":"web","annotations":{"keelstream.io/pretend-load":"1000"}},
                "spec":{"hosts":["web"],"http":[{"route":[
                {"destination":{"host":"web"},"weight":75},
                {"destination":{"host":"web-canary.default.svc.cluster.local"},"weight":25}]}]}}
                """));

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("web-canary", "") > 1_000);

        assertThat(count("web", "") / count("web-canary", "")).isCloseTo(3, Percentage.withPercentage(20));
    }

    @Test
    void routesAreServedAsSoonAsTheSandboxIs() throws Exception {
        // Given: as many starts as it takes for one to be slow
        for (int start = 0; start < 20; start++) {
            try (Sandbox fresh = Sandbox.start(SandboxOptions.defaults().withTraffic());
                    SandboxClient first = new SandboxClient(fresh)) {
                // Then
                assertThat(first.get("/apis/networking.istio.io/v1/namespaces/default/virtualservices")
                                .code())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void routeIsConfirmedAtItsGenerationAndAMissingBackendIsNamed() throws Exception {
        workload("web", "1.0.0");
        route(100, 0);

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(conditions())
                        .extracting(condition -> Tree.text(condition, "reason"))
                        .containsExactly("Accepted", "BackendNotFound"));
        assertThat(conditions())
                .allSatisfy(condition -> assertThat(Tree.number(0, condition, "observedGeneration"))
                        .isEqualTo(1));

        workload("web-canary", "1.0.0");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(conditions())
                        .extracting(condition -> Tree.text(condition, "status"))
                        .containsExactly("True", "True"));
    }

    @Test
    void otherExpressionsAreRefusedAsAPrometheusRefuses() throws Exception {
        HttpResponse<String> answer = ask("rate(x[5m])");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("bad_data", "rate(x[5m])");
    }

    private double share(String workload) throws Exception {
        return count(workload, ",status=\"500\"") / count(workload, "");
    }

    /** The latest counts of all pods of a workload. */
    private double count(String workload, String more) throws Exception {
        Map<String, @Nullable Object> answer = Json.readObject(
                ask("http_server_requests_seconds_count{namespace=\"default\",pod=~\"%s-[a-z0-9]+-[a-z0-9]{5}\"%s}[60s]"
                                .formatted(workload, more))
                        .body());
        return Tree.maps(answer, "data", "result").stream()
                .map(series -> Tree.list(series, "values").getLast())
                .mapToDouble(sample ->
                        Double.parseDouble(String.valueOf(Manifest.list(sample).getLast())))
                .sum();
    }

    private HttpResponse<String> ask(String query) throws Exception {
        String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&time="
                + (System.currentTimeMillis() / 1_000 + 1);
        return http.send(
                HttpRequest.newBuilder(URI.create(sandbox.metrics() + "/api/v1/query"))
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void workload(String name, String tag) throws Exception {
        String labels = "{\"app\":\"" + name + "\"}";
        created(client.post("/apis/apps/v1/namespaces/default/deployments", """
                {"metadata":{"name":"%s"},"spec":{"replicas":2,"selector":{"matchLabels":%s},
                "template":{"metadata":{"labels":%s},"spec":{"containers":[{"name":"web","image":"example.com/web:%s"}]}}}}
                """.formatted(name, labels, labels, tag)));
        created(client.post("/api/v1/namespaces/default/services", """
                {"metadata":{"name":"%s"},"spec":{"selector":%s,"ports":[{"port":80}]}}
                """.formatted(name, labels)));
    }

    private void route(int stable, int canary) throws Exception {
        created(client.post(
                "/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes", """
                {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute",
                "metadata":{"name":"web","annotations":{"keelstream.io/pretend-load":"1000"}},
                "spec":{"parentRefs":[{"name":"gateway"}],"rules":[{"backendRefs":[
                {"name":"web","port":80,"weight":%d},{"name":"web-canary","port":80,"weight":%d}]}]}}
                """.formatted(stable, canary)));
    }

    private List<Map<String, @Nullable Object>> conditions() throws Exception {
        Map<String, @Nullable Object> route = client.get(
                        "/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes/web")
                .body();
        List<Map<String, @Nullable Object>> parents = Tree.maps(route, "status", "parents");
        return parents.isEmpty() ? List.of() : Tree.maps(parents.getFirst(), "conditions");
    }

    private static void created(SandboxClient.Answer answer) {
        assertThat(answer.code()).as(String.valueOf(answer.body())).isEqualTo(201);
    }
}
