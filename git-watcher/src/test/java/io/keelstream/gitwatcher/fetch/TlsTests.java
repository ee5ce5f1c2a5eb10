package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.keelstream.contracts.problem.Reason;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a host's certificate convinces, and where. */
class TlsTests {

    @TempDir
    Path folder;

    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("server.p12");
        tool("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=test", "-ext", "san=ip:127.0.0.1");
        tool(
                "-exportcert",
                "-alias",
                "a",
                "-rfc",
                "-file",
                folder.resolve("ca.crt").toString());
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/a", exchange -> PlainServer.send(exchange, 200, "content".getBytes(StandardCharsets.UTF_8)));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void certificateOfTheEntryConvinces() throws Exception {
        assertThat(get(host(folder.resolve("ca.crt")))).isEqualTo("content");
    }

    @Test
    void certificateThatNobodyVouchesForDoesNot() {
        FetchException failure = catchThrowableOfType(FetchException.class, () -> get(host(null)));
        assertThat(failure.reason()).isEqualTo(Reason.SOURCE_NOT_ALLOWED);
        assertThat(failure).hasMessageContaining("has no certificate that is trusted for it");
    }

    @Test
    void certificateAtAnotherAddressDoesNotEither() throws Exception {
        // Given
        HostGuard guard = new HostGuard(settings(host(folder.resolve("ca.crt"))));
        X509ExtendedTrustManager trust = (X509ExtendedTrustManager) guard.trust(host(folder.resolve("ca.crt")));
        X509Certificate[] chain = trust.getAcceptedIssuers();

        // When
        try (Socket elsewhere = new ConnectedTo("10.0.0.1")) {
            // Then
            assertThatThrownBy(() -> trust.checkServerTrusted(chain, "ECDHE_ECDSA", elsewhere))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining("an address that the host may not have");
        }
    }

    private String get(SourceHost host) throws Exception {
        Web web = new Web(new HostGuard(settings(host)), Duration.ofSeconds(20));
        byte[] content =
                web.get(URI.create("https://" + host.name() + "/a"), Map.of(), 1_000, InputStream::readAllBytes);
        return new String(content, StandardCharsets.UTF_8);
    }

    private SourceHost host(@Nullable Path ca) {
        String name = "127.0.0.1:" + server.getAddress().getPort();
        return new SourceHost(name, new HostCredentials.None(), ca, List.of(AddressRange.of("127.0.0.1")), false);
    }

    private static SourceSettings settings(SourceHost host) {
        return new SourceSettings(List.of(host), SourceSettings.CHECK, SourceSettings.CACHE_BYTES);
    }

    private void tool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", folder.resolve("server.p12").toString(), "-storepass", "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(Files.exists(folder.resolve("server.p12"))).isTrue();
    }

    /** A connection whose other end is somewhere. */
    private static final class ConnectedTo extends Socket {

        private final InetAddress peer;

        ConnectedTo(String peer) {
            this.peer = InetAddress.ofLiteral(peer);
        }

        @Override
        public InetAddress getInetAddress() {
            return peer;
        }
    }
}
