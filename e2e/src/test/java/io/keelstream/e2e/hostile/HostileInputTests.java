package io.keelstream.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.TestCluster;
import io.keelstream.e2e.suite.AnyCluster;
import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.e2e.system.RunningKeelstream;
import io.keelstream.e2e.system.TextSearch;
import io.keelstream.e2e.trace.TraceReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stranger tries everything, and one Keelstream bears it: after each input the neighbour's next commit is live (within seconds, unless
 * the commit keeps a renderer busy up to its limit), no thread dies, probes answer, no value of a Secret leaves, and memory stays within its bound. The same seed gives the same inputs;
 * {@code -Dkeelstream.hostile.inputs=N} asks for more of them per kind, and {@code keelstream.hostile.kinds}
 * names kinds.
 */
@AnyCluster
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileInputTests {

    private static final int PER_KIND = Integer.getInteger("keelstream.hostile.inputs", 10);
    private static final long SEED = Long.getLong("keelstream.hostile.seed", 20_261_129);
    private static final Duration LIVE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** The heap of 384 MiB, and as much for everything else. */
    private static final long RESIDENT_KIB = 900 << 10;

    private static final List<Duration> LATENCIES = new ArrayList<>();

    /** The inputs behind which the neighbour waited for longer than {@link #LIVE}. */
    private static final List<String> SLOW = new ArrayList<>();

    @TempDir
    static Path folder;

    static TestCluster cluster;
    static LiveCluster live;
    static HostileRepository repository;
    static RunningKeelstream system;
    static TraceReceiver traces;
    static KafkaProducer<byte[], byte[]> producer;
    static int value;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start();
        live = LiveCluster.open(cluster.kubeconfig());
        repository = new HostileRepository(folder.resolve("infra.git"));
        repository.push(0);
        Path config = folder.resolve("installation.yaml");
        Files.writeString(config, """
            keelstream:
              installation: e2e
              clusters:
                - {name: default, kubeconfig: "%s"}
              repositories:
                - {name: infra, url: "%s", ref: main}
              renderers:
                kustomize: {path: "%s"}
                helm: {path: "%s"}
            """.formatted(
                        cluster.access(),
                        repository.url(),
                        RealControlPlane.program("kustomize"),
                        RealControlPlane.program("helm")));
        traces = TraceReceiver.start();
        system = RunningKeelstream.up(
                folder.resolve("state"),
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "100"),
                List.of("--config", config.toString()));
        Map<String, Object> settings = new HashMap<>(system.kafka().clientProperties());
        settings.put("max.request.size", 64 << 20);
        settings.put("buffer.memory", 128L << 20);
        settings.put("compression.type", "gzip");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        awaitValue(0, "the start");
        LATENCIES.clear();
        SLOW.clear();
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ofSeconds(1));
        system.close();
        traces.close();
        repository.close();
        live.close();
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Order(1)
    void neighbourGoesOn(HostileKind kind) throws Exception {
        for (int i = 0; i < PER_KIND; i++) {
            int seed = Objects.hash(SEED, kind.name(), i);
            HostileInput input = kind.next(new Random(seed));
            String about = kind + " " + seed + ": " + input.about();

            // When
            repository.push(input);
            for (ProducerRecord<byte[], byte[]> record : input.records()) {
                send(record);
            }
            repository.push(++value);

            // Then
            awaitValue(value, about);
            assertThat(system.process().isAlive()).as(about).isTrue();
        }
        assertThat(get("/livez")).as(system.printed()).isEqualTo(200);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(get("/readyz")).isEqualTo(200));
    }

    @Test
    @Order(2)
    void goodCommitAfterAllOfThemIsDeployed() throws Exception {
        repository.push(HostileInput.files("nothing", io.keelstream.e2e.hostile.Files.good()));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(data("ConfigMap/hostile/a")).isEqualTo("good"));
    }

    @Test
    @Order(3)
    void nothingDiedNothingLeakedAndMemoryIsBounded() throws Exception {
        List<Duration> sorted = LATENCIES.stream().sorted().toList();
        System.out.printf(
                "%d hostile inputs: the neighbour's next commit was live after %d ms (median), %d ms (90 of 100), %d ms (99 of 100), %d ms (longest)%n",
                sorted.size(),
                sorted.get(sorted.size() / 2).toMillis(),
                sorted.get(sorted.size() * 90 / 100).toMillis(),
                sorted.get(sorted.size() * 99 / 100).toMillis(),
                sorted.getLast().toMillis());
        SLOW.forEach(System.out::println);
        assertThat(sorted.get(sorted.size() * 90 / 100)).isLessThan(LIVE);
        Map<String, String> told = told();
        assertThat(told.get("printed")).doesNotContain("Exception in thread", "\tat ", "InternalError");
        told.forEach((where, text) ->
                assertThat(text).as(where).isNotEmpty().doesNotContain(HostileInput.HUSH, "\u001b[2J", "\u202e"));
        TextSearch hush = new TextSearch(HostileInput.HUSH);
        assertThat(hush.files(folder.resolve("state"))).isEmpty();
        assertThat(hush.topics(system.kafka())).isEmpty();
        assertThat(residentKib()).isLessThan(RESIDENT_KIB);
    }

    private static Stream<HostileKind> kinds() {
        String wanted = System.getProperty("keelstream.hostile.kinds", "");
        return Arrays.stream(HostileKind.values())
                .filter(kind -> wanted.isEmpty() || List.of(wanted.split(",")).contains(kind.name()));
    }

    private static void awaitValue(int wanted, String about) {
        long start = System.nanoTime();
        await().alias(about)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(data("ConfigMap/good/settings"))
                        .as(() -> about + "\n" + system.printed())
                        .isEqualTo(String.valueOf(wanted)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        LATENCIES.add(took);
        if (took.compareTo(LIVE) > 0) {
            SLOW.add(took.toMillis() + " ms: " + about);
        }
    }

    private static String data(String reference) {
        return live.exists(reference)
                ? String.valueOf(((Map<?, ?>) live.get(reference).tree().get("data")).get("value"))
                : "";
    }

    private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        var sent = producer.send(record);
        producer.flush();
        try {
            sent.get();
        } catch (java.util.concurrent.ExecutionException refused) {
            // The broker does not take it: it is of no harm.
        }
    }

    private static int get(String path) throws Exception {
        return answer(path).statusCode();
    }

    private static String body(String path) throws Exception {
        return answer(path).body();
    }

    private static HttpResponse<String> answer(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(system.http() + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** What a person or a scraper may read. */
    private static Map<String, String> told() throws Exception {
        Map<String, String> told = new HashMap<>();
        told.put("printed", system.printed());
        told.put("status", system.verb("status"));
        told.put("status of the target", system.verb("status", "production/hostile"));
        told.put("plan", system.verb("plan", "production/hostile"));
        told.put("events", system.verb("events"));
        told.put("metrics", body("/metrics"));
        told.put("traces", traces.everything());
        return told;
    }

    private static long residentKib() throws Exception {
        return Files.readAllLines(Path.of("/proc/" + system.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
