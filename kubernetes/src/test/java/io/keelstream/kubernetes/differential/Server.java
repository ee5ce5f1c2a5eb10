package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kube-apiserver as the differential tests talk to it, or what one once answered. */
interface Server extends AutoCloseable {

    /** One answer. */
    record Answer(int code, Map<String, @Nullable Object> body) {
        boolean ok() {
            return code < 300;
        }

        Manifest object() {
            return new Manifest(body);
        }

        String message() {
            return code + " " + body.get("message");
        }
    }

    /**
     * Sends a request.
     *
     * @param type media type of the body
     * @param body JSON; empty for none
     */
    Answer send(String method, String path, String type, String body);

    /** Whether the server answers for the first time, so that requests may be repeated until it is ready. */
    boolean isLive();

    default Answer get(String path) {
        return send("GET", path, "application/json", "");
    }

    default Answer post(String path, Map<String, @Nullable Object> body) {
        return send("POST", path, "application/json", Json.writeText(body));
    }

    default Answer put(String path, Map<String, @Nullable Object> body) {
        return send("PUT", path, "application/json", Json.writeText(body));
    }

    default Answer apply(String path, Map<String, @Nullable Object> body) {
        return send("PATCH", path, "application/apply-patch+yaml", Json.writeText(body));
    }

    @Override
    void close();
}
