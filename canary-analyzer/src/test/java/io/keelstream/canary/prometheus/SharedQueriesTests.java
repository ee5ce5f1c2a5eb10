package io.keelstream.canary.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.keelstream.canary.increments.Samples;
import io.keelstream.canary.increments.Series;
import io.keelstream.canary.increments.Span;
import io.keelstream.canary.increments.TickAxis;
import io.keelstream.canary.observations.Arm;
import io.keelstream.canary.query.ArmNames;
import io.keelstream.canary.query.MetricQuery;
import io.keelstream.canary.source.Address;
import io.keelstream.canary.source.Request;
import io.keelstream.testing.process.PrometheusServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * A look finds what queries of each arm and each selector by itself find, series by series, on a real Prometheus: random selectors,
 * expressions of pods and aggregations, of which some can be shared and others cannot.
 */
class SharedQueriesTests {

    private static final List<String> PODS =
            List.of("web-a-1", "web-a-2", "web-canary-b-1", "web-canary-b-2", "job-1", "");
    private static final List<String> EXPRESSIONS = List.of(
            "web-[a-z0-9]{1,10}-[0-9]",
            "web-canary-[a-z0-9]{1,10}-[0-9]",
            "web-.*",
            ".*",
            "web-a-1|web-canary-b-2",
            "(?i:WEB)-a-\\\\d",
            "job-1",
            "nobody",
            "");
    private static final List<String> MATCHERS = List.of(
            "code=~\"5..\"",
            "code!~\"5..\"",
            "code=\"200\"",
            "code!=\"200\"",
            "uri=~\"/(?i:BUY|sell)\"",
            "uri!~\"/s.*\"",
            "uri=\"\"",
            "uri!=\"\"",
            "absent=\"\"",
            "absent!=\"\"",
            "job=~\".+\"",
            "pod!=\"web-a-2\"",
            "arm=~\"{{arm}}|\"");
    private static final List<String> AGGREGATIONS = List.of(
            "%s",
            "sum by (pod) (%s)",
            "sum by (pod) (max by (pod,uri) (%s))",
            "max by (uri) (%s)",
            "sum(%s)",
            "%s / scalar(count(%s))",
            "sum by (pod) (rate(%s[30s]))");

    @TempDir
    static Path folder;

    static HttpServer server;
    static PrometheusServer source;
    static Prometheus prometheus;
    static long now;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                PrometheusServer.installed(), "prometheus is not on the PATH; install the Debian package prometheus");
        byte[] text = exposition().getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
        source =
                PrometheusServer.start(folder, """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: all
                    honor_labels: true
                    static_configs: [{targets: ['127.0.0.1:%d']}]
                """.formatted(server.getAddress().getPort()));
        prometheus = new Prometheus(
                PrometheusSettings.open(source.url(), Duration.ofSeconds(20)), new SimpleMeterRegistry());
        Awaitility.await("three scrapes").atMost(Duration.ofSeconds(30)).until(() -> {
            now = Instant.now().toEpochMilli();
            return prometheus.samples("x_total{code=\"200\"}", new Span(now - 30_000, now))
                            instanceof Answer.Found(List<Series> found)
                    && found.stream().anyMatch(series -> series.samples().size() >= 3);
        });
    }

    @AfterAll
    static void stop() throws IOException {
        if (source != null) {
            prometheus.close();
            source.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @RepeatedTest(60)
    void lookFindsWhatSingleQueriesFind(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        String total = selector(random);
        String events = random.nextInt(4) == 0
                ? selector(random)
                : total.substring(0, total.length() - 1) + "," + any(MATCHERS, random) + "}";
        String selector = selector(random);
        String level = any(AGGREGATIONS, random).replace("%s", selector);
        Map<Arm, ArmNames> arms = Map.of(
                Arm.BASELINE, new ArmNames(any(EXPRESSIONS, random).replace("\\\\", "\\"), "web"),
                Arm.CANARY, new ArmNames(any(EXPRESSIONS, random).replace("\\\\", "\\"), "web-canary"));
        Request request = new Request(
                new TreeMap<>(Map.of(
                        "errors", new MetricQuery.Shares(events, total),
                        "latency", new MetricQuery.Histogram(selector),
                        "level", new MetricQuery.Levels(level))),
                new Address(Optional.empty(), "eu-1", "shop"),
                arms,
                2_000,
                null,
                new Request.Window(now - 10_000, now),
                now);
        Span span = new Span(now - 30_000, now);
        TickAxis axis = new TickAxis(2_000);
        long tick = axis.firstFrom(now) - 2;

        Look look = new Look(prometheus, request);
        look.counters(span);
        look.levels(axis, List.of(tick));

        assertThat(look.away()).isNull();
        String what = events + " of " + total + ", " + level + ", pods " + arms;
        Samples.OfShares errors = (Samples.OfShares) look.metrics().get("errors");
        Samples.OfHistogram latency = (Samples.OfHistogram) look.metrics().get("latency");
        Samples.OfLevels levels = (Samples.OfLevels) look.metrics().get("level");
        for (Arm arm : Arm.values()) {
            alike(
                    what,
                    arm,
                    errors == null ? null : errors.events(),
                    prometheus.samples(request.filled(events, arm), span));
            alike(
                    what,
                    arm,
                    errors == null ? null : errors.total(),
                    prometheus.samples(request.filled(total, arm), span));
            alike(what, arm, latency.buckets(), prometheus.samples(request.filled(selector, arm), span));
            alike(what, arm, levels.values(), prometheus.values(request.filled(level, arm), axis, tick, tick));
        }
    }

    private static void alike(String what, Arm arm, Map<Arm, List<Series>> found, Answer alone) {
        assertThat(alone).as(what).isInstanceOf(Answer.Found.class);
        assertThat(new EnumMap<>(found).get(arm))
                .as("%s: %s", arm, what)
                .containsExactlyInAnyOrderElementsOf(((Answer.Found) alone).series());
    }

    private static String selector(Random random) {
        StringBuilder matchers = new StringBuilder("x_total{namespace=\"{{namespace}}\"");
        if (random.nextInt(8) > 0) {
            matchers.append(",pod=~\"{{pods}}\"");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            matchers.append(',').append(any(MATCHERS, random));
        }
        return matchers.append('}').toString();
    }

    private static String any(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String exposition() {
        StringBuilder text = new StringBuilder("# TYPE x_total counter\n");
        int value = 0;
        for (String pod : PODS) {
            for (String code : List.of("200", "404", "500", "503")) {
                for (String uri : List.of("/buy", "/sell", "")) {
                    text.append("x_total{namespace=\"shop\",pod=\"%s\",code=\"%s\",uri=\"%s\"} %d\n"
                            .formatted(pod, code, uri, ++value));
                }
            }
        }
        return text.toString();
    }
}
