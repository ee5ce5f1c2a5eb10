package io.keelstream.e2e.input;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Git's smart HTTP for reading, with a user and a password per repository. Thread-safe. */
final class HttpGitServer implements AutoCloseable {

    private record Served(Path bare, String authorization) {}

    private final Map<String, Served> repositories = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    HttpGitServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }

    /** Serves a repository, or serves it to another user from now on; its URL. */
    String serve(String name, Path bare, String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        repositories.put(name, new Served(bare, "Basic " + Base64.getEncoder().encodeToString(credentials)));
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + ".git";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("\\.git/", 2);
        Served served = repositories.get(path[0].substring(1));
        Headers asked = exchange.getRequestHeaders();
        if (served == null || path.length < 2) {
            exchange.sendResponseHeaders(404, -1);
        } else if (!served.authorization().equals(asked.getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
            exchange.sendResponseHeaders(401, -1);
        } else {
            try (FileRepository repository = new FileRepository(served.bare().toFile())) {
                UploadPack upload = new UploadPack(repository);
                upload.setBiDirectionalPipe(false);
                if (asked.getFirst("Git-Protocol") != null) {
                    upload.setExtraParameters(
                            List.of(asked.getFirst("Git-Protocol").split(":", -1)));
                }
                serve(exchange, upload, path[1].equals("info/refs"));
            }
        }
    }

    private static void serve(HttpExchange exchange, UploadPack upload, boolean advertisement) throws IOException {
        String kind = advertisement ? "advertisement" : "result";
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-" + kind);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody();
                InputStream in = body(exchange)) {
            if (advertisement) {
                upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)), "git-upload-pack");
            } else {
                upload.upload(in, out, null);
            }
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }
}
