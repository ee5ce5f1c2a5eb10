package io.keelstream.e2e.cluster;

import io.keelstream.kubernetes.json.Json;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Writes the status and the scale of objects, as controllers and {@code kubectl scale} do. Thread-safe. */
public final class Subresources {

    private final ApiClient client;

    private Subresources(ApiClient client) {
        this.client = client;
    }

    /** Writes with the rights of the kubeconfig's user. */
    public static Subresources of(Path kubeconfig) {
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(kubeconfig.toFile());
            return new Subresources(
                    ClientBuilder.kubeconfig(config, Duration.ofSeconds(20)).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Merges into one object.
     *
     * @param path the subresource's URL path, e.g. {@code /apis/apps/v1/namespaces/shop/deployments/web/status}
     * @param manager the field manager in whose name
     * @param patch a JSON merge patch
     * @throws IllegalStateException where the server refuses; the message holds its answer
     */
    public void merge(String path, String manager, Map<String, Object> patch) {
        try (Response response = call(path, manager, Json.write(patch)).execute();
                ResponseBody answer = response.body()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException(
                        response.code() + " " + new String(answer.bytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Call call(String path, String manager, byte[] patch) {
        Map<String, String> headers =
                new HashMap<>(Map.of("Content-Type", "application/merge-patch+json", "Accept", "application/json"));
        String[] bearer = {"BearerToken"};
        try {
            return client.buildCall(
                    client.getBasePath(),
                    path,
                    "PATCH",
                    List.of(new Pair("fieldManager", manager)),
                    List.of(),
                    patch,
                    headers,
                    new HashMap<>(),
                    new HashMap<>(),
                    bearer,
                    null);
        } catch (ApiException e) {
            throw new IllegalStateException(e);
        }
    }
}
