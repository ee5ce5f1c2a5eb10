package io.keelstream.canary.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.keelstream.canary.increments.Span;
import io.keelstream.canary.prometheus.Access.Credentials;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a source is asked, and what is said when it does not answer. Servers on the loopback address; keys by keytool. */
class SourceAccessTests {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String CLIENT_CERTIFICATE =
            "a client certificate that it accepts: set tls-bundle to an SSL bundle with certificate and key";
    private static final String CLOSED = "closes the connection before its answer is complete";
    private static final String CLOSED_OVER_TLS =
            CLOSED + "; it may not speak TLS (use http:// in its url), or ask for " + CLIENT_CERTIFICATE;

    @TempDir
    static Path keys;

    private final List<Headers> asked = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        pair("server", "san=ip:127.0.0.1");
        pair("elsewhere", "san=dns:prometheus.example.org");
        pair("client", "san=dns:client");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void bearerTokenIsReadForEveryRequest(@TempDir Path folder) throws Exception {
        // Given
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        URI url = plain(200, EMPTY);
        try (Prometheus prometheus = prometheus(url, access(new Credentials.Bearer(token)))) {
            ask(prometheus);
            // When
            Files.writeString(token, "second\n");
            ask(prometheus);
        }
        // Then
        assertThat(asked)
                .extracting(headers -> headers.getFirst("Authorization"))
                .containsExactly("Bearer first", "Bearer second");
    }

