package io.keelstream.e2e.cluster;

import io.keelstream.kubernetes.json.Json;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Writes the status of objects, as their controllers would. Thread-safe. */
public final class StatusWriter {

    private final ApiClient client;

    private StatusWriter(ApiClient client) {
        this.client = client;
    }

    /** A writer with the rights of the kubeconfig's user. */
    public static StatusWriter of(Path kubeconfig) throws IOException {
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(kubeconfig.toFile());
            return new StatusWriter(
                    ClientBuilder.kubeconfig(config, Duration.ofSeconds(20)).build());
        }
    }

    /**
     * Merges into the status of one object.
     *
     * @param path the object's URL path, e.g. {@code /apis/apps/v1/namespaces/shop/deployments/web}
     * @throws IOException where the server refuses; the message holds its answer
     */
    public void write(String path, Map<String, Object> status) throws IOException, ApiException {
        byte[] body = Json.write(Map.of("status", status));
        Map<String, String> headers =
                new HashMap<>(Map.of("Content-Type", "application/merge-patch+json", "Accept", "application/json"));
        List<Pair> manager = List.of(new Pair("fieldManager", "controller"));
        String[] bearer = {"BearerToken"};
        try (Response response = client.buildCall(
                                null,
                                path + "/status",
                                "PATCH",
                                manager,
                                List.of(),
                                body,
                                headers,
                                Map.of(),
                                Map.of(),
                                bearer,
                                null)
                        .execute();
                ResponseBody answer = response.body()) {
            if (!response.isSuccessful()) {
                throw new IOException(response.code() + " " + new String(answer.bytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
