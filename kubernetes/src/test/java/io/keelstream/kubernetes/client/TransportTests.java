package io.keelstream.kubernetes.client;

import static io.keelstream.kubernetes.client.Documents.CONFIG_MAP;
import static io.keelstream.kubernetes.client.Documents.CONFIG_MAPS;
import static io.keelstream.kubernetes.client.Documents.configMap;
import static io.keelstream.kubernetes.client.Documents.status;
import static io.keelstream.kubernetes.client.ScriptedServer.blackHole;
import static io.keelstream.kubernetes.client.ScriptedServer.json;
import static io.keelstream.kubernetes.client.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportTests {

    private static final String GET = "GET " + CONFIG_MAPS + "/a";
    private static final String APPLY = "PATCH " + CONFIG_MAPS + "/a";
    private static final String VERSION = "GET /version";
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final Duration BUDGET = Duration.ofSeconds(4);
    private static final Duration SLOW = SILENCE.multipliedBy(3);
    private static final int WIDTH = 2;
    private static final ApplyOptions REAL = new ApplyOptions("keelstream", false, false);
    private static final ApplyOptions DRY_RUN = new ApplyOptions("keelstream", false, true);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Manifest object = new Manifest(Json.readObject(configMap("a", "")));
    private ScriptedServer server;
    private ClusterClient client;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        server = new ScriptedServer();
        Documents.serveConfigMaps(server);
        ClusterSettings.Limits limits =
                new ClusterSettings.Limits(SILENCE, BUDGET, Duration.ofSeconds(30), Duration.ofSeconds(5), WIDTH, 0);
        client = Clusters.open(
                ClusterSettings.of("test", server.kubeconfig(folder)).withLimits(limits), meters);
    }

    @AfterEach
    void disconnect() {
        client.close();
        server.close();
    }

    @Test
    void triesAgainAfterATransientError() {
        // Given
        server.on(GET, json(503, status(503, "ServiceUnavailable", "apiserver is shutting down")), ok());

        // When
        ApiResult<Manifest> result = get();

        // Then
        assertThat(result.orThrow().name()).isEqualTo("a");
        assertThat(server.seen(GET)).hasSize(2);
    }

    @Test
    void waitsAsLongAsTheServerWishes() {
        // Given
        server.on(GET, json(429, "Retry-After", "1", status(429, "TooManyRequests", "slow down")), ok());

        // When
        long start = System.nanoTime();
        ApiResult<Manifest> result = get();

        // Then
        assertThat(result.orThrow().name()).isEqualTo("a");
        assertThat(since(start)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void doesNotWaitLongerThanItsBudgetForTheServersWish() {
        // Given
        server.on(GET, json(429, "Retry-After", "60", status(429, "TooManyRequests", "slow down")));

        // When
        long start = System.nanoTime();
        ApiError error = errorOf(get());

        // Then
        assertThat(since(start)).isLessThan(BUDGET);
        assertThat(error.kind()).isEqualTo(ApiError.Kind.TRANSIENT);
        assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void doesNotRepeatWhatCanNeverSucceed() {
        // Given
        server.on(APPLY, json(422, status(422, "Invalid", "metadata.name: Invalid value")));

        // When
        ApiError error = errorOf(client.apply(object, REAL));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.PERMANENT);
        assertThat(server.seen(APPLY)).hasSize(1);
    }

    @Test
    void givesUpWithinItsBudgetWhenTheServerIsSilent() {
        // Given
        server.on(GET, blackHole()).on(VERSION, blackHole());

        // When
        long start = System.nanoTime();
        ApiError error = errorOf(get());

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.UNREACHABLE);
        assertThat(error.message()).contains("answered nothing for");
        assertThat(since(start)).isLessThan(BUDGET.plusSeconds(1));
        assertThat(server.seen(GET)).hasSizeGreaterThan(2);
    }

    @Test
    void holdsRequestsBackWhileTheServerDoesNotAnswer() throws Exception {
        // Given
        client.discovery().find("v1", "ConfigMap").orThrow();
        server.close();

        // When
        List<ApiResult<Manifest>> results = allAtOnce(30);

        // Then: 30 callers with 5 attempts each would be 150; an open circuit lets 3 per second through
        assertThat(results).allMatch(result -> errorOf(result).kind() == ApiError.Kind.UNREACHABLE);
        assertThat(results).anyMatch(result -> errorOf(result).message().contains("test does not answer"));
        assertThat(attempts("get", "unreachable")).isLessThan(60);
    }

    @Test
    void serverErrorsDoNotOpenTheCircuit() {
        // Given
        server.on(APPLY, json(500, status(500, "InternalError", "etcdserver: leader changed")));
        server.on(GET, ok());
        IntStream.range(0, 2).forEach(number -> client.apply(object, REAL));

        // When
        ApiResult<Manifest> other = get();

        // Then
        assertThat(attempts("apply", "transient")).isGreaterThan(5);
        assertThat(other).isInstanceOf(ApiResult.Ok.class);
        assertThat(server.seen(GET)).hasSize(1);
    }

    @Test
    void sendsNoWriteWhenTheGuardSaysNo() {
        // Given
        server.on(APPLY, ok());
        ClusterClient guarded = client.guardedBy(() -> false);

        // When
        ApiError error = errorOf(guarded.apply(object, REAL));
        ApiResult<Manifest> dryRun = guarded.apply(object, DRY_RUN);

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.NOT_OWNER);
        assertThat(dryRun).isInstanceOf(ApiResult.Ok.class);
        assertThat(server.seen(APPLY))
                .hasSize(1)
                .allMatch(request -> request.query().contains("dryRun=All"));
    }

    @Test
    void asksTheGuardAgainBeforeEachAttempt() {
        // Given
        server.on(APPLY, json(503, status(503, "ServiceUnavailable", "shutting down")), ok());
        AtomicInteger questions = new AtomicInteger();

        // When
        ApiError error =
                errorOf(client.guardedBy(() -> questions.incrementAndGet() == 1).apply(object, REAL));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.NOT_OWNER);
        assertThat(server.seen(APPLY)).hasSize(1);
    }

    @Test
    void interruptEndsTheCallAndStaysSet() throws Exception {
        // Given
        server.on(GET, silence());
        client.discovery().find("v1", "ConfigMap").orThrow();
        AtomicBoolean interrupted = new AtomicBoolean();

        // When
        Thread caller = Thread.startVirtualThread(() -> {
            ApiError error = errorOf(get());
            interrupted.set(Thread.currentThread().isInterrupted() && error.kind() == ApiError.Kind.TRANSIENT);
        });
        await().until(() -> server.seen(GET).size() == 1);
        caller.interrupt();

        // Then
        assertThat(caller.join(BUDGET.dividedBy(2))).isTrue();
        assertThat(interrupted).isTrue();
    }

    @Test
    void keepsTheNumberOfRequestsInFlight() throws Exception {
        // Given
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.on(GET, exchange -> {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            Thread.sleep(5);
            inFlight.decrementAndGet();
            ok().answer(exchange);
        });

        // When
        List<ApiResult<Manifest>> results = allAtOnce(50);

        // Then
        assertThat(results).allMatch(result -> result instanceof ApiResult.Ok);
        assertThat(most).hasValue(2);
    }

    @Test
    void timesEveryAttemptWithoutItsPath() {
        // Given
        server.on(APPLY, ok());

        // When
        client.apply(object, DRY_RUN).orThrow();

        // Then
        assertThat(attempts("dry_run_apply", "ok")).isOne();
        assertThat(meters.get("keelstream.cluster.requests").timers())
                .allSatisfy(timer -> assertThat(timer.getId().getTags())
                        .extracting(tag -> tag.getKey())
                        .containsExactlyInAnyOrder("cluster", "group", "resource", "verb", "outcome"));
    }

    @Test
    void saysWhenSomethingElseAnswersInThePlaceOfTheServer() {
        // Given
        server.on(GET, json(200, "<html>Please sign in</html>"));

        // When
        ApiError error = errorOf(get());

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.UNREACHABLE);
        assertThat(error.message()).contains("not a JSON object");
    }

    @Test
    void waitsForASlowAnswerWhileTheServerAnswersOthers() {
        // Given
        server.on(GET, after(SLOW, ok()));

        // When
        ApiResult<Manifest> result = get();

        // Then
        assertThat(result.orThrow().name()).isEqualTo("a");
        assertThat(server.seen(GET)).hasSize(1);
        assertThat(server.seen(VERSION)).isNotEmpty();
    }

    @Test
    void learnsThatAServerTakesLongForEverything() {
        // Given: the first call is given up before the server has answered anything
        server.on(GET, after(SLOW, ok())).on(VERSION, after(SLOW, json(200, "{}")));

        // When
        ApiResult<Manifest> result = get();

        // Then
        assertThat(result.orThrow().name()).isEqualTo("a");
        assertThat(attempts("get", "unreachable")).isPositive();
        assertThat(get()).isInstanceOf(ApiResult.Ok.class);
    }

    @Test
    void givesASlowCallUpAtItsDeadlineAndDoesNotCallTheServerAway() {
        // Given
        server.on(GET, silence());

        // When
        long start = System.nanoTime();
        ApiError error = errorOf(client.until(Instant.now().plus(SLOW)).get(CONFIG_MAP, "shop", "a"));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.TRANSIENT);
        assertThat(error.message()).contains("in time");
        assertThat(since(start)).isBetween(SLOW, SLOW.plusSeconds(1));
    }

    @Test
    void givesASlowListUpAtItsDeadline() {
        // Given
        server.on("GET " + CONFIG_MAPS, silence());
        ResourceType kind = client.discovery().find("v1", "ConfigMap").orThrow();

        // When
        long start = System.nanoTime();
        ApiResult<List<Manifest>> list =
                client.urgently().until(Instant.now().plus(SLOW)).list(kind, "shop", "");

        // Then
        assertThat(list).isInstanceOf(ApiResult.Failed.class);
        assertThat(since(start)).isBetween(SLOW, SLOW.plusSeconds(1));
    }

    @Test
    void slowCallsDoNotHoldUpTheOthers() throws Exception {
        // Given
        server.on(GET, ok()).on(APPLY, after(SLOW.multipliedBy(2), ok()));
        client.discovery().find("v1", "ConfigMap").orThrow();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ApiResult<Manifest>>> slow = IntStream.range(0, 2 * WIDTH)
                    .mapToObj(number -> threads.submit(() -> client.apply(object, REAL)))
                    .toList();
            await().until(() -> server.seen(APPLY).size() >= WIDTH);

            // When
            long start = System.nanoTime();
            ApiResult<Manifest> other = get();

            // Then
            assertThat(other).isInstanceOf(ApiResult.Ok.class);
            assertThat(since(start)).isLessThan(SILENCE);
            for (Future<ApiResult<Manifest>> call : slow) {
                assertThat(call.get()).isInstanceOf(ApiResult.Ok.class);
            }
        }
    }

    @Test
    void slowWriteEndsWhenItsGuardSaysNo() {
        // Given
        server.on(APPLY, silence());
        long start = System.nanoTime();
        ClusterClient guarded = client.guardedBy(
                () -> since(start).compareTo(SLOW) < 0 || server.seen(APPLY).isEmpty());

        // When
        ApiError error = errorOf(guarded.apply(object, REAL));

        // Then
        assertThat(error.kind()).isEqualTo(ApiError.Kind.NOT_OWNER);
        assertThat(server.seen(APPLY)).hasSize(1);
        assertThat(since(start)).isBetween(SLOW, SLOW.plusSeconds(1));
    }

    @Test
    void urgentCallsWaitForNobody() throws Exception {
        // Given: both lanes are full
        String another = "GET " + CONFIG_MAPS + "/b";
        server.on(GET, ok()).on(APPLY, silence()).on(another, silence());
        client.discovery().find("v1", "ConfigMap").orThrow();
        List<Thread> slow = Stream.concat(
                        Stream.<Runnable>generate(() -> () -> client.apply(object, REAL))
                                .limit(WIDTH),
                        Stream.<Runnable>generate(() -> () -> client.get(CONFIG_MAP, "shop", "b"))
                                .limit(2 * WIDTH))
                .map(Thread::startVirtualThread)
                .toList();
        await().until(() ->
                server.seen(APPLY).size() >= WIDTH && server.seen(another).size() >= WIDTH);

        // When
        long start = System.nanoTime();
        ApiResult<Manifest> urgent = client.urgently().get(CONFIG_MAP, "shop", "a");

        // Then
        assertThat(urgent).isInstanceOf(ApiResult.Ok.class);
        assertThat(since(start)).isLessThan(Duration.ofSeconds(1));
        slow.forEach(Thread::interrupt);
    }

    private List<ApiResult<Manifest>> allAtOnce(int callers) throws Exception {
        List<ApiResult<Manifest>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ApiResult<Manifest>>> calls = IntStream.range(0, callers)
                    .mapToObj(number -> threads.submit(this::get))
                    .toList();
            for (Future<ApiResult<Manifest>> call : calls) {
                results.add(call.get());
            }
        }
        return results;
    }

    private ApiResult<Manifest> get() {
        return client.get(CONFIG_MAP, "shop", "a");
    }

    private static ScriptedServer.Reply after(Duration time, ScriptedServer.Reply reply) {
        return exchange -> {
            Thread.sleep(time);
            reply.answer(exchange);
        };
    }

    private static ScriptedServer.Reply ok() {
        return json(200, configMap("a", "8"));
    }

    private long attempts(String verb, String outcome) {
        return meters.get("keelstream.cluster.requests")
                .tags("verb", verb, "outcome", outcome)
                .timer()
                .count();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static ApiError errorOf(ApiResult<?> result) {
        assertThat(result).isInstanceOf(ApiResult.Failed.class);
        return ((ApiResult.Failed<?>) result).error();
    }
}
