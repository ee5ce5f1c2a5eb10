package io.keelstream.gitwatcher.fetch;

import com.sun.net.httpserver.HttpExchange;
import io.keelstream.kubernetes.digest.ObjectDigest;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a web server give files as a Git host with Git LFS does: the batch API, and basic transfers from any server. */
final class ServedLfs {

    private static final String JSON = "application/vnd.git-lfs+json";

    /** What was asked of the batch API. */
    final List<Map<String, @Nullable Object>> asked = new ArrayList<>();

    private final Map<String, Map<String, Object>> objects = new LinkedHashMap<>();

    /** @param path the repository's path, with {@code .git} */
    ServedLfs(PlainServer server, String path) {
        server.answers(path + "/info/lfs/objects/batch", this::batch);
    }

    /** Keeps a file at a server; its name. */
    String keeps(PlainServer at, String content) {
        return keeps(at, content, content, Map.of());
    }

    /** Keeps what is not the file, where a test says so, behind what the host says to tell. */
    String keeps(PlainServer at, String content, String given, Map<String, String> headers) {
        return keeps(at.url(), at, content, given, headers);
    }

    /** Keeps a file at a server that has another name. */
    String keepsAt(String url, PlainServer at, String content) {
        return keeps(url, at, content, content, Map.of());
    }

    private String keeps(String url, PlainServer at, String content, String given, Map<String, String> headers) {
        String oid = oid(content);
        at.gives("/lfs/" + oid, given);
        Map<String, Object> download = Map.of("href", url + "/lfs/" + oid, "header", headers);
        objects.put(oid, Map.of("actions", Map.of("download", download)));
        return oid;
    }

    static String oid(String content) {
        return ObjectDigest.sha256(content.getBytes(StandardCharsets.UTF_8)).substring("sha256:".length());
    }

    /** What Git commits in the place of a file. */
    static String pointer(String content) {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:" + oid(content) + "\nsize "
                + content.getBytes(StandardCharsets.UTF_8).length + "\n";
    }

    private void batch(HttpExchange exchange) throws IOException {
        Map<String, @Nullable Object> body =
                Json.readObject(exchange.getRequestBody().readAllBytes());
        boolean spoken = JSON.equals(exchange.getRequestHeaders().getFirst("Accept"))
                && JSON.equals(exchange.getRequestHeaders().getFirst("Content-Type"))
                && exchange.getRequestMethod().equals("POST");
        if (!spoken) {
            PlainServer.send(exchange, 422, new byte[0]);
            return;
        }
        asked.add(body);
        List<Map<String, Object>> answers = new ArrayList<>();
        for (Object each : Manifest.list(body.get("objects"))) {
            String oid = String.valueOf(Manifest.map(each).get("oid"));
            Map<String, Object> answer = new LinkedHashMap<>(objects.getOrDefault(
                    oid, Map.of("error", Map.of("code", 404, "message", "Object does not exist"))));
            answer.put("oid", oid);
            answer.put("size", Manifest.map(each).get("size"));
            answers.add(answer);
        }
        exchange.getResponseHeaders().set("Content-Type", JSON);
        PlainServer.send(exchange, 200, Json.write(Map.of("transfer", "basic", "objects", answers)));
    }
}
