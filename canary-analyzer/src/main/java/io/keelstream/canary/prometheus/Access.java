package io.keelstream.canary.prometheus;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a source is asked: credentials, further headers, and trust. Files are read for every request, so what is rotated counts at
 * once. No secret is part of a message. Immutable.
 *
 * @param credentials who asks
 * @param headers name to value; {@code X-Scope-OrgID} is the tenant of Mimir, Cortex and Loki
 * @param headerFiles name to the file with its value
 * @param tls what is trusted and shown in a handshake, asked for before each connection; null for the JVM's own
 */
public record Access(
        Credentials credentials,
        Map<String, String> headers,
        Map<String, Path> headerFiles,
        @Nullable Supplier<SSLContext> tls) {

    /** Who asks. */
    public sealed interface Credentials {

        /** Without credentials. */
        record None() implements Credentials {}

        /** Whoever has a token. */
        record Bearer(Path tokenFile) implements Credentials {}

        /** A user with a password. */
        record Basic(String user, Path passwordFile) implements Credentials {}
    }

    public Access {
        headers = Map.copyOf(headers);
        headerFiles = Map.copyOf(headerFiles);
    }

    /** Without credentials, headers and trust of its own. */
    public static Access open() {
        return new Access(new Credentials.None(), Map.of(), Map.of(), null);
    }

    /**
     * Adds everything to a request.
     *
     * @throws IOException when a file cannot be read; its message is the file
     */
    void apply(HttpRequest.Builder request) throws IOException {
        headers.forEach(request::header);
        for (Map.Entry<String, Path> header : headerFiles.entrySet()) {
            request.header(header.getKey(), read(header.getValue()));
        }
        switch (credentials) {
            case Credentials.None _ -> {}
            case Credentials.Bearer(Path file) -> request.header("Authorization", "Bearer " + read(file));
            case Credentials.Basic(String user, Path file) -> {
                byte[] pair = (user + ":" + read(file)).getBytes(StandardCharsets.UTF_8);
                request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            }
        }
    }

    /** What to check when the source does not accept the credentials. */
    String remedy() {
        return switch (credentials) {
            case Credentials.None _ -> "it asks for credentials: set bearer-token-file, or user and password-file";
            case Credentials.Bearer(Path file) -> "it does not accept the bearer token in " + file;
            case Credentials.Basic(String user, Path file) ->
                "it does not accept user '" + user + "' with the password in " + file;
        };
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new IOException(file.toString(), unreadable);
        }
    }
}
