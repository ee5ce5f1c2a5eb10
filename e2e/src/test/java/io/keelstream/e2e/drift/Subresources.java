package io.keelstream.e2e.drift;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Patches scale and status, as controllers do. Thread-safe. */
final class Subresources {

    private static final MediaType MERGE = MediaType.get("application/merge-patch+json");

    private final ApiClient client;

    Subresources(Path kubeconfig) {
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            this.client =
                    ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a JSON merge patch.
     *
     * @param path path on the server, e.g. {@code /apis/apps/v1/namespaces/shop/deployments/web/scale}
     * @param manager field manager
     */
    void patch(String path, String manager, String json) {
        Request request = new Request.Builder()
                .url(client.getBasePath() + path + "?fieldManager=" + manager)
                .patch(RequestBody.create(json.getBytes(StandardCharsets.UTF_8), MERGE))
                .build();
        try (Response response = client.getHttpClient().newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException(response.code() + " "
                        + Objects.requireNonNull(response.body()).string());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
