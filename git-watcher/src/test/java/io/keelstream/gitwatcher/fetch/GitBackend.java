package io.keelstream.gitwatcher.fetch;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a web server give the repositories below a folder as Git itself does: {@code git http-backend}. */
final class GitBackend {

    private final Path folder;

    GitBackend(PlainServer server, String prefix, Path folder) {
        this.folder = folder;
        server.answersBelow(prefix, exchange -> answer(exchange, prefix));
    }

    private void answer(HttpExchange exchange, String prefix) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", folder.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_0", "*");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath().substring(prefix.length()));
        environment.put("QUERY_STRING", given(exchange.getRequestURI().getQuery()));
        environment.put("CONTENT_TYPE", given(exchange.getRequestHeaders().getFirst("Content-Type")));
        environment.put(
                "HTTP_CONTENT_ENCODING", given(exchange.getRequestHeaders().getFirst("Content-Encoding")));
        environment.put("GIT_PROTOCOL", given(exchange.getRequestHeaders().getFirst("Git-Protocol")));
        Process git = builder.start();
        try (OutputStream in = git.getOutputStream()) {
            exchange.getRequestBody().transferTo(in);
        }
        try (InputStream out = new BufferedInputStream(git.getInputStream())) {
            int status = 200;
            for (String line = line(out); !line.isEmpty(); line = line(out)) {
                int colon = line.indexOf(':');
                String value = line.substring(colon + 1).strip();
                if (line.startsWith("Status:")) {
                    status = Integer.parseInt(value.substring(0, 3));
                } else {
                    exchange.getResponseHeaders().set(line.substring(0, colon), value);
                }
            }
            PlainServer.send(exchange, status, out.readAllBytes());
        }
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            line.append((char) read);
        }
        return line.toString().strip();
    }
}
