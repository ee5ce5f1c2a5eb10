package io.keelstream.kubernetes.client;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The way to one API server: TLS, credentials and address, as the official client reads them from a kubeconfig or from
 * the pod it runs in. Everything else of that client is left alone, because it reads objects through typed models.
 * Thread-safe.
 */
final class ClusterConnection implements AutoCloseable {

    /** Tokens of exec plug-ins and token files are read again after this time; they live for 10 minutes and more. */
    private static final Duration TOKEN_REFRESH = Duration.ofMinutes(1);

    /** A dead peer is noticed by HTTP/2 pings after at most twice this time. */
    private static final Duration PING = Duration.ofSeconds(10);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final OkHttpClient calls;
    private final OkHttpClient watches;
    private final HttpUrl base;
    private final Headers headers;

    private ClusterConnection(ApiClient client, ClusterSettings settings, Headers headers) {
        this.headers = headers;
        this.base = HttpUrl.get(client.getBasePath());
        // Without HTTP/2 each request in flight has its own connection, and idle ones are worth keeping.
        this.calls = client.getHttpClient()
                .newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .pingInterval(PING)
                // How long an answer is waited for is decided elsewhere, by how the server is.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                .followRedirects(false)
                .connectionPool(new ConnectionPool(settings.limits().concurrentCalls(), 5, TimeUnit.MINUTES))
                .build();
        // Watches keep away from the connection of the calls: a flood of events must not hold up an apply.
        this.watches = calls.newBuilder()
                .connectionPool(new ConnectionPool())
                .readTimeout(settings.limits().watchSilence())
                .build();
    }

    /** Throws {@link IllegalArgumentException}, naming the file, when the settings do not lead to a server. */
    static ClusterConnection open(ClusterSettings settings) {
        ApiClient client = client(settings);
        client.setUserAgent("keelstream");
        try {
            return new ClusterConnection(client, settings, credentials(client));
        } catch (ApiException e) {
            throw new IllegalArgumentException("the credentials of cluster " + settings.name() + " are unusable", e);
        }
    }

    /** A request over HTTP as the connection's own account; the caller chooses {@link #calls()} or {@link #watches()} to send it. */
    Request request(ApiRequest request) {
        return request(request, null);
    }

    /**
     * The same on behalf of another account.
     *
     * @param account the user to act as; null for the connection's own. It is part of the request alone: connections and
     *     credentials are everybody's, and nobody's account stays behind on them
     */
    Request request(ApiRequest request, @Nullable String account) {
        HttpUrl.Builder url = base.newBuilder().addPathSegments(request.target().path());
        request.query().forEach(url::addQueryParameter);
        ApiRequest.Body body = request.body();
        RequestBody content =
                body == null ? null : RequestBody.create(body.bytes(), okhttp3.MediaType.get(body.mediaType()));
        Request.Builder complete = new Request.Builder()
                .url(url.build())
                .headers(headers)
                .header("Accept", request.accept())
                .method(request.verb().method(), content);
        return (account == null ? complete : complete.header("Impersonate-User", account)).build();
    }

    OkHttpClient calls() {
        return calls;
    }

    OkHttpClient watches() {
        return watches;
    }

    @Override
    public void close() {
        for (OkHttpClient client : List.of(watches, calls)) {
            client.dispatcher().cancelAll();
            client.connectionPool().evictAll();
        }
    }

    private static ApiClient client(ClusterSettings settings) {
        Path kubeconfig = settings.kubeconfig();
        try {
            return kubeconfig == null ? ClientBuilder.cluster().build() : fromFile(kubeconfig);
        } catch (IOException | RuntimeException e) {
            String source = kubeconfig == null ? "the pod's service account" : "kubeconfig " + kubeconfig;
            throw new IllegalArgumentException(
                    "cannot use " + source + " for cluster " + settings.name() + ": " + e.getMessage()
                            + "; give a readable kubeconfig with a current context, or run inside a pod",
                    e);
        }
    }

    private static ApiClient fromFile(Path kubeconfig) throws IOException {
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            // Relative paths in the file are meant from its folder. No persister is set: the file is never written.
            config.setFile(kubeconfig.toFile());
            return ClientBuilder.kubeconfig(config, TOKEN_REFRESH).build();
        }
    }

    /** The headers that the official client would add to a request: user agent, a fixed credential. */
    private static Headers credentials(ApiClient client) throws ApiException {
        String[] bearer = {"BearerToken"};
        return client.buildRequest(
                        null,
                        "/version",
                        "GET",
                        List.of(),
                        List.of(),
                        null,
                        new HashMap<>(),
                        new HashMap<>(),
                        new HashMap<>(),
                        bearer,
                        null)
                .headers();
    }
}
