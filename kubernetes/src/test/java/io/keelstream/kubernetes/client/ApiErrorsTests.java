package io.keelstream.kubernetes.client;

import static io.keelstream.kubernetes.client.Documents.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiErrorsTests {

    private static final ApiRequest REQUEST = request("apps", "deployments");
    private static final ApiRequest SECRET = request("", "secrets");

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        400 | BadRequest         | admission webhook "a.b" does not support dry run   | PERMANENT
        401 | Unauthorized       | Unauthorized                                       | FORBIDDEN
        403 | Forbidden          | exceeded quota                                     | FORBIDDEN
        404 | NotFound           | namespaces "shop" not found                        | NOT_FOUND
        405 | MethodNotAllowed   | the server does not allow this method              | PERMANENT
        408 | Timeout            | the request timed out                              | TRANSIENT
        409 | AlreadyExists      | configmaps "a" already exists                      | ALREADY_EXISTS
        409 | Conflict           | Apply failed with 1 conflict                       | CONFLICT
        410 | Expired            | too old resource version                           | GONE
        413 | RequestEntityTooLarge | limit is 3145728                                | PERMANENT
        415 | UnsupportedMediaType  | the body was in an unknown format               | PERMANENT
        422 | Invalid            | spec.replicas: must not be negative                | PERMANENT
        429 | TooManyRequests    | too many requests                                  | TRANSIENT
        403 | Forbidden          | configmaps "a" is forbidden: exceeded quota: few, requested: count/configmaps=1 | PERMANENT
        403 | Forbidden          | pods "a" is forbidden: violates PodSecurity "restricted:latest" | PERMANENT
        403 | Forbidden          | configmaps "a" is forbidden: ValidatingAdmissionPolicy "p" with binding "b" denied request: no | PERMANENT
        403 | Forbidden          | admission webhook "a.b" denied the request: no     | PERMANENT
        403 | Forbidden          | configmaps "a" is forbidden: User "u" cannot patch resource "configmaps" in API group "" | FORBIDDEN
        403 | Forbidden          | roles.rbac.authorization.k8s.io "a" is forbidden: user "u" (groups=["g"]) is attempting to grant RBAC permissions not currently held | FORBIDDEN
        500 | InternalError      | Internal error occurred: failed calling webhook "a.b": failed to call webhook | DEPENDENCY
        500 | InternalError      | conversion webhook for a.example.com/v1, Kind=A failed: Post "https://a" | DEPENDENCY
        500 | ''                 | etcdserver: request is too large                   | PERMANENT
        500 | ''                 | rpc error: code = ResourceExhausted desc = trying to send message larger than max (3145729 vs. 2097152) | PERMANENT
        500 | ''                 | etcdserver: leader changed                         | TRANSIENT
        500 | ''                 | failed to create typed patch object (a): .x: field not declared in schema | PERMANENT
        500 | ''                 | failed to create typed patch object (a): .spec.ports: duplicate entries   | PERMANENT
        500 | ''                 | failed to convert new object (a) to proper version | PERMANENT
        503 | ServiceUnavailable | the server is currently unable to handle it        | TRANSIENT
        504 | Timeout            | timeout                                            | TRANSIENT
        """)
    void knowsWhatACallerCanDo(int code, String reason, String message, ApiError.Kind expected) {
        // When
        ApiError error = ApiErrors.of(REQUEST, answer(code, status(code, reason, message.replace("\"", "\\\""))));

        // Then
        assertThat(error.kind()).isEqualTo(expected);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).startsWith(message.replace("failed to create typed patch object (a): ", ""));
    }

    @Test
    void namesTheManagersOfAConflict() {
        // Given
        String body = """
            {"kind":"Status","code":409,"reason":"Conflict","message":"Apply failed with 1 conflict",
             "details":{"causes":[{"reason":"FieldManagerConflict","field":".spec.replicas",
             "message":"conflict with \\"kubectl\\""}]}}\
            """;

        // When
        ApiError error = ApiErrors.of(REQUEST, answer(409, body));

        // Then
        assertThat(error.causes())
                .containsExactly(
                        new ApiError.Cause("FieldManagerConflict", ".spec.replicas", "conflict with \"kubectl\""));
    }

    @Test
    void namesVerbAndResourceThatARefusalLeavesOut() {
        // When
        ApiError error = ApiErrors.of(REQUEST, answer(401, status(401, "Unauthorized", "Unauthorized")));

        // Then
        assertThat(error.message())
                .isEqualTo("Unauthorized (needed: patch deployments.apps \"web\" in namespace \"shop\")");
    }

    @Test
    void leavesARefusalThatNamesThemAsItIs() {
        // Given
        String said = "deployments.apps is forbidden: User \\\"a\\\" cannot patch resource \\\"deployments\\\"";

        // When
        ApiError error = ApiErrors.of(REQUEST, answer(403, status(403, "Forbidden", said)));

        // Then
        assertThat(error.message()).endsWith("cannot patch resource \"deployments\"");
    }

    @Test
    void saysOfAPatchThatDoesNotFitItsTypeWhatIsKnownOfItWithoutTheServer() {
        // Given
        String head = "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): ";

        // When
        ApiError one = ApiErrors.of(REQUEST, answer(500, status(500, "", head + ".spec.x: expected string, got bool")));
        ApiError two =
                ApiErrors.of(REQUEST, answer(500, status(500, "", head + "errors:\\n  .spec.x: a\\n  .spec.y: b (c)")));

        // Then
        assertThat(one.kind()).isEqualTo(ApiError.Kind.PERMANENT);
        assertThat(one.message()).isEqualTo(".spec.x: expected string, got bool");
        assertThat(two.message()).isEqualTo(".spec.x: a; .spec.y: b (c)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Secret "a" is invalid: data[x]: Invalid value: "hunter2": a valid key is needed
        failed to create typed patch object (shop/a; /v1, Kind=Secret): .stringData.x: expected string, got &{hunter2}
        Secret "a" is invalid: data[x]: Duplicate value: "hunter2"
        Secret in version "v1" cannot be handled as a Secret: invalid character 'h' after hunter2
        Internal error occurred: failed calling webhook "a.b": an error on the server ("hunter2 is short") has prevented it
        Internal error occurred: failed calling webhook "a.b": failed to call webhook: expected x, but hunter2
        json: cannot unmarshal hunter2 into Go struct field Secret.data
        admission webhook "a.b" denied the request: hunter2 is too short
        secrets "a" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: hunter2 is too short
        """)
    void withholdsWhatAServerQuotesFromASecret(String message) {
        // When
        String escaped = message.replace("\"", "\\\"");
        ApiError error = ApiErrors.of(SECRET, answer(422, status(422, "Invalid", escaped)));

        // Then
        assertThat(error.message()).doesNotContain("hunter2").endsWith("(withheld)");
        assertThat(error.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Internal error occurred: failed calling webhook "a.b": failed to call webhook: Post "https://10.0.0.1:9": connection refused
        secrets "a" is forbidden: exceeded quota: few, requested: secrets=1, used: secrets=0, limited: secrets=0
        Secret "a" is invalid: data: Too long: may not be more than 1048576 bytes
        """)
    void repeatsWhatAServerSaysAroundASecret(String message) {
        // When
        ApiError error = ApiErrors.of(SECRET, answer(422, status(422, "Invalid", message.replace("\"", "\\\""))));

        // Then
        assertThat(error.message()).isEqualTo(message);
    }

    @Test
    void namesThePolicyThatRefusesASecretAndNotItsWords() {
        // Given
        String said =
                "secrets \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: hunter2";
        String body = """
            {"kind":"Status","code":422,"reason":"Invalid","message":"%1$s","details":{"causes":[{"message":"%1$s"}]}}
            """.formatted(said.replace("\"", "\\\""));

        // When
        ApiError error = ApiErrors.of(SECRET, answer(422, body));

        // Then
        assertThat(error.message()).contains("'p' with binding 'b'");
        assertThat(error.toString()).doesNotContain("hunter2");
    }

    @Test
    void takesNoCausesOfAWebhookThatRefusesASecret() {
        // Given: a webhook writes the causes as it likes
        String body = """
            {"kind":"Status","code":400,"message":"admission webhook \\"a.b\\" denied the request without explanation",
             "details":{"causes":[{"message":"hunter2","field":"hunter2"}]}}
            """;

        // When
        ApiError error = ApiErrors.of(SECRET, answer(400, body));

        // Then
        assertThat(error.message()).contains("\"a.b\"");
        assertThat(error.toString()).doesNotContain("hunter2");
    }

    @Test
    void quotesNoProxyOnASecret() {
        assertThat(ApiErrors.of(SECRET, answer(400, "bad request: hunter2")).message())
                .isEqualTo("HTTP 400");
    }

    @Test
    void readsTheWishToWaitFromTheBodyWhereNoHeaderHoldsIt() {
        // Given
        String body = "{\"kind\":\"Status\",\"code\":429,\"details\":{\"retryAfterSeconds\":7}}";

        // When
        ApiError error = ApiErrors.of(REQUEST, answer(429, body));

        // Then
        assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void quotesAnAnswerThatIsNoStatus() {
        assertThat(ApiErrors.of(REQUEST, answer(404, "404 page not found\n")).message())
                .isEqualTo("the API server serves nothing at /path");
        assertThat(ApiErrors.of(REQUEST, answer(502, "<html>Bad gateway</html>"))
                        .message())
                .isEqualTo("HTTP 502");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        502 | <html>Bad gateway</html>                | UNREACHABLE
        504 | upstream request timeout                | UNREACHABLE
        503 | <html>Service unavailable</html>        | UNREACHABLE
        503 | service unavailable                     | TRANSIENT
        429 | Too many requests, please try again     | TRANSIENT
        """)
    void distinguishesTheServerFromAProxyThatDoesNotReachIt(int code, String body, ApiError.Kind expected) {
        assertThat(ApiErrors.of(REQUEST, answer(code, body)).kind()).isEqualTo(expected);
    }

    private static ApiAnswer answer(int code, String body) {
        return new ApiAnswer(code, null, body.getBytes(StandardCharsets.UTF_8));
    }

    private static ApiRequest request(String group, String resource) {
        ApiRequest.Target target = new ApiRequest.Target("path", group, resource, "shop", "web");
        return new ApiRequest(Verb.APPLY, target, Map.of(), ApiRequest.JSON, null, false);
    }
}
