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

/**
 * TLS, credentials and address of one API server, as the official client reads them from a kubeconfig or from the pod it runs in,
 * at one time. Everything else of that client is left alone, because it reads objects through typed models. Thread-safe.
 *
 * @param calls sends calls
 * @param watches sends watches
 * @param base the server's address
 * @param headers of every request
 * @param files what the files that it was read from held
 */
record ClusterWay(OkHttpClient calls, OkHttpClient watches, HttpUrl base, Headers headers, CredentialFiles files)
        implements AutoCloseable {

    /** Tokens of exec plug-ins and token files are read again after this time; they live for 10 minutes and more. */
    private static final Duration TOKEN_REFRESH = Duration.ofMinutes(1);

    /** A dead peer is noticed by HTTP/2 pings after at most twice this time. */
    private static final Duration PING = Duration.ofSeconds(10);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** Throws {@link IllegalArgumentException}, naming the file, when the settings do not lead to a server. */
    static ClusterWay open(ClusterSettings settings) {
        // Before they are used: what changes meanwhile is noticed by the next look.
        CredentialFiles files = CredentialFiles.of(settings);
        ApiClient client = client(settings);
        client.setUserAgent("keelstream");
        // Without HTTP/2 each request in flight has its own connection, and idle ones are worth keeping.
        OkHttpClient calls = client.getHttpClient()
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
        OkHttpClient watches = calls.newBuilder()
                .connectionPool(new ConnectionPool())
                .readTimeout(settings.limits().watchSilence())
                .build();
        return new ClusterWay(calls, watches, HttpUrl.get(client.getBasePath()), headers(client, settings), files);
    }

    /** Lets connections go as soon as nothing uses them any more. */
    void retire() {
        calls.connectionPool().evictAll();
        watches.connectionPool().evictAll();
    }

    /** Ends what is under way, too. */
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
            ApiClient client = kubeconfig == null
                    ? ClientBuilder.cluster().build()
                    : ClientBuilder.kubeconfig(read(kubeconfig), TOKEN_REFRESH).build();
            ClientKeys.check(client.getKeyManagers());
            return client;
        } catch (IOException | RuntimeException e) {
            String source = kubeconfig == null ? "the pod's service account" : "kubeconfig " + kubeconfig;
            throw new IllegalArgumentException("cannot use " + source + " for cluster " + settings.name() + ": "
                    + why(e) + "; give a readable kubeconfig with a current context, or run inside a pod");
        }
    }

    /** In words that hold nothing of the file: after its first line, what a YAML reader says quotes it. */
    private static String why(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " ("
                + e.getClass().getSimpleName() + ")";
    }

    /** Reads a kubeconfig, which is never written. Relative paths in it are meant from its folder. */
    static KubeConfig read(Path kubeconfig) throws IOException {
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(kubeconfig.toFile());
            return config;
        }
    }

    /** The headers that the official client would add to a request: user agent, a fixed credential. */
    private static Headers headers(ApiClient client, ClusterSettings settings) {
        String[] bearer = {"BearerToken"};
        try {
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
        } catch (ApiException e) {
            throw new IllegalArgumentException("the credentials of cluster " + settings.name() + " are unusable", e);
        }
    }
}
