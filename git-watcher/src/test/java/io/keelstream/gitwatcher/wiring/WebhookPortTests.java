package io.keelstream.gitwatcher.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.gitwatcher.GitWatcher;
import io.keelstream.gitwatcher.webhook.Provider;
import io.keelstream.messaging.broker.EmbeddedBroker;
import io.keelstream.messaging.service.KafkaSettings;
import io.keelstream.messaging.topic.Provisioning;
import io.keelstream.service.ServiceProcess;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The port of webhooks of git-watcher's own process, in its own settings. */
@Timeout(180)
class WebhookPortTests {

    private static final String SECRET = "0123456789abcdef";
    private static final byte[] BODY = "{\"ref\":\"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static ConfigurableApplicationContext process;
    private static int hooks;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        Provisioning.install(KafkaSettings.at(broker.bootstrapServers()).clientProperties(), 3, (short) 1);
        process = run(
                "--keelstream.repositories[0].webhook.provider=github",
                "--keelstream.repositories[0].webhook.secret=" + SECRET,
                "--keelstream.webhooks.port=0");
        hooks = process.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @AfterAll
    static void stop() {
        process.close();
        broker.close();
    }

    @Test
    void signedPushIsTakenAndEverythingElseIsRefusedInALine() throws Exception {
        String proof = Provider.GITHUB.proof().of(BODY, SECRET);
        HttpResponse<String> taken = post("/hooks/infra", BODY, proof);
        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(taken.body()).isEqualTo("accepted: the ref is looked at\n");
        assertThat(post("/hooks/infra", BODY, proof.replace('0', '1')).statusCode())
                .isEqualTo(401);
        assertThat(post("/hooks/other", BODY, proof).statusCode()).isEqualTo(404);
        assertThat(post("/hooks/", BODY, proof).statusCode()).isEqualTo(404);
        assertThat(post("/hooks", BODY, proof).statusCode()).isEqualTo(404);
        assertThat(post("/hooks/infra", new byte[(2 << 20) + 1], proof).statusCode())
                .isEqualTo(413);
        for (String path : List.of("/", "/livez", "/metrics", "/hook", "/actuator")) {
            assertThat(post(path, BODY, proof).statusCode()).as(path).isEqualTo(404);
        }
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
            HttpRequest request = HttpRequest.newBuilder(uri("/hooks/infra"))
                    .method(method, BodyPublishers.noBody())
                    .build();
            assertThat(send(request).statusCode()).as(method).isIn(405, 501);
        }
    }

    @Test
    void connectionThatSendsNothingIsDropped() throws Exception {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), hooks)) {
            silent.setSoTimeout(20_000);
            silent.getOutputStream()
                    .write("POST /hooks/infra HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(silent.getInputStream().readAllBytes()).isNotNull();
        }
    }

    @Test
    void probesAndMetricsKeepTheirPortAndCountDeliveries() throws Exception {
        assertThat(post("/hooks/nobody", BODY, "").statusCode()).isEqualTo(404);
        int probes = process.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
        assertThat(probes).isNotEqualTo(hooks);
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probes + "/metrics"))
                .build();
        assertThat(send(metrics).body()).contains("keelstream_webhooks_total{outcome=\"unknown\",repository=\"\"");
        HttpRequest elsewhere = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probes + "/hooks/infra"))
                .POST(BodyPublishers.ofByteArray(BODY))
                .build();
        assertThat(send(elsewhere).statusCode()).isEqualTo(404);
    }

    /** How fast they are answered {@code benchmarks/webhooks} measures. */
    @Test
    void hundredsAtOnceAreAccepted() throws Exception {
        String proof = Provider.GITHUB.proof().of(BODY, SECRET);
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 400)
                    .mapToObj(_ -> client.sendAsync(request("/hooks/infra", BODY, proof), BodyHandlers.discarding())
                            .thenApply(HttpResponse::statusCode))
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join))
                    .hasSize(400)
                    .containsOnly(202);
        }
    }

    @Test
    void processWithoutWebhooksOpensNoPort() {
        try (ConfigurableApplicationContext without = run("--keelstream.webhooks.port=0")) {
            assertThat(without.getEnvironment().getProperty("local.server.port", Integer.class, -1))
                    .isEqualTo(-1);
        }
    }

    private static ConfigurableApplicationContext run(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--server.tomcat.connection-timeout=1s",
                "--management.server.port=0",
                "--keelstream.installation=test",
                "--keelstream.state=" + folder.resolve("state" + arguments.size()),
                "--keelstream.repositories[0].name=infra",
                "--keelstream.repositories[0].url=" + folder.resolve("infra.git"),
                "--keelstream.repositories[0].ref=main",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers()));
        return ServiceProcess.start(GitWatcherApplication.class, GitWatcher.SERVICE, arguments.toArray(String[]::new));
    }

    private static HttpResponse<String> post(String path, byte[] body, String proof) throws Exception {
        return send(request(path, body, proof));
    }

    private static HttpRequest request(String path, byte[] body, String proof) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature-256", proof)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + hooks + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
