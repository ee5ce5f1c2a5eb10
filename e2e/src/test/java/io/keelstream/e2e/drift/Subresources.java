package io.keelstream.e2e.drift;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.Response;

/** Patches scale and status, as controllers do. Thread-safe. */
final class Subresources {

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
        Call call;
        try {
            call = client.buildCall(
                    client.getBasePath(),
                    path,
                    "PATCH",
                    List.of(new Pair("fieldManager", manager)),
                    List.of(),
                    json.getBytes(StandardCharsets.UTF_8),
                    new HashMap<>(Map.of("Content-Type", "application/merge-patch+json")),
                    new HashMap<>(),
                    new HashMap<>(),
                    new String[] {"BearerToken"},
                    null);
        } catch (ApiException e) {
            throw new IllegalStateException(e);
        }
        try (Response response = call.execute()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException(response.code() + " "
                        + Objects.requireNonNull(response.body()).string());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
