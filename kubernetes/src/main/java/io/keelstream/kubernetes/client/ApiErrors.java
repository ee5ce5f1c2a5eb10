package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the server or the way to it said into an {@link ApiError}. The only place that knows HTTP codes and the
 * wording of the API server. Stateless.
 */
final class ApiErrors {

    private static final int LONGEST_PLAIN_MESSAGE = 300;

    /** What the server reports as an internal error although it is about the object; it never heals by itself. */
    private static final List<String> PERMANENT_INTERNAL_ERRORS = List.of(
            "failed to create typed patch object",
            "field not declared in schema",
            "failed to convert new object",
            // Of two ports of a Service, one of which it had before.
            "duplicate nodePort",
            // What etcd does not take, and what its client does not send.
            "request is too large",
            "trying to send message larger than max");

    /** What the server says when it could not ask a webhook of admission or conversion. */
    private static final List<String> DEPENDENCIES = List.of("failed calling webhook", "conversion webhook for");

    /** After these words the server quotes what was sent, or what a webhook or a policy wrote, which may quote it. */
    private static final Pattern QUOTED_VALUE = Pattern.compile(
            "(Invalid value: |Unsupported value: |Duplicate value: |, got |cannot unmarshal |invalid character "
                    + "|denied (?:the )?request: |an error on the server \\(|failed to call webhook: expected |unable to parse ).*",
            Pattern.DOTALL);

    /** With this the server begins what does not fit the type of an object that is applied: it names the object again. */
    private static final Pattern TYPED_PATCH =
            Pattern.compile("failed to create typed patch object \\([^)]*\\): (?:errors:\n\\s*)?");

    private ApiErrors() {}

    /** Reads an answer that is not a success. */
    static ApiError of(ApiRequest request, ApiAnswer answer) {
        return ofStatus(request, answer.code(), tree(answer.body()), answer);
    }

    /** Reads a Status object that arrived inside a watch. */
    static ApiError ofWatchEvent(ApiRequest request, Map<String, @Nullable Object> status) {
        int code = status.get("code") instanceof Number number ? number.intValue() : 500;
        return ofStatus(request, code, status, new ApiAnswer(code, null, new byte[0]));
    }

    /** No answer arrived. */
    static ApiError unreachable(ApiRequest request, IOException cause) {
        String detail = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return unreachable(
                "could not " + request.description() + ": " + cause.getClass().getSimpleName() + detail);
    }

    /** No answer arrived, to this or to any other request. */
    static ApiError silent(ApiRequest request, Duration silence) {
        return unreachable(
                "could not " + request.description() + ": the API server has answered nothing for " + rounded(silence));
    }

    /** There is no server to be spoken to. */
    static ApiError unreachable(String message) {
        return new ApiError(ApiError.Kind.UNREACHABLE, 0, "", message, List.of(), null);
    }

    /** The server is slow, and has not answered while there was time. */
    static ApiError late(ApiRequest request, Duration waited) {
        return transientError("could not " + request.description() + " in time: the API server did not answer within "
                + rounded(waited));
    }

    /** Nothing was sent, and trying later is worth it. */
    static ApiError transientError(String message) {
        return new ApiError(ApiError.Kind.TRANSIENT, 0, "", message, List.of(), null);
    }

    /** Nothing was sent, because it could never succeed. */
    static ApiError permanent(String message) {
        return new ApiError(ApiError.Kind.PERMANENT, 0, "", message, List.of(), null);
    }

    /** Nothing was sent: an aggregated API that knows the kind does not answer. */
    static ApiError dependency(String message) {
        return new ApiError(ApiError.Kind.DEPENDENCY, 503, "ServiceUnavailable", message, List.of(), null);
    }

    static ApiError notFound(String message) {
        return new ApiError(ApiError.Kind.NOT_FOUND, 404, "NotFound", message, List.of(), null);
    }

    static ApiError notOwner(ApiRequest request) {
        String message = "did not " + request.description() + ": this process does not own the target any more";
        return new ApiError(ApiError.Kind.NOT_OWNER, 0, "", message, List.of(), null);
    }

    static ApiError closed(ApiRequest request) {
        String message = "did not " + request.description() + ": the client is closed";
        return new ApiError(ApiError.Kind.NOT_OWNER, 0, "", message, List.of(), null);
    }

    /** The answer as a tree, or an error when it is not a JSON object: then a proxy spoke, not the server. */
    static ApiResult<Manifest> read(ApiRequest request, ApiAnswer answer) {
        try {
            return new ApiResult.Ok<>(new Manifest(Json.readObject(answer.body())));
        } catch (JsonException notJson) {
            return new ApiResult.Failed<>(unreachable("the answer to " + request.description()
                    + " is not a JSON object; check for a proxy in front of the API server"));
        }
    }