    @Test
    void userPasswordTenantAndHeadersAreSent(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "open sesame\n");
        Path key = Files.writeString(folder.resolve("key"), "k3y\n");
        Access access = new Access(
                new Credentials.Basic("ada", password),
                Map.of("X-Scope-OrgID", "shop", "X-Team", "a"),
                Map.of("X-Api-Key", key),
                null);
        try (Prometheus prometheus = prometheus(plain(200, EMPTY), access)) {
            assertThat(ask(prometheus)).isEqualTo(new Answer.Found(List.of()));
        }
        assertThat(asked).singleElement().satisfies(headers -> {
            assertThat(headers.getFirst("Authorization")).isEqualTo("Basic YWRhOm9wZW4gc2VzYW1l");
            assertThat(headers.getFirst("X-Scope-OrgID")).isEqualTo("shop");
            assertThat(headers.getFirst("X-Team")).isEqualTo("a");
            assertThat(headers.getFirst("X-Api-Key")).isEqualTo("k3y");
        });
    }

    @Test
    void fileThatIsGoneIsNamedAndNothingIsSent(@TempDir Path folder) throws Exception {
        Path gone = folder.resolve("gone");
        try (Prometheus prometheus = prometheus(plain(200, EMPTY), access(new Credentials.Bearer(gone)))) {
            assertThat(ask(prometheus))
                    .isEqualTo(new Answer.Away("cannot be asked: the file " + gone + " cannot be read"));
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | no         | answers HTTP 401: it does not accept the bearer token in ",
                "401 | no org id  | answers HTTP 401: it asks for a tenant: set tenant",
                "403 | no         | answers HTTP 403: who asks may not query it",
                "302 | no         | answers HTTP 302: something before it redirects; its url must be its own address",
                "404 | no         | answers HTTP 404: is this its base URL?",
                "400 | no         | answers HTTP 400 and not as a Prometheus does: is this its base URL?",
                "400 | Client sent an HTTP request to an HTTPS server. | speaks TLS only: use https:// in its url",
                "200 | <html/>    | does not answer as a Prometheus does: is this its base URL?",
                "503 | no         | answers HTTP 503",
            })
    void answerThatIsNoneSaysWhatToDoAndNoSecret(int status, String body, String words, @TempDir Path folder)
            throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "s3cret");
        try (Prometheus prometheus = prometheus(plain(status, body), access(new Credentials.Bearer(token)))) {
            assertThat(ask(prometheus))
                    .isInstanceOfSatisfying(
                            Answer.Away.class,
                            away -> assertThat(away.message())
                                    .startsWith(words.strip())
                                    .doesNotContain("s3cret"));
        }
    }

    @ParameterizedTest
    @CsvSource({"400", "422"})
    void queryThatIsRefusedIsNoTroubleOfTheSource(int status) throws Exception {
        URI url = plain(status, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}");
        try (Prometheus prometheus = prometheus(url, Access.open())) {
            assertThat(ask(prometheus)).isEqualTo(new Answer.Refused("the source refuses the query: parse error"));
        }
    }

    @Test
    void answerThatIsTooLargeIsNoTroubleOfTheSource() throws Exception {
        String large = EMPTY + " ".repeat((int) Prometheus.LARGEST_ANSWER_BYTES);
        try (Prometheus prometheus = prometheus(plain(200, large), Access.open())) {
            assertThat(ask(prometheus))
                    .isEqualTo(new Answer.Refused("the answer is larger than "
                            + (Prometheus.LARGEST_ANSWER_BYTES >> 20)
                            + " MiB: restrict the query to fewer series, or give the canary-analyzer more memory"));
        }
    }

    @Test
    void withoutCredentialsItIsSaidThatTheyAreAskedFor() throws Exception {
        try (Prometheus prometheus = prometheus(plain(401, "no"), Access.open())) {
            assertThat(ask(prometheus))
                    .isEqualTo(
                            new Answer.Away(
                                    "answers HTTP 401: it asks for credentials: set bearer-token-file, or user and password-file"));
        }
    }

    @Test
    void ownCaIsTrustedAndAnotherIsNot() throws Exception {
        URI url = secure("server", false);
        try (Prometheus trusting = prometheus(url, tls(() -> context(null, "server")));
                Prometheus other = prometheus(url, Access.open())) {
            assertThat(ask(trusting)).isEqualTo(new Answer.Found(List.of()));
            assertThat(ask(other))
                    .isEqualTo(new Answer.Away("has a certificate that no trusted CA signed:"
                            + " set tls-bundle to an SSL bundle with its CA"));
        }
    }

    @Test
    void trustThatIsRotatedCountsWithoutARestart() throws Exception {
        // Given
        AtomicReference<SSLContext> bundle = new AtomicReference<>(context(null, "client"));
        try (Prometheus prometheus = prometheus(secure("server", false), tls(bundle::get))) {
            assertThat(ask(prometheus)).isInstanceOf(Answer.Away.class);
            // When
            bundle.set(context(null, "server"));
            // Then
            assertThat(ask(prometheus)).isEqualTo(new Answer.Found(List.of()));
        }
    }

    @Test
    void clientCertificateIsShown() throws Exception {
        URI url = secure("server", true);
        try (Prometheus prometheus = prometheus(url, tls(() -> context("client", "server")))) {
            assertThat(ask(prometheus)).isEqualTo(new Answer.Found(List.of()));
        }
    }

    @Test
    void missingClientCertificateIsNamedWhetherTheAlertArrivesOrNot() throws Exception {
        URI url = secure("server", true);
        try (Prometheus prometheus = prometheus(url, tls(() -> context(null, "server")))) {
            assertThat(ask(prometheus))
                    .isIn(new Answer.Away("asks for " + CLIENT_CERTIFICATE), new Answer.Away(CLOSED_OVER_TLS));
        }
    }

    @Test
    void alertForAClientCertificateIsNamed() {
        assertThat(Failures.of(
                        new IOException(new SSLHandshakeException("(certificate_required) Received fatal alert")),
                        true))
                .isEqualTo("asks for " + CLIENT_CERTIFICATE);
    }

    @Test
    void connectionClosedAfterTheHandshakeIsNamed() throws Exception {
        try (ServerSocket closing = context("server", "client")
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Prometheus prometheus = prometheus(
                        URI.create("https://127.0.0.1:" + closing.getLocalPort()),
                        tls(() -> context(null, "server")))) {
            Thread.ofVirtual().start(() -> closeConnections(closing));
            assertThat(ask(prometheus)).isEqualTo(new Answer.Away(CLOSED_OVER_TLS));
        }
    }

    @Test
    void connectionClosedWithoutTlsNamesNoCertificate() throws Exception {
        try (ServerSocket closing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Prometheus prometheus =
                        prometheus(URI.create("http://127.0.0.1:" + closing.getLocalPort()), Access.open())) {
            Thread.ofVirtual().start(() -> closeConnections(closing));
            assertThat(ask(prometheus)).isEqualTo(new Answer.Away(CLOSED));
        }
    }

    /** Each connection is closed after the first byte of its request, which over TLS is after the handshake. */
    private static void closeConnections(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                int _ = client.getInputStream().read();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void certificateForAnotherHostIsNamed() throws Exception {
        try (Prometheus prometheus = prometheus(secure("elsewhere", false), tls(() -> context(null, "elsewhere")))) {
            assertThat(ask(prometheus))
                    .isInstanceOfSatisfying(
                            Answer.Away.class,
                            away -> assertThat(away.message()).startsWith("has a certificate for another host: "));
        }
    }

    @Test
    void sourceWithoutTlsIsNamed() throws Exception {
        // Given: a server that answers a handshake as Go's does
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseHandshakes(plain));
            URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort());
            try (Prometheus prometheus = prometheus(url, Access.open())) {
                assertThat(ask(prometheus)).isEqualTo(new Answer.Away("does not speak TLS: use http:// in its url"));
            }
        }
    }

    private static void refuseHandshakes(ServerSocket plain) {
        while (!plain.isClosed()) {
            try (Socket client = plain.accept()) {
                // The whole greeting: a connection that is closed with unread bytes is reset, and its answer may be
                // lost.
                byte[] record = client.getInputStream().readNBytes(5);
                byte[] _ = client.getInputStream().readNBytes(((record[3] & 0xff) << 8) | (record[4] & 0xff));
                client.getOutputStream()
                        .write("HTTP/1.0 400 Bad Request\r\n\r\nClient sent a bad request.\n"
                                .getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void sourceThatIsNotThereIsNamed() throws Exception {
        URI url = plain(200, EMPTY);
        stop();
        server = null;
        try (Prometheus prometheus = prometheus(url, Access.open())) {
            assertThat(ask(prometheus)).isEqualTo(new Answer.Away("cannot be reached"));
        }
    }

    private static Access access(Credentials credentials) {
        return new Access(credentials, Map.of(), Map.of(), null);
    }

    private static Access tls(Supplier<SSLContext> context) {
        return new Access(new Credentials.None(), Map.of(), Map.of(), context);
    }

    private static Prometheus prometheus(URI url, Access access) {
        return new Prometheus(
                new PrometheusSettings("prometheus", url, Set.of(), access, LONG), new SimpleMeterRegistry());
    }

    private static Answer ask(Prometheus prometheus) throws InterruptedException {
        return prometheus.samples("up", new Span(0, 60_000));
    }

    private URI plain(int status, String body) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        return serve(made, "http", status, body);
    }

    private URI secure(String key, boolean clientAuthentication) throws IOException {
        HttpsServer made = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setHttpsConfigurator(new HttpsConfigurator(context(key, "client")) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters defaults = getSSLContext().getDefaultSSLParameters();
                defaults.setNeedClientAuth(clientAuthentication);
                parameters.setSSLParameters(defaults);
            }
        });
        return serve(made, "https", 200, EMPTY);
    }

    private URI serve(HttpServer made, String scheme, int status, String text) {
        made.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.add(exchange.getRequestHeaders());
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        made.start();
        server = made;
        return URI.create(scheme + "://127.0.0.1:" + made.getAddress().getPort());
    }

    /** A context that shows the key of one name and trusts that of another. */
    private static SSLContext context(@Nullable String shown, String trusted) {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(shown == null ? null : store(shown), PASSWORD);
            KeyStore others = KeyStore.getInstance("PKCS12");
            others.load(null, null);
            others.setCertificateEntry("trusted", store(trusted).getCertificate(trusted));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(others);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown == null ? null : own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys.resolve(name + ".p12"))) {
            store.load(file, PASSWORD);
        }
        return store;
    }

    private static void pair(String name, String extension) throws Exception {
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        extension,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keys.resolve(name + ".p12").toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }
}
