package io.keelstream.standalone.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LocalHttpTests {

    private static final Duration LIMIT = Duration.ofMillis(400);

    @Test
    void probesAnswerGetAndHeadAndNothingElse() throws Exception {
        try (LocalHttp http = new LocalHttp(0, List::of, () -> List.of("loads\u001b[2J", "waits"), () -> "up 1\n")) {
            assertThat(get(http, "/livez").body()).isEqualTo("ok\n");
            assertThat(get(http, "/livez?verbose").statusCode()).isEqualTo(200);
            assertThat(get(http, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(http, "/readyz").body()).isEqualTo("loads\\u001b[2J\nwaits\n");
            assertThat(get(http, "/metrics").body()).isEqualTo("up 1\n");
            for (String path : List.of("/", "/livez/", "/livezz", "/metrics/x", "//livez", "/../livez")) {
                assertThat(send(http, path, "GET", "").statusCode()).as(path).isEqualTo(404);
                assertThat(send(http, path, "POST", "x").statusCode()).as(path).isEqualTo(404);
            }
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
                HttpResponse<String> answer = send(http, "/livez", method, "x".repeat(100_000));
                assertThat(answer.statusCode()).as(method).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
            }
            HttpResponse<String> head = send(http, "/metrics", "HEAD", "");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void connectionThatDoesNotComeToAnEndIsEnded() throws Exception {
        String large = "x".repeat(64 << 20);
        try (LocalHttp http = new LocalHttp(0, LIMIT, Map.of("/livez", () -> new Answer(200, large)))) {
            List<Socket> clients = new ArrayList<>();
            AtomicBoolean dripping = new AtomicBoolean(true);
            try {
                // Given
                clients.add(client(http, ""));
                clients.add(client(http, "GET /livez HTT"));
                clients.add(client(http, "GET /livez HTTP/1.1\r\nHost: a\r\n"));
                Socket slow = client(http, "GET /livez HTTP/1.1\r\nX: ");
                clients.add(slow);
                Thread drip = Thread.ofVirtual().start(() -> drip(slow, dripping));
                Socket deaf = client(http, "GET /livez HTTP/1.1\r\n\r\n");
                long begun = System.nanoTime();

                // Then
                for (Socket client : clients) {
                    assertThat(ended(client)).isTrue();
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT.multipliedBy(5));
                drip.join();
                assertThat(read(deaf)).isLessThan(large.length());
                deaf.close();
            } finally {
                dripping.set(false);
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    @Test
    void nonsenseIsRefusedAndAFailureIsAnAnswer() throws Exception {
        try (LocalHttp http = new LocalHttp(0, LIMIT, Map.of("/livez", () -> {
            throw new StackOverflowError("a bug in a probe");
        }))) {
            assertThat(get(http, "/livez").statusCode()).isEqualTo(500);
            assertThat(text(http, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(text(http, "GET /livez HTTP/2.0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(text(http, "GET /livez HTTP/1.1\r\nX: " + "x".repeat(20_000))).startsWith("HTTP/1.1 431 ");
            assertThat(get(http, "/livez").statusCode()).isEqualTo(500);
        }
    }

    private static void drip(Socket client, AtomicBoolean dripping) {
        try {
            while (dripping.get()) {
                client.getOutputStream().write('x');
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } catch (IOException e) {
            // ended, as it has to be
        }
    }

    private static Socket client(LocalHttp http, String text) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), URI.create(http.url()).getPort());
        client.setSoTimeout(10_000);
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    private static boolean ended(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static long read(Socket client) {
        long sum = 0;
        byte[] some = new byte[1 << 16];
        try {
            for (int read = 0; read >= 0; read = client.getInputStream().read(some)) {
                sum += read;
            }
        } catch (IOException e) {
            // reset
        }
        return sum;
    }

    private static String text(LocalHttp http, String request) throws IOException {
        try (Socket client = client(http, request)) {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static HttpResponse<String> get(LocalHttp http, String path) throws Exception {
        return send(http, path, "GET", "");
    }

    private static HttpResponse<String> send(LocalHttp http, String path, String method, String body)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(http.url() + path))
                            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
