package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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

/** A kube-apiserver as the differential tests talk to it: plain requests with a token, raw JSON. */
final class RealServer implements Server {

    private final HttpClient client;
    private final URI base;
    private final String token;

    private RealServer(HttpClient client, URI base, String token) {
        this.client = client;
        this.base = base;
        this.token = token;
    }

    static RealServer of(Path kubeconfig) throws IOException, GeneralSecurityException {
        Manifest config = new Manifest(Manifest.map(new YamlReader()
                .documents(Files.readAllBytes(kubeconfig))
                .orThrow()
                .getFirst()
                .value()));
        Map<String, @Nullable Object> cluster = Manifest.map(
                Manifest.map(Manifest.list(config.at("clusters")).getFirst()).get("cluster"));
        Map<String, @Nullable Object> user = Manifest.map(
                Manifest.map(Manifest.list(config.at("users")).getFirst()).get("user"));
        byte[] authority = cluster.get("certificate-authority-data") instanceof String data
                ? Base64.getDecoder().decode(data)
                : Files.readAllBytes(kubeconfig.resolveSibling(String.valueOf(cluster.get("certificate-authority"))));
        HttpClient client = HttpClient.newBuilder().sslContext(trust(authority)).build();
        return new RealServer(
                client, URI.create(String.valueOf(cluster.get("server"))), String.valueOf(user.get("token")));
    }

    private static SSLContext trust(byte[] authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Answer send(String method, String path, String type, String body) {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .header("Accept", "application/json")
                .method(method, publisher)
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            byte[] answer = response.body();
            return new Answer(response.statusCode(), answer.length == 0 ? Map.of() : Json.readObject(answer));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
