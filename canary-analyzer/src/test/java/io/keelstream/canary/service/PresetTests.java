package io.keelstream.canary.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.keelstream.canary.config.GaugeMetric;
import io.keelstream.canary.config.HistogramMetric;
import io.keelstream.canary.config.Margin;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.config.QuantileTarget;
import io.keelstream.canary.config.RatioMetric;
import io.keelstream.canary.config.SloMetric;
import io.keelstream.canary.increments.Sample;
import io.keelstream.canary.increments.Samples;
import io.keelstream.canary.increments.Series;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.prometheus.MetricsSources;
import io.keelstream.canary.prometheus.PrometheusSettings;
import io.keelstream.canary.query.ArmNames;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.query.Preset;
import io.keelstream.canary.source.Address;
import io.keelstream.canary.source.Readout;
import io.keelstream.canary.source.Request;
import io.keelstream.testing.process.PrometheusServer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every preset as a real Prometheus answers it that scrapes what the producer exposes: 12 requests of each arm, of which the producer
 * calls 3 or 4 failed, and levels of one pod per arm. Spring Boot's are Micrometer's own; the other texts name in their first line
 * what they were recorded from, or whose documentation they follow.
 */
class PresetTests {

    private static final Map<Arm, ArmNames> ARMS = Map.of(
            Arm.BASELINE,
            new ArmNames("stable-.*", "checkout"),
            Arm.CANARY,
            new ArmNames("canary-.*", "checkout-canary"));

    /** Texts that a pod exposes of itself, and texts of one target that name pods or Services. */
    private static final List<String> OF_PODS =
            List.of("spring", "otel-http", "grpc-server", "linkerd", "nodejs", "go");

    private static final List<String> OF_ONE =
            List.of("istio", "traefik", "ingress-nginx", "cadvisor", "cadvisor-cgroups");

    /** The namespace of the pods, and of those whose containers cAdvisor does not know. */
    private static final String SHOP = "shop";

    private static final String CGROUPS = "cgroups";

    @TempDir
    static Path folder;

