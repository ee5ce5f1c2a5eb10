package io.keelstream.gitwatcher.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.network.AddressRange;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private TestAuthority authority;
    private PlainServer server;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder);
        server = new PlainServer(authority.context()).gives("/a", "content");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void certificateOfTheEntryConvinces() throws Exception {
        assertThat(get(host(authority.file()))).isEqualTo("content");
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
        HostGuard guard = new HostGuard(settings(host(authority.file())));
        X509ExtendedTrustManager trust = (X509ExtendedTrustManager) guard.trust(host(authority.file()));
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
        return new SourceHost(
                server.host(), new HostCredentials.None(), ca, List.of(AddressRange.of("127.0.0.1")), false);
    }

    private static SourceSettings settings(SourceHost host) {
        return new SourceSettings(List.of(host), SourceSettings.CHECK, SourceSettings.CACHE_BYTES);
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
