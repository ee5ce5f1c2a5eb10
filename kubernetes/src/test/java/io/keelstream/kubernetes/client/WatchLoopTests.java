package io.keelstream.kubernetes.client;

import static io.keelstream.kubernetes.client.Documents.CONFIG_MAP;
import static io.keelstream.kubernetes.client.Documents.CONFIG_MAPS;
import static io.keelstream.kubernetes.client.Documents.bookmark;
import static io.keelstream.kubernetes.client.Documents.configMap;
import static io.keelstream.kubernetes.client.Documents.event;
import static io.keelstream.kubernetes.client.Documents.item;
import static io.keelstream.kubernetes.client.Documents.list;
import static io.keelstream.kubernetes.client.Documents.status;
import static io.keelstream.kubernetes.client.ScriptedServer.json;
import static io.keelstream.kubernetes.client.ScriptedServer.lines;
import static io.keelstream.kubernetes.client.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keelstream.kubernetes.client.ScriptedServer.Stream;
import io.keelstream.kubernetes.object.Manifest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchLoopTests {

    private static final String LIST = "GET " + CONFIG_MAPS;
    private static final String WATCH = "WATCH " + CONFIG_MAPS;
    private static final Duration SILENCE = Duration.ofMillis(400);

    private final RecordingListener listener = new RecordingListener();
    private ScriptedServer server;
    private ClusterClient client;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        server = new ScriptedServer();
        ClusterSettings.Limits limits = new ClusterSettings.Limits(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10), SILENCE, 8, 0);
        client = Clusters.open(
                ClusterSettings.of("test", server.kubeconfig(folder)).withLimits(limits), new SimpleMeterRegistry());
    }

    @AfterEach
    void disconnect() {
        client.close();
        server.close();
    }

    @Test
    void listsAndThenHearsOfEveryChange() {
        // Given
        Stream stream = new Stream();
        server.on(LIST, json(200, list("7", "", item("a", "5")))).on(WATCH, stream);

        // When
        Watch watch = watch(false);
        stream.send(event("ADDED", configMap("b", "8")));
        stream.send(event("MODIFIED", configMap("a", "9")));
        stream.send(event("DELETED", configMap("b", "10")));

        // Then
        awaitHeard("listed 7 [a]", "changed b", "changed a", "deleted b");
        assertThat(watch.synced()).isTrue();
        assertThat(server.seen(WATCH).getFirst().query())
                .contains("resourceVersion=7")
                .contains("allowWatchBookmarks=true");
    }

    @Test
    void givesItemsOfAListTheirKind() {
        // Given
        server.on(LIST, json(200, list("7", "", item("a", "5")))).on(WATCH, silence());

        // When
        watch(false);

        // Then
        awaitHeard("listed 7 [a]");
        assertThat(listener.objects.getFirst().reference()).hasToString("ConfigMap/shop/a");
        assertThat(listener.objects.getFirst().apiVersion()).isEqualTo("v1");
    }

    @Test
    void goesOnFromTheLastPositionWhenTheStreamDrops() {
        // Given
        server.on(LIST, json(200, list("7", "")))
                .on(WATCH, lines(event("ADDED", configMap("a", "8")), bookmark("20")), silence());

        // When
        watch(false);

        // Then
        await().until(() -> server.seen(WATCH).size() == 2);
        assertThat(server.seen(WATCH).getLast().query()).contains("resourceVersion=20");
        assertThat(server.seen(LIST)).hasSize(1);
        awaitHeard("listed 7 []", "changed a");
    }

    @Test
    void ignoresAnEventThatWasCutOff() {
        // Given
        String whole = event("ADDED", configMap("a", "8"));
        server.on(LIST, json(200, list("7", "")))
                .on(
                        WATCH,
                        exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody()
                                    .write(whole.substring(0, 40).getBytes(StandardCharsets.UTF_8));
                        },
                        lines(whole),
                        silence());

        // When
        watch(false);

        // Then
        awaitHeard("listed 7 []", "changed a");
        assertThat(server.seen(WATCH).get(1).query()).contains("resourceVersion=7");
    }

    @Test
    void listsAgainWhenAnEventSaysThatThePositionIsForgotten() {
        // Given
        String gone = event("ERROR", status(410, "Expired", "too old resource version: 7 (900)"));
        server.on(LIST, json(200, list("7", "", item("a", "5"))), json(200, list("900", "", item("b", "800"))))
                .on(WATCH, lines(gone), silence());

        // When
        watch(false);

        // Then
        awaitHeard("listed 7 [a]", "listed 900 [b]");
        await().until(() -> server.seen(WATCH).size() == 2);
        assertThat(server.seen(WATCH).getLast().query()).contains("resourceVersion=900");
    }

    @Test
    void listsAgainWhenTheRequestIsAnsweredWith410() {
        // Given
        server.on(LIST, json(200, list("7", "")), json(200, list("900", "")))
                .on(WATCH, json(410, status(410, "Expired", "too old")), silence());

        // When
        watch(false);

        // Then
        awaitHeard("listed 7 []", "listed 900 []");
    }

    @Test
    void renewsAWatchThatIsSilentForTooLong() {
        // Given
        server.on(LIST, json(200, list("7", "")))
                .on(WATCH, silence(), lines(event("ADDED", configMap("a", "8"))), silence());

        // When
        watch(false);

        // Then
        awaitHeard("listed 7 []", "changed a");
        assertThat(server.seen(LIST)).hasSize(1);
    }

    @Test
    void keepsAWatchThatHearsBookmarks() {
        // Given
        Stream stream = new Stream();
        server.on(LIST, json(200, list("7", ""))).on(WATCH, stream);
        watch(false);

        // When
        long start = System.nanoTime();
        await().pollInterval(SILENCE.dividedBy(4)).until(() -> {
            stream.send(bookmark("8"));
            return System.nanoTime() - start > SILENCE.multipliedBy(3).toNanos();
        });

        // Then
        assertThat(server.seen(WATCH)).hasSize(1);
    }

    @Test
    void pausesLongerAndLongerWhileTheServerRefuses() {
        // Given
        server.on(LIST, json(200, list("7", ""))).on(WATCH, json(403, status(403, "Forbidden", "cannot watch")));

        // When
        long start = System.nanoTime();
        watch(false);
        await().until(() -> server.seen(WATCH).size() >= 5);

        // Then: pauses of at least 50, 100, 200 and 400 ms lie between five requests
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(750));
    }

    @Test
    void tellsWhatItMayNotSeeAndListsAnewWhenItMay() {
        // Given
        server.on(
                        LIST,
                        json(403, status(403, "Forbidden", "cannot list")),
                        json(200, list("7", "", item("a", "5"))),
                        json(200, list("9", "", item("b", "9"))))
                .on(WATCH, json(403, status(403, "Forbidden", "cannot watch")), lines(bookmark("8")), silence());

        // When
        watch(false);

        // Then
        awaitHeard("refused Forbidden", "listed 7 [a]", "refused Forbidden", "listed 9 [b]");
    }

    @Test
    void asksForMetadataAloneWithoutASecondChoice() {
        // Given
        server.on(LIST, json(200, list("7", "", item("a", "5")))).on(WATCH, silence());

        // When
        watch(true);

        // Then
        await().until(() -> server.seen(WATCH).size() == 1);
        assertThat(server.seen(LIST).getFirst().accept())
                .isEqualTo("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        assertThat(server.seen(WATCH).getFirst().accept())
                .isEqualTo("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
    }

    @Test
    void joinsTheChunksOfALongList() {
        // Given
        server.on(LIST, json(200, list("7", "more", item("a", "5"))), json(200, list("7", "", item("b", "6"))))
                .on(WATCH, silence());

        // When
        watch(false);

        // Then
        awaitHeard("listed 7 [a, b]");
        assertThat(server.seen(LIST).getFirst().query()).contains("limit=500");
        assertThat(server.seen(LIST).getLast().query()).contains("continue=more");
    }

    @Test
    void listsAtOnceWhenTheServerForgotThePositionBetweenTwoChunks() {
        // Given
        server.on(
                        LIST,
                        json(200, list("7", "more", item("a", "5"))),
                        json(410, status(410, "Expired", "The provided continue parameter is too old")),
                        json(200, list("9", "", item("a", "5"), item("b", "8"))))
                .on(WATCH, silence());

        // When
        watch(false);

        // Then
        awaitHeard("listed 9 [a, b]");
        assertThat(server.seen(LIST).getLast().query()).doesNotContain("limit").doesNotContain("continue");
    }

    @Test
    void hearsNothingAfterCloseReturned() {
        // Given
        Stream stream = new Stream();
        server.on(LIST, json(200, list("7", ""))).on(WATCH, stream);
        Watch watch = watch(false);
        stream.send(event("ADDED", configMap("a", "8")));
        awaitHeard("listed 7 []", "changed a");

        // When
        for (int number = 0; number < 200; number++) {
            stream.send(event("ADDED", configMap("more", "9")));
        }
        watch.close();
        int heard = listener.heard.size();

        // Then
        await().during(Duration.ofMillis(100)).until(() -> listener.heard.size() == heard);
    }

    @Test
    void closesAtOnceWhileTheStreamIsSilent() {
        // Given
        server.on(LIST, json(200, list("7", ""))).on(WATCH, silence());
        Watch watch = watch(false);
        await().until(() -> server.seen(WATCH).size() == 1);

        // When
        long start = System.nanoTime();
        watch.close();

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SILENCE.dividedBy(2));
    }

    @Test
    void mayBeClosedByItsOwnListener() {
        // Given
        server.on(LIST, json(200, list("7", "")))
                .on(WATCH, lines(event("ADDED", configMap("a", "8")), event("ADDED", configMap("b", "9"))));
        AtomicReference<Watch> self = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        RecordingListener closing = new RecordingListener() {
            @Override
            public void changed(Manifest object) {
                await().until(() -> known.getCount() == 0);
                self.get().close();
                super.changed(object);
            }
        };

        // When
        self.set(client.watch(new WatchRequest(CONFIG_MAP, "shop", "", false), closing));
        known.countDown();

        // Then
        await().until(() -> closing.heard.contains("changed a"));
        await().during(Duration.ofMillis(100)).until(() -> !closing.heard.contains("changed b"));
    }

    @Test
    void tellsEverythingAgainAfterItsListenerFailed() {
        // Given
        server.on(LIST, json(200, list("7", "")), json(200, list("9", "", item("a", "8"))))
                .on(WATCH, lines(event("ADDED", configMap("a", "8"))), silence());
        RecordingListener failing = new RecordingListener() {
            @Override
            public void changed(Manifest object) {
                throw new IllegalStateException("a bug in the listener");
            }
        };

        // When
        client.watch(new WatchRequest(CONFIG_MAP, "shop", "", false), failing);

        // Then
        await().until(() -> failing.heard.equals(List.of("listed 7 []", "listed 9 [a]")));
    }

    @Test
    void watchGoesOnAfterAnErrorOfItsListener() {
        // Given
        server.on(LIST, json(200, list("7", "")), json(200, list("9", "", item("a", "8"))))
                .on(WATCH, lines(event("ADDED", configMap("a", "8"))), silence());
        RecordingListener failing = new RecordingListener() {
            @Override
            public void changed(Manifest object) {
                throw new StackOverflowError("a bug in the listener");
            }
        };

        // When
        client.watch(new WatchRequest(CONFIG_MAP, "shop", "", false), failing);

        // Then
        await().until(() -> failing.heard.equals(List.of("listed 7 []", "listed 9 [a]")));
    }

    private Watch watch(boolean metadataOnly) {
        return client.watch(new WatchRequest(CONFIG_MAP, "shop", "", metadataOnly), listener);
    }

    private void awaitHeard(String... expected) {
        await().untilAsserted(() -> assertThat(listener.heard).containsExactly(expected));
    }
}
