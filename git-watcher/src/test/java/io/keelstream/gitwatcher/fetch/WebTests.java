package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.network.AddressRange;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hostile web server, or a hostile address, can do. */
class WebTests {

    private static final long MOST = 1_000;

    private PlainServer server;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fileIsFetched() throws Exception {
        server.gives("/a", "content");
        assertThat(get(web(server.listed()), server.url() + "/a")).isEqualTo("content");
    }

    @Test
    void hostThatIsNotListedIsNotAsked() {
        FetchException failure = failure(web(), server.url() + "/a");
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
        assertThat(failure).hasMessageContaining("'" + server.host() + "' is not in the list");
        assertThat(server.asked).isEmpty();
    }

    @Test
    void listedHostAtAnAddressOfThisMachineIsNotAsked() {
        // Given
        SourceHost open = new SourceHost(server.host(), new HostCredentials.None(), null, List.of(), true);

        // When
        FetchException failure = failure(web(open), server.url() + "/a");

        // Then
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
        assertThat(failure).hasMessageContaining("127.0.0.1, which is not public");
        assertThat(server.asked).isEmpty();
    }

    @Test
    void hostIsAskedWithoutTlsOnlyWhereItsEntrySaysSo() {
        // Given
        SourceHost secure = new SourceHost(
                server.host(), new HostCredentials.None(), null, List.of(AddressRange.of("127.0.0.1")), false);

        // When
        FetchException failure = failure(web(secure), server.url() + "/a");

        // Then
        assertThat(failure).hasMessageContaining("without TLS");
        assertThat(server.asked).isEmpty();
    }

    @Test
    void redirectIsFollowedToListedHostsAlone() throws Exception {
        try (PlainServer other = new PlainServer()) {
            // Given
            server.redirects("/a", other.url() + "/b");
            other.gives("/b", "content");

            // Then
            assertThat(get(web(server.listed(), other.listed()), server.url() + "/a"))
                    .isEqualTo("content");
            other.asked.clear();
            FetchException failure = failure(web(server.listed()), server.url() + "/a");
            assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
            assertThat(failure)
                    .hasMessageContaining("'" + server.host() + "' redirects")
                    .hasMessageContaining(other.host());
            assertThat(other.asked).isEmpty();
        }
    }

    @Test
    void redirectedHostIsNotToldWhoAsks() throws Exception {
        try (PlainServer other = new PlainServer()) {
            // Given
            server.redirects("/a", other.url() + "/b");
            other.gives("/b", "content");

            // When
            web(server.listed(), other.listed())
                    .get(
                            URI.create(server.url() + "/a"),
                            Map.of("Authorization", "Basic c2VjcmV0"),
                            MOST,
                            InputStream::readAllBytes);

            // Then
            assertThat(server.asked).containsExactly("/a Basic c2VjcmV0");
            assertThat(other.asked).containsExactly("/b");
        }
    }

    @Test
    void redirectsEnd() {
        server.redirects("/a", "/a");
        FetchException failure = failure(web(server.listed()), server.url() + "/a");
        assertThat(failure).hasMessageContaining("redirects more than 5 times");
        assertThat(server.asked).hasSize(6);
    }

    @Test
    void redirectToAFileOfTheMachineIsRefused() {
        server.redirects("/a", "file:///etc/passwd");
        assertThat(failure(web(server.listed()), server.url() + "/a").reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
    }

    @Test
    void largeAnswerIsNotReadToItsEnd() {
        server.gives("/a", new byte[(int) MOST + 1]);
        FetchException failure = failure(web(server.listed()), server.url() + "/a");
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_INVALID);
        assertThat(failure).hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void answerWithoutEndIsNotReadToItsEnd() {
        server.answers("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[10_000]);
            }
        });
        assertThat(failure(web(server.listed()), server.url() + "/a")).hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void contentThatTricklesEndsAtTheDeadline() {
        server.answers("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write('a');
                exchange.getResponseBody().flush();
                pause();
            }
        });
        FetchException failure = failure(web(Duration.ofMillis(300), server.listed()), server.url() + "/a");
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_UNREACHABLE);
        assertThat(failure).hasMessageContaining("in time");
    }

    @Test
    void headersThatTrickleEndAtTheDeadline() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            // Given
            Thread.ofVirtual().start(() -> {
                try (Socket socket = slow.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        socket.getOutputStream().write('a');
                        pause();
                    }
                } catch (IOException e) {
                    // the client has gone
                }
            });
            String host = "127.0.0.1:" + slow.getLocalPort();
            SourceHost listed =
                    new SourceHost(host, new HostCredentials.None(), null, List.of(AddressRange.of("127.0.0.1")), true);

            // When
            FetchException failure = failure(web(Duration.ofMillis(300), listed), "http://" + host + "/a");

            // Then
            assertThat(failure.reason()).isEqualTo(Reason.SOURCE_UNREACHABLE);
        }
    }

    @Test
    void statusesAreToldApart() {
        server.answers("/401", exchange -> PlainServer.send(exchange, 401, new byte[0]))
                .answers("/403", exchange -> PlainServer.send(exchange, 403, new byte[0]))
                .answers("/500", exchange -> PlainServer.send(exchange, 500, new byte[0]));
        Web web = web(server.listed());
        assertThat(failure(web, server.url() + "/401").reason()).isEqualTo(Reason.SOURCE_UNAUTHORIZED);
        assertThat(failure(web, server.url() + "/403").reason()).isEqualTo(Reason.SOURCE_UNAUTHORIZED);
        assertThat(failure(web, server.url() + "/404").reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
        assertThat(failure(web, server.url() + "/500").reason()).isEqualTo(Reason.SOURCE_UNREACHABLE);
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Web web(SourceHost... hosts) {
        return web(Duration.ofSeconds(20), hosts);
    }

    private static Web web(Duration longest, SourceHost... hosts) {
        return new Web(
                new HostGuard(new SourceSettings(List.of(hosts), SourceSettings.CHECK, SourceSettings.CACHE_BYTES)),
                longest);
    }

    private static String get(Web web, String url) throws Exception {
        return new String(web.get(URI.create(url), Map.of(), MOST, InputStream::readAllBytes), StandardCharsets.UTF_8);
    }

    private static FetchException failure(Web web, String url) {
        return catchThrowableOfType(FetchException.class, () -> get(web, url));
    }
}
