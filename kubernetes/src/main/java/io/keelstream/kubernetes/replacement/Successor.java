package io.keelstream.kubernetes.replacement;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The object that is created where another one is deleted first. Whether the server takes it is known before: it admits and
 * validates a dry-run creation completely, and only then finds that the name is taken. An update that is refused although the
 * creation would pass is refused for what changes, not for what the object says: that is what an immutable field is, whatever
 * words the server has for it. Pure.
 */
public final class Successor {

    private static final String NONE = "None";

    private Successor() {}

    /**
     * The object for the dry-run creation: without what only the old object has as long as it is there, the addresses and
     * ports of a Service.
     *
     * @param body the new object
     * @param live the old one
     */
    public static Manifest trial(Manifest body, Manifest live) {
        if (!body.groupKind().toString().equals("Service")) {
            return body;
        }
        Manifest trial = body.copy();
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(trial.spec());
        Object address = live.spec().get("clusterIP");
        if (address != null && !NONE.equals(address) && address.equals(spec.get("clusterIP"))) {
            spec.remove("clusterIP");
            spec.remove("clusterIPs");
        }
        spec.computeIfPresent(
                "healthCheckNodePort", (name, port) -> port.equals(live.spec().get(name)) ? null : port);
        Set<@Nullable Object> held = Manifest.list(live.spec().get("ports")).stream()
                .map(each -> Manifest.map(each).get("nodePort"))
                .collect(Collectors.toSet());
        for (Object each : Manifest.list(spec.get("ports"))) {
            Map<String, @Nullable Object> port = Manifest.map(each);
            if (port.get("nodePort") != null && held.contains(port.get("nodePort"))) {
                port.remove("nodePort");
            }
        }
        trial.tree().put("spec", spec);
        return trial;
    }

    /**
     * What the server has against the new object; null when nothing. What the old object uses of a quota does not count: it
     * goes first.
     *
     * @param answer to the dry-run creation under the name of the old object
     */
    public static @Nullable ApiError objection(ApiResult<Manifest> answer) {
        return switch (answer) {
            case ApiResult.Ok<Manifest> created -> null;
            case ApiResult.Failed<Manifest>(ApiError error) -> taken(error) ? null : error;
        };
    }

    private static boolean taken(ApiError error) {
        return switch (error.kind()) {
            case ALREADY_EXISTS -> true;
            case FORBIDDEN, PERMANENT -> error.message().contains("exceeded quota");
            case NOT_FOUND, CONFLICT, GONE, UNREACHABLE, TRANSIENT, DEPENDENCY, NOT_OWNER -> false;
        };
    }

    /**
     * Whether an update was refused by the validation of fields, so that it is worth asking for a creation. A policy or a
     * webhook that refuses says no field errors; its refusal is not got around.
     */
    public static boolean worthAsking(ApiError error) {
        List<ApiError.Cause> causes = error.causes();
        return error.kind() == ApiError.Kind.PERMANENT
                && error.code() == 422
                && !causes.isEmpty()
                && causes.stream().allMatch(cause -> cause.reason().startsWith("FieldValue"));
    }
}
