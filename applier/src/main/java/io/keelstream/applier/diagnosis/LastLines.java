package io.keelstream.applier.diagnosis;

import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ClusterClient;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of the container that failed, without the values of the Secrets that its pod has. Where one of these
 * Secrets cannot be read, nobody knows what to leave out, and the lines are withheld.
 */
final class LastLines {

    private static final int LINES = 20;

    /** Of so many bytes the text is made, which is shorter. */
    private static final int BYTES = 64 * 1024;

    private final ClusterClient client;

    LastLines(ClusterClient client) {
        this.client = client;
    }

    /** The lines of the first container that failed; empty without one, or where its log cannot be read. */
    String of(List<Manifest> pods) {
        for (Manifest pod : pods) {
            String container = failed(pod);
            if (container != null) {
                return switch (client.log(pod, container, LINES, BYTES)) {
                    case ApiResult.Ok<String>(String log) when !log.isBlank() -> text(pod, container, log);
                    case ApiResult.Ok<String> _, ApiResult.Failed<String> _ -> "";
                };
            }
        }
        return "";
    }

    private String text(Manifest pod, String container, String log) {
        List<String> values = new ArrayList<>();
        for (String name : PodSecrets.of(pod)) {
            ObjectReference secret = new ObjectReference("", "Secret", pod.namespace(), name);
            if (!(client.get(secret) instanceof ApiResult.Ok<Manifest>(Manifest found))) {
                return "; the log of " + container + " is withheld, because Secret " + secret.namespace() + "/" + name
                        + ", whose values it may have, cannot be read";
            }
            Manifest.map(found.tree().get("data")).values().forEach(value -> values.addAll(written(value)));
        }
        return "; " + container + " wrote last: " + new MaskedLines(values).of(log);
    }

    /** A value as it is, and as the API writes it. */
    private static List<String> written(@Nullable Object value) {
        if (!(value instanceof String encoded)) {
            return List.of();
        }
        try {
            return List.of(encoded, new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return List.of(encoded);
        }
    }

    private static @Nullable String failed(Manifest pod) {
        for (String part : List.of("initContainerStatuses", "containerStatuses")) {
            for (Object each : Manifest.list(pod.status().get(part))) {
                Map<String, @Nullable Object> status = Manifest.map(each);
                for (String state : List.of("state", "lastState")) {
                    Map<String, @Nullable Object> ended =
                            Manifest.map(Manifest.map(status.get(state)).get("terminated"));
                    if (ended.get("exitCode") instanceof Number code && code.intValue() != 0) {
                        return String.valueOf(status.get("name"));
                    }
                }
            }
        }
        return null;
    }
}
