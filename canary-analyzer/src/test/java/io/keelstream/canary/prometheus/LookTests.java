package io.keelstream.canary.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.increments.Samples;
import io.keelstream.canary.increments.Series;
import io.keelstream.canary.increments.Span;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.query.ArmNames;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.query.Preset;
import io.keelstream.canary.source.Address;
import io.keelstream.canary.source.Request;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many queries a look takes, on a source that has the pods {@code web-1} and {@code web-canary-1}. */
class LookTests {

    private static final MetricConfig ERRORS = new RatioMetric("errors", 1, 1.2, new Margin(2, 0));
    private static final MetricConfig SUCCESS = new SloMetric("success", 1, 0.9);
    private static final MetricConfig LATENCY =
            new HistogramMetric("latency", 1, List.of(new QuantileTarget("p90", 0.9, 1.2, new Margin(2, 0))));

    private final List<String> queries = new CopyOnWriteArrayList<>();
    private Predicate<String> refuses = query -> false;
    private int status = 400;
    private List<String> pods = List.of("web-1", "web-canary-1");
    private HttpServer server;
    private Prometheus prometheus;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = URLDecoder.decode(form.replaceAll(".*query=([^&]*).*", "$1"), StandardCharsets.UTF_8);
            queries.add(query);
            boolean refused = refuses.test(query);
            byte[] body = (refused ? "{\"status\":\"error\",\"error\":\"too many samples\"}" : found(query))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refused ? status : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        prometheus = new Prometheus(
                PrometheusSettings.open(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(20)),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        prometheus.close();
        server.stop(0);
    }

    @Test
    void errorsAndLatencyOfBothArmsAreTwoQueries() throws Exception {
        Look look = look("spring-boot-http", ERRORS, LATENCY);
        assertThat(queries).hasSize(2);
        assertThat(pods(look, Arm.BASELINE)).containsExactly("web-1", "web-1");
        assertThat(pods(look, Arm.CANARY)).containsExactly("web-canary-1", "web-canary-1");
        assertThat(errors(look).events().get(Arm.CANARY))
                .extracting(series -> series.labels().get("status"))
                .containsExactly("500");
    }

    @Test
    void metricsThatAskForTheSameAreAnsweredByOneQuery() throws Exception {
        look("spring-boot-http", ERRORS, SUCCESS);
        assertThat(queries).hasSize(1);
    }

    @Test
    void metricsOfServicesAreAskedForArmByArm() throws Exception {
        look("istio", ERRORS, LATENCY);
        assertThat(queries).hasSize(4);
    }

    @Test
    void sharedQueryThatIsRefusedIsAskedArmByArm() throws Exception {
        refuses = query -> query.contains(")|(");
        Look look = look("spring-boot-http", ERRORS, LATENCY);
        assertThat(look.refused()).isEmpty();
        assertThat(queries).hasSize(6);
        assertThat(pods(look, Arm.CANARY)).containsExactly("web-canary-1", "web-canary-1");
    }

    @Test
    void metricThatIsRefusedIsNamedAndTheOthersAreRead() throws Exception {
        refuses = query -> query.contains("_count");
        Look look = look("spring-boot-http", ERRORS, LATENCY);
        assertThat(look.refused())
                .containsExactly(
                        Map.entry("errors", "metric 'errors': the source refuses the query: too many samples"));
        assertThat(look.metrics()).containsOnlyKeys("latency");
    }

    @Test
    void sourceThatIsAwayIsAskedOnce() throws Exception {
        status = 503;
        refuses = query -> true;
        assertThat(look("spring-boot-http", ERRORS, LATENCY).away()).isEqualTo("answers HTTP 503");
        assertThat(queries).hasSize(1);
    }

    @Test
    void sourceThatAnswersWithOtherPodsIsAskedArmByArm() throws Exception {
        pods = List.of("web-1", "web-canary-1", "somebody-else");
        look("spring-boot-http", LATENCY);
        assertThat(queries).hasSize(1 + Arm.values().length);
    }

    @Test
    void ninthLookWaitsUntilAnotherHasItsAnswers() throws Exception {
        // Given
        List<Prometheus.Place> taken = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            taken.add(prometheus.place());
        }
        Thread ninth = Thread.ofPlatform().start(() -> {
            try {
                new PrometheusReader(prometheus).read(request("spring-boot-http", ERRORS, LATENCY));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        Awaitility.await().until(() -> ninth.getState() == Thread.State.WAITING);
        assertThat(queries).isEmpty();

        // When
        taken.getFirst().close();

        // Then
        Awaitility.await().until(() -> !ninth.isAlive());
        assertThat(queries).hasSize(2);
    }

    private Look look(String preset, MetricConfig... metrics) throws InterruptedException {
        Look look = new Look(prometheus, request(preset, metrics));
        look.counters(new Span(0, 10_000));
        return look;
    }

    private static Request request(String preset, MetricConfig... metrics) {
        SortedMap<String, MetricQuery> asked = new TreeMap<>();
        for (MetricConfig metric : metrics) {
            asked.put(metric.name(), Preset.query(preset, metric));
        }
        return new Request(
                asked,
                new Address(Optional.empty(), "eu-1", "shop"),
                Map.of(
                        Arm.BASELINE, new ArmNames("web-[0-9]", "web"),
                        Arm.CANARY, new ArmNames("web-canary-[0-9]", "web-canary")),
                10_000,
                null,
                new Request.Window(0, 10_000),
                10_000);
    }

    private static Samples.OfShares errors(Look look) {
        return (Samples.OfShares) Objects.requireNonNull(look.metrics().get("errors"));
    }

    private static List<String> pods(Look look, Arm arm) {
        return Objects.requireNonNull(errors(look).total().get(arm)).stream()
                .map(Series::pod)
                .toList();
    }

    private String found(String query) {
        boolean both = query.contains(")|(");
        return pods.stream()
                .filter(pod -> both || pod.contains("canary") == query.contains("canary"))
                .flatMap(pod -> List.of("200", "500").stream()
                        .map(code -> "{\"metric\":{\"pod\":\"%s\",\"status\":\"%s\"},\"values\":[[1,\"2\"]]}"
                                .formatted(pod, code)))
                .collect(Collectors.joining(
                        ",", "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[", "]}}"));
    }
}
