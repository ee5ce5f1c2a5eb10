package io.keelstream.gitwatcher.credential;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.json.JsonException;
import io.keelstream.kubernetes.object.Manifest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a helper wrote: the {@code ExecCredential} of Kubernetes ({@code client.authentication.k8s.io}), with {@code username} and
 * {@code password} as an addition of ours; {@code status} may be left out around them. Pure.
 */
final class HelperAnswer {

    private HelperAnswer() {}

    /**
     * The credentials.
     *
     * @throws CredentialException that says what is missing, without a word of the answer
     */
    static Issued read(String answer) {
        Map<String, @Nullable Object> tree;
        try {
            tree = Json.readObject(answer);
        } catch (JsonException e) {
            throw new CredentialException("wrote something else than one JSON object to its standard output");
        }
        Map<String, @Nullable Object> status = tree.containsKey("status") ? Manifest.map(tree.get("status")) : tree;
        @Nullable Instant expires = expires(status.get("expirationTimestamp"));
        if (status.get("token") instanceof String token && !token.isEmpty()) {
            return new Issued("", token, expires);
        }
        if (status.get("username") instanceof String user
                && status.get("password") instanceof String password
                && !user.isEmpty()
                && !password.isEmpty()) {
            return new Issued(user, password, expires);
        }
        throw new CredentialException(
                status.containsKey("clientCertificateData")
                        ? "issued a certificate, which is not supported; let it issue 'token', or 'username' and 'password'"
                        : "issued neither 'token' nor 'username' and 'password' in 'status'");
    }

    private static @Nullable Instant expires(@Nullable Object written) {
        if (written == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(String.valueOf(written)).toInstant();
        } catch (DateTimeException e) {
            throw new CredentialException(
                    "issued an 'expirationTimestamp' that is not a time such as 2026-01-31T18:00:00Z");
        }
    }
}