    static HttpServer server;
    static PrometheusServer prometheus;
    static MetricsSources sources;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                PrometheusServer.installed(), "prometheus is not on the PATH; install the Debian package prometheus");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("spring", micrometer());
        for (String name :
                Stream.concat(OF_PODS.stream().skip(1), OF_ONE.stream()).toList()) {
            serve(name, name.endsWith(CGROUPS) ? resource(name).replace(SHOP, CGROUPS) : resource(name));
        }
        server.start();
        prometheus = PrometheusServer.start(folder, configuration());
        sources = new MetricsSources(
                List.of(PrometheusSettings.open(prometheus.url(), Duration.ofSeconds(20))), new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            sources.close();
            prometheus.close();
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "spring-boot-http, 3",
        "otel-http, 3",
        "grpc-server, 3",
        "linkerd, 3",
        "istio, 4",
        "traefik, 3",
        "ingress-nginx, 3"
    })
    void requestsFailuresAndLatenciesOfEachArmAreFound(String preset, double failed) throws Exception {
        Readout.Read read = read(
                preset,
                new RatioMetric("errors", 1, 1.2, new Margin(2, 0)),
                new SloMetric("good", 1, 0.9),
                new HistogramMetric("latency", 1, List.of(new QuantileTarget("p90", 0.9, 1.2, new Margin(2, 0)))));
        Samples.OfShares errors = (Samples.OfShares) read.metrics().get("errors");
        Samples.OfShares good = (Samples.OfShares) read.metrics().get("good");
        Samples.OfHistogram latency = (Samples.OfHistogram) read.metrics().get("latency");
        for (Arm arm : Arm.values()) {
            assertThat(sum(errors.events(), arm)).isEqualTo(failed);
            assertThat(sum(errors.total(), arm)).isEqualTo(12);
            assertThat(sum(good.events(), arm)).isEqualTo(12 - failed);
            List<Series> all = Objects.requireNonNull(latency.buckets().get(arm)).stream()
                    .filter(series -> Objects.equals(series.labels().get("le"), "+Inf"))
                    .toList();
            assertThat(sum(Map.of(arm, all), arm)).isEqualTo(12);
        }
    }

    @ParameterizedTest
    @CsvSource({"istio", "traefik", "ingress-nginx"})
    void seriesOfRoutersAreOfNoPod(String preset) throws Exception {
        Readout.Read read = read(preset, new RatioMetric("errors", 1, 1.2, new Margin(2, 0)));
        Samples.OfShares errors = (Samples.OfShares) read.metrics().get("errors");
        assertThat(errors.total().get(Arm.CANARY))
                .isNotEmpty()
                .allSatisfy(series -> assertThat(series.pod()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "jvm-heap, shop, 1e5, 1e12",
        "go-heap, shop, 1e5, 1e12",
        "go-goroutines, shop, 1, 1e5",
        "nodejs-event-loop, shop, 1e-6, 10",
        "container-memory, shop, 6e5, 7e5",
        "container-memory, cgroups, 9.9e5, 1e6",
        "container-cpu, shop, 0, 0",
        "container-cpu, cgroups, 0, 0"
    })
    void levelOfEachPodIsFoundOnce(String preset, String namespace, double least, double most) {
        Readout.Read read = read(preset, namespace, new GaugeMetric("level", 1, 1.2, new Margin(2, 0)));
        Samples.OfLevels levels = (Samples.OfLevels) read.metrics().get("level");
        for (Arm arm : Arm.values()) {
            assertThat(levels.values().get(arm)).singleElement().satisfies(series -> {
                assertThat(series.pod()).isEqualTo(arm == Arm.BASELINE ? "stable-1" : "canary-1");
                assertThat(series.samples().getLast().value()).isBetween(least, most);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void presetIsTried(Preset preset) {
        assertThat(Stream.of(getClass().getDeclaredMethods())
                        .map(method -> method.getAnnotation(CsvSource.class))
                        .filter(Objects::nonNull)
                        .flatMap(source -> Stream.of(source.value()))
                        .map(line -> line.split(",", -1)[0]))
                .contains(preset.word());
    }

    /** Waits until everything was scraped twice. */
    private static Readout.Read read(String preset, MetricConfig... metrics) {
        return read(preset, SHOP, metrics);
    }

    private static Readout.Read read(String preset, String namespace, MetricConfig... metrics) {
        SortedMap<String, MetricQuery> queries = new TreeMap<>();
        for (MetricConfig metric : metrics) {
            queries.put(metric.name(), Preset.query(preset, metric));
        }
        return Awaitility.await("everything that " + preset + " asks for")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            long now = Instant.now().toEpochMilli();
                            return (Readout.Read) sources.read(new Request(
                                    queries,
                                    new Address(Optional.empty(), "eu-1", namespace),
                                    ARMS,
                                    2_000,
                                    null,
                                    new Request.Window(now - 10_000, now),
                                    now));
                        },
                        read -> read.refused().isEmpty()
                                && queries.keySet().stream().allMatch(name -> filled(read, name)));
    }

    private static boolean filled(Readout.Read read, String metric) {
        Samples samples = read.metrics().get(metric);
        return samples != null
                && samples.lists().size() >= 2
                && samples.lists().stream()
                        .allMatch(list -> !list.isEmpty()
                                && list.stream()
                                        .allMatch(series -> !series.samples().isEmpty()));
    }

    private static double sum(Map<Arm, List<Series>> series, Arm arm) {
        return Objects.requireNonNull(series.get(arm)).stream()
                .map(each -> each.samples().getLast())
                .mapToDouble(Sample::value)
                .sum();
    }

    private static String configuration() {
        StringBuilder text = new StringBuilder("global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n");
        String target = "'127.0.0.1:" + server.getAddress().getPort() + "'";
        for (String name : OF_PODS) {
            text.append("""
                  - job_name: %s
                    metrics_path: /%s
                    static_configs:
                      - {targets: [%s], labels: {namespace: shop, pod: stable-1}}
                      - {targets: [%s], labels: {namespace: shop, pod: canary-1}}
                """.formatted(name, name, target, target));
        }
        for (String name : OF_ONE) {
            text.append("""
                  - job_name: %s
                    metrics_path: /%s
                    honor_labels: true
                    static_configs: [{targets: [%s], labels: {namespace: system, pod: proxy-1}}]
                """.formatted(name, name, target));
        }
        return text.toString();
    }

    private static String micrometer() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        for (int i = 0; i < 12; i++) {
            request(registry, "/buy", i % 4 == 3 ? "500" : "200");
            request(registry, "/actuator/health", "503");
        }
        return registry.scrape();
    }

    private static void request(PrometheusMeterRegistry registry, String uri, String status) {
        Timer.builder("http.server.requests")
                .tags("method", "GET", "uri", uri, "exception", "none", "outcome", "X", "status", status)
                .publishPercentileHistogram()
                .register(registry)
                .record(Duration.ofMillis(20));
    }

    private static String resource(String name) throws IOException {
        try (InputStream text =
                Objects.requireNonNull(PresetTests.class.getResourceAsStream("/exposition/" + name + ".prom"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void serve(String name, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        server.createContext("/" + name, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