    private static Map<String, @Nullable Object> tree(byte[] body) {
        try {
            return Json.readObject(body);
        } catch (JsonException notJson) {
            return Map.of();
        }
    }

    private static ApiError ofStatus(
            ApiRequest request, int code, Map<String, @Nullable Object> status, ApiAnswer answer) {
        String reason = text(status, "reason");
        String said = text(status, "message");
        if (said.isEmpty()) {
            said = code == 404
                    ? "the API server serves nothing at /" + request.target().path()
                    : plainText(answer, request.target().isSecret());
        }
        ApiError.Kind kind = fromProxy(answer) ? ApiError.Kind.UNREACHABLE : kind(code, reason, said);
        boolean secret = request.target().isSecret();
        Map<String, @Nullable Object> details = Manifest.map(status.get("details"));
        boolean foreign = secret && said.contains(" denied the request");
        List<ApiError.Cause> causes = (foreign ? List.of() : Manifest.list(details.get("causes")))
                .stream()
                        .map(Manifest::map)
                        .map(cause -> new ApiError.Cause(
                                text(cause, "reason"), text(cause, "field"), withheld(secret, text(cause, "message"))))
                        .toList();
        String message = withheld(secret, aboutFields(said));
        if (kind == ApiError.Kind.FORBIDDEN && !said.contains(" cannot ")) {
            message = message + " (needed: " + request.description() + ")";
        }
        return new ApiError(kind, code, reason, message, causes, retryAfter(answer, details));
    }

    /** What is said of the fields alone, as it is known without the server too; on one line. */
    private static String aboutFields(String said) {
        Matcher typed = TYPED_PATCH.matcher(said);
        return typed.lookingAt() ? said.substring(typed.end()).strip().replaceAll("\\s*\n\\s*", "; ") : said;
    }

    /** Whether a proxy speaks that does not reach the server. The server's own 502 and 504 are JSON; its 503 may be text. */
    private static boolean fromProxy(ApiAnswer answer) {
        String start = start(answer);
        return (answer.code() == 503 && start.startsWith("<"))
                || ((answer.code() == 502 || answer.code() == 504) && !start.startsWith("{"));
    }

    private static ApiError.Kind kind(int code, String reason, String message) {
        return switch (code) {
            case 403 -> admission(message) ? ApiError.Kind.PERMANENT : ApiError.Kind.FORBIDDEN;
            case 401 -> ApiError.Kind.FORBIDDEN;
            case 404 -> ApiError.Kind.NOT_FOUND;
            case 409 -> reason.equals("AlreadyExists") ? ApiError.Kind.ALREADY_EXISTS : ApiError.Kind.CONFLICT;
            case 410 -> ApiError.Kind.GONE;
            case 408, 429 -> ApiError.Kind.TRANSIENT;
            case 500 ->
                PERMANENT_INTERNAL_ERRORS.stream().anyMatch(message::contains)
                        ? ApiError.Kind.PERMANENT
                        : DEPENDENCIES.stream().anyMatch(message::contains)
                                ? ApiError.Kind.DEPENDENCY
                                : ApiError.Kind.TRANSIENT;
            default -> code > 500 ? ApiError.Kind.TRANSIENT : ApiError.Kind.PERMANENT;
        };
    }

    /** Whether a quota or a policy refused, and not the rights of the account: then no right would help. */
    private static boolean admission(String message) {
        boolean rights = message.contains(" cannot ") || message.contains("attempting to grant");
        return message.contains("denied the request") || (message.contains(" is forbidden: ") && !rights);
    }

    private static @Nullable Duration retryAfter(ApiAnswer answer, Map<String, @Nullable Object> details) {
        if (answer.retryAfter() != null) {
            return answer.retryAfter();
        }
        return details.get("retryAfterSeconds") instanceof Number seconds && seconds.longValue() > 0
                ? Duration.ofSeconds(seconds.longValue())
                : null;
    }

    /**
     * Drops everything from the first quoted value on: what follows cannot be distinguished from the value. The webhook's or
     * the policy's name stays.
     */
    private static String withheld(boolean secret, String message) {
        return secret ? QUOTED_VALUE.matcher(message).replaceFirst("$1" + ApiError.WITHHELD) : message;
    }

    /** A body that is not a Status: from a proxy, or from the server's outermost handlers. */
    private static String plainText(ApiAnswer answer, boolean secret) {
        String text = start(answer);
        if (secret || text.isEmpty() || text.startsWith("{") || text.startsWith("<")) {
            return "HTTP " + answer.code();
        }
        return text;
    }

    private static String start(ApiAnswer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        return text.substring(0, Math.min(text.length(), LONGEST_PLAIN_MESSAGE));
    }

    private static String rounded(Duration time) {
        return Math.max(1, time.plusMillis(500).toSeconds()) + " s";
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
