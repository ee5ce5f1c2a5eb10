package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.Manifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Requests to a real server and its answers, one a line: {@code [request, code, answer]}. Recorded once, replayed in every
 * build. The steps are the same as long as their generator is, so a request that was not recorded means that the generator
 * changed.
 */
final class Tape {

    /** Part of the names of recorded objects. */
    static final String RUN = "recorded";

    private static final String RESOURCE = "recorded.jsonl.gz";
    private static final Path SOURCE =
            Path.of("src/test/resources", Tape.class.getPackageName().replace('.', '/'), RESOURCE);

    private Tape() {}

    /** Answers what was recorded, in the same order. */
    static Server replaying() {
        Deque<String> lines = new ArrayDeque<>();
        try (InputStream stream = Objects.requireNonNull(Tape.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Replaying(lines);
    }

    /** Lets another server answer, and writes it down when it is closed. */
    static Server recording(Server real) {
        return new Recording(real, new ArrayDeque<>());
    }

    private static String request(String method, String path, String body) {
        return method + " " + path + " " + Integer.toHexString(body.hashCode());
    }

    private record Replaying(Deque<String> lines) implements Server {

        @Override
        public Answer send(String method, String path, String type, String body) {
            Manifest line = new Manifest(Json.readObject(lines.removeFirst()));
            String request = request(method, path, body);
            if (!request.equals(line.at("request"))) {
                throw new IllegalStateException("recorded is " + line.at("request") + ", asked is " + request
                        + ": the generator of steps changed, record anew (see ServerSideApplyDifferentialTests)");
            }
            return new Answer(
                    Math.toIntExact((Long) Objects.requireNonNull(line.at("code"))), Manifest.map(line.at("body")));
        }

        @Override
        public boolean isLive() {
            return false;
        }

        @Override
        public void close() {
            lines.clear();
        }
    }

    private record Recording(Server real, Deque<String> lines) implements Server {

        @Override
        public Answer send(String method, String path, String type, String body) {
            Answer answer = real.send(method, path, type, body);
            lines.add(Json.writeText(Trees.map(
                    "request", request(method, path, body), "code", (long) answer.code(), "body", answer.body())));
            return answer;
        }

        @Override
        public boolean isLive() {
            return false;
        }

        @Override
        public void close() {
            try {
                Files.createDirectories(SOURCE.getParent());
                try (Writer out = new java.io.OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(SOURCE)), StandardCharsets.UTF_8)) {
                    for (String line : lines) {
                        out.write(line + "\n");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
