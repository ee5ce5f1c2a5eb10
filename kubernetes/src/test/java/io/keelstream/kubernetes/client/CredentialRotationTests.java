package io.keelstream.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.keelstream.testing.tls.Certificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials of every kind change while a connection is used, and no request is lost. */
class CredentialRotationTests {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    private final AtomicLong time = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> callers = new CopyOnWriteArrayList<>();
    private volatile String token = "";
    private Certificates authority;
    private HttpsServer server;
    private @Nullable ClusterConnection connection;

    @BeforeEach
    void start() throws Exception {
        authority = Certificates.create(folder.resolve("authority")).issue("server");
        server = server(authority, 0);
    }

    @AfterEach
    void stop() {
        if (connection != null) {
            connection.close();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void clientCertificateInFiles() throws Exception {
        // Given
        authority.issue("first").issue("second");
        put("client.crt", authority.certificate("first"));
        put("client.key", authority.key("first"));
        open("client-certificate: client.crt, client-key: client.key", authority);
        assertThat(get()).isEqualTo(200);

        // When
        put("client.crt", authority.certificate("second"));
        pass();

        // Then
        assertThat(get()).as("the key of another certificate").isEqualTo(200);

        // When
        put("client.key", authority.key("second"));
        pass();

        // Then
        assertThat(get()).isEqualTo(200);
        assertThat(callers).containsExactly("CN=first", "CN=first", "CN=second");
    }

    @Test
    void clientCertificateInTheKubeconfig() throws Exception {
        // Given
        authority.issue("first").issue("second");
        open(inline("first"), authority);
        get();

        // When
        kubeconfig(inline("second"), authority);
        pass();
        get();

        // Then
        assertThat(callers).containsExactly("CN=first", "CN=second");
    }

    @Test
    void authorityOfTheServer() throws Exception {
        // Given
        put("ca.crt", authority.authority());
        openWith("certificate-authority: ca.crt", "token: a");
        assertThat(get()).isEqualTo(200);

        // When
        Certificates other = Certificates.create(folder.resolve("other")).issue("server");
        int port = server.getAddress().getPort();
        server.stop(0);
        server = server(other, port);
        put("ca.crt", other.authority());
        pass();

        // Then
        assertThat(get()).isEqualTo(200);
    }

    @Test
    void tokenInTheKubeconfigIsReadAgainWhenTheServerRefusesIt() throws Exception {
        // Given
        token = "first";
        open("token: first", authority);
        assertThat(get()).isEqualTo(200);

        // When
        token = "second";
        kubeconfig("token: second", authority);
        time.addAndGet(ClusterConnection.AGAIN.toNanos());

        // Then
        assertThat(get()).isEqualTo(200);
        assertThat(callers).containsExactly("Bearer first", "Bearer first", "Bearer second");
    }

    @Test
    void tokenFileIsReadAgainWhenTheServerRefusesItsToken() throws Exception {
        // Given
        token = "first";
        Files.writeString(folder.resolve("token"), "first");
        open("tokenFile: \"" + folder.resolve("token") + "\"", authority);
        assertThat(get()).isEqualTo(200);

        // When
        token = "second";
        Files.writeString(folder.resolve("token"), "second");
        time.addAndGet(ClusterConnection.AGAIN.toNanos());

        // Then
        assertThat(get()).isEqualTo(200);
    }

    @Test
    void execPluginIsAskedAgainWhenTheServerRefusesItsToken() throws Exception {
        // Given
        token = "first";
        Files.writeString(folder.resolve("issued"), "first");
        open(
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, interactiveMode: Never, args: [-c, '"
                        + "echo {\\\"apiVersion\\\":\\\"client.authentication.k8s.io/v1\\\",\\\"kind\\\":\\\"ExecCredential\\\","
                        + "\\\"status\\\":{\\\"token\\\":\\\"$(cat " + folder.resolve("issued") + ")\\\"}}']}",
                authority);
        assertThat(get()).isEqualTo(200);

        // When
        token = "second";
        Files.writeString(folder.resolve("issued"), "second");
        time.addAndGet(ClusterConnection.AGAIN.toNanos());

        // Then
        assertThat(get()).isEqualTo(200);
    }

    @Test
    void credentialsThatStayUnknownAreReadOnceInAWhile() throws Exception {
        // Given
        token = "another";
        open("token: first", authority);

        // When
        time.addAndGet(ClusterConnection.AGAIN.toNanos());
        int first = get();
        int second = get();

        // Then
        assertThat(List.of(first, second)).containsOnly(401);
        assertThat(callers)
                .as("one request, its repetition, and another request")
                .hasSize(3);
    }

    @Test
    void brokenKubeconfigChangesNothing() throws Exception {
        // Given
        authority.issue("first");
        open(inline("first"), authority);

        // When
        Files.writeString(folder.resolve("kubeconfig"), "users: [{");
        pass();

        // Then
        assertThat(get()).isEqualTo(200);

        // When
        kubeconfig(inline("first"), authority);
        pass();

        // Then
        assertThat(get()).isEqualTo(200);
    }

    /** So much time passes that files are looked at again. */
    private void pass() {
        time.addAndGet(ClusterConnection.LOOK.toNanos());
    }

    private void open(String user, Certificates trusted) throws IOException {
        openWith("certificate-authority-data: " + base64(trusted.authority()), user);
    }

    private void openWith(String cluster, String user) throws IOException {
        Path file = write(cluster, user);
        connection = ClusterConnection.open(ClusterSettings.of("test", file), time::get);
    }

    private void kubeconfig(String user, Certificates trusted) throws IOException {
        write("certificate-authority-data: " + base64(trusted.authority()), user);
    }

    private Path write(String cluster, String user) throws IOException {
        return Files.writeString(
                folder.resolve("kubeconfig"), """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test}}]
            clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", %s}}]
            users: [{name: test, user: {%s}}]
            """.formatted(server.getAddress().getPort(), cluster, user));
    }

    private String inline(String name) throws IOException {
        return "client-certificate-data: " + base64(authority.certificate(name)) + ", client-key-data: "
                + base64(authority.key(name));
    }

    private void put(String name, Path source) throws IOException {
        Files.write(folder.resolve(name), Files.readAllBytes(source));
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    private int get() throws InterruptedException {
        Pulse pulse = new Pulse(connection, ClusterSettings.Limits.DEFAULT.silence());
        return new Exchange(connection, pulse)
                .send(ApiRequest.version(), null, () -> null)
                .map(ApiAnswer::code)
                .orThrow();
    }

    /** Knows clients with a certificate of the authority, and those with the current token. */
    private HttpsServer server(Certificates of, int port) throws Exception {
        HttpsServer made = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        SSLContext context = context(of);
        made.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        made.setExecutor(threads);
        made.createContext("/", this::answer);
        made.start();
        return made;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            String caller = bearer != null ? bearer : principal((HttpsExchange) exchange);
            callers.add(caller);
            boolean known = bearer == null || token.isEmpty() || bearer.equals("Bearer " + token);
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String principal(HttpsExchange exchange) throws IOException {
        return exchange.getSSLSession().getPeerPrincipal().getName();
    }

    private static SSLContext context(Certificates of) throws Exception {
        String pem = Files.readString(of.key("server"));
        String encoded = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "server",
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded))),
                PASSWORD,
                new Certificate[] {certificate(of.certificate("server"))});
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate(of.authority()));
        TrustManagerFactory clients = TrustManagerFactory.getInstance("PKIX");
        clients.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), clients.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(Path file) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }
}
