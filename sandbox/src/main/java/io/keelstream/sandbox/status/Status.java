package io.keelstream.sandbox.status;

import io.keelstream.sandbox.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as clients see it.
 *
 * @param code HTTP status
 * @param reason machine-readable, e.g. {@code NotFound}
 * @param message for people
 * @param details {@code name, group, kind, uid, causes}; null where there are none, which is not the same as empty ones
 * @param retryAfter when trying again makes sense; null when unsaid
 */
public record Status(
        int code,
        String reason,
        String message,
        @Nullable Map<String, @Nullable Object> details,
        @Nullable Duration retryAfter) {

    /** The body of the answer. */
    public Map<String, @Nullable Object> tree() {
        return Tree.of(
                "kind",
                "Status",
                "apiVersion",
                "v1",
                "metadata",
                Tree.of(),
                "status",
                "Failure",
                "message",
                message,
                "reason",
                reason.isEmpty() ? null : reason,
                "details",
                details,
                "code",
                code);
    }

    public StatusException exception() {
        return new StatusException(this);
    }

    private static Status of(int code, String reason, String message, @Nullable Map<String, @Nullable Object> details) {
        return new Status(code, reason, message, details, null);
    }

    /** An object that does not exist; {@code plural} and {@code group} name the resource. */
    public static StatusException notFound(String plural, String group, String name) {
        return of(
                        404,
                        "NotFound",
                        qualified(plural, group) + " \"" + name + "\" not found",
                        details(name, group, plural))
                .exception();
    }

    /** Something that does not exist, in own words. */
    public static StatusException notFoundBecause(String message) {
        return of(404, "NotFound", message, Tree.of()).exception();
    }

    /** A resource type that is not served. */
    public static StatusException notServed() {
        return of(404, "NotFound", "the server could not find the requested resource", Tree.of())
                .exception();
    }

    public static StatusException alreadyExists(String plural, String group, String name) {
        String message = qualified(plural, group) + " \"" + name + "\" already exists";
        return of(409, "AlreadyExists", message, details(name, group, plural)).exception();
    }

    /** A 409 of whatever cause. */
    public static StatusException conflict(String plural, String group, String name, String why) {
        String message = "Operation cannot be fulfilled on " + qualified(plural, group) + " \"" + name + "\": " + why;
        return of(409, "Conflict", message, details(name, group, plural)).exception();
    }

    /** The object changed since the client read it. */
    public static StatusException modified(String plural, String group, String name) {
        return conflict(
                plural,
                group,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** A server-side apply that would change fields of other managers. */
    public static StatusException applyConflict(String message, List<FieldError> causes) {
        return of(409, "Conflict", message, Tree.of("causes", causes(causes))).exception();
    }

    /** An object that breaks the rules of its kind. */
    public static StatusException invalid(String kind, String group, String name, List<FieldError> errors) {
        List<String> texts = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .distinct()
                .toList();
        String all = texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
        Map<String, @Nullable Object> details = details(name, group, kind);
        details.put("causes", causes(errors));
        String message = qualified(kind, group) + " \"" + name + "\" is invalid: " + all;
        return of(422, "Invalid", message, details).exception();
    }

    /** A request whose parameters break their rules; {@code options} is the kind that they make up. */
    public static StatusException invalidOptions(String options, FieldError error) {
        return invalid(options, "meta.k8s.io", "", List.of(error));
    }

    /** A position in the future. */
    public static StatusException tooNew(long version, long current) {
        Map<String, @Nullable Object> cause =
                Tree.of("reason", "ResourceVersionTooLarge", "message", "Too large resource version");
        return of(
                        504,
                        "Timeout",
                        "Timeout: Too large resource version: " + version + ", current: " + current,
                        Tree.of("causes", List.of(cause), "retryAfterSeconds", 1))
                .exception();
    }

    public static StatusException badRequest(String message) {
        return new Status(400, "BadRequest", message, null, null).exception();
    }

    /** What admission does not let through. */
    public static StatusException forbidden(String plural, String group, String name, String why) {
        String message = qualified(plural, group) + " \"" + name + "\" is forbidden: " + why;
        return of(403, "Forbidden", message, details(name, group, plural)).exception();
    }

    /** The same, with a cause that says that the namespace is on its way out. */
    public static StatusException terminating(String plural, String group, String name, FieldError cause, String why) {
        Map<String, @Nullable Object> details = details(name, group, plural);
        details.put("causes", causes(List.of(cause)));
        String message = qualified(plural, group) + " \"" + name + "\" is forbidden: " + why;
        return of(403, "Forbidden", message, details).exception();
    }

    public static StatusException unauthorized() {
        return of(401, "Unauthorized", "Unauthorized", null).exception();
    }

    public static StatusException methodNotAllowed() {
        return of(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", Tree.of())
                .exception();
    }

    public static StatusException unsupportedMediaType(String message) {
        return of(415, "UnsupportedMediaType", message, null).exception();
    }

    /** A patch of a kind that the resource does not take. */
    public static StatusException unsupportedPatch(String message) {
        return of(415, "UnsupportedMediaType", message, Tree.of()).exception();
    }

    public static StatusException notAcceptable() {
        String message = "only the following media types are accepted: application/json";
        return of(406, "NotAcceptable", message, Tree.of()).exception();
    }

    /** A position of a list or watch that is no longer known. */
    public static StatusException expired(String message) {
        return of(410, "Expired", message, null).exception();
    }

    public static StatusException internal(String message) {
        return of(500, "InternalError", "Internal error occurred: " + message, null)
                .exception();
    }

    /** The 500 with which the real server answers an apply that its schema does not know. */
    public static StatusException undeclared(String message) {
        return of(500, "", message, null).exception();
    }

    private static Map<String, @Nullable Object> details(String name, String group, String kind) {
        return Tree.of("name", name.isEmpty() ? null : name, "group", group.isEmpty() ? null : group, "kind", kind);
    }

    private static List<Map<String, @Nullable Object>> causes(List<FieldError> errors) {
        return errors.stream()
                .map(error -> Tree.of("reason", error.reason(), "message", error.message(), "field", error.field()))
                .toList();
    }

    private static String qualified(String name, String group) {
        return group.isEmpty() ? name : name + "." + group;
    }
}
