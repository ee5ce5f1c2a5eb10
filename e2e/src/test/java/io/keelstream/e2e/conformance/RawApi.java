package io.keelstream.e2e.conformance;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An API server without any client library between: requests and answers as they are on the wire. Thread-safe. */
public final class RawApi implements AutoCloseable {

    private final HttpClient client;
    private final String server;
    private final @Nullable String token;

    private RawApi(HttpClient client, String server, @Nullable String token) {
        this.client = client;
        this.server = server;
        this.token = token;
    }

    /** The server of a kubeconfig's first cluster, as its first user, who has a token or needs none. */
    public static RawApi of(Path kubeconfig) {
        try {
            Manifest config = new Manifest(Manifest.map(new YamlReader()
                    .documents(Files.readAllBytes(kubeconfig))
                    .orThrow()
                    .getFirst()
                    .value()));
            Map<String, @Nullable Object> cluster = first(config.at("clusters"), "cluster");
            Object token = first(config.at("users"), "user").get("token");
            HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
            if (cluster.get("certificate-authority-data") instanceof String authority) {
                client.sslContext(trusting(Base64.getDecoder().decode(authority)));
            }
            return new RawApi(
                    client.build(), String.valueOf(cluster.get("server")), token instanceof String text ? text : null);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot use " + kubeconfig, e);
        }
    }

    /**
     * A request to a path of the server, to be completed.
     *
     * @param path begins with a slash; with its query
     */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).header("User-Agent", "conformance/1");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Sends a request and reads the whole answer. */
    public HttpResponse<byte[]> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Sends a request whose answer is read as it comes. */
    public HttpResponse<InputStream> open(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new IllegalStateException(
                    request.method() + " " + request.uri().getPath() + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Map<String, @Nullable Object> first(@Nullable Object list, String field) {
        return Manifest.map(Manifest.map(Manifest.list(list).getFirst()).get(field));
    }

    private static SSLContext trusting(byte[] authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new java.io.ByteArrayInputStream(authority)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
