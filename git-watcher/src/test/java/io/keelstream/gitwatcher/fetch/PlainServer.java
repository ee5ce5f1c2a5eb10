package io.keelstream.gitwatcher.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.keelstream.gitwatcher.network.AddressRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/** A web server of this machine that gives what a test says, also what no honest one would. */
final class PlainServer implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /** What was asked, and by whom: {@code GET /index.yaml Basic ...}. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Answer> folders = new ConcurrentHashMap<>();

    PlainServer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** One with TLS. */
    PlainServer(SSLContext context) throws IOException {
        this(withTls(context));
    }

    private static HttpServer withTls(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private PlainServer(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String who = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(path + (who == null ? "" : " " + who));
            try (exchange) {
                answer(path).to(exchange);
            }
        });
        server.start();
    }

    /** Its name in addresses. */
    String host() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://" + host();
    }

    /** As an installation lists it. */
    SourceHost listed() {
        return listed(new HostCredentials.None());
    }

    SourceHost listed(HostCredentials credentials) {
        return new SourceHost(host(), credentials, null, List.of(AddressRange.of("127.0.0.1")), true);
    }

    PlainServer gives(String path, byte[] content) {
        return answers(path, exchange -> send(exchange, 200, content));
    }

    PlainServer gives(String path, String content) {
        return gives(path, content.getBytes(StandardCharsets.UTF_8));
    }

    PlainServer redirects(String path, String location) {
        return answers(path, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            send(exchange, 302, new byte[0]);
        });
    }

    PlainServer answers(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** What it answers there. */
    Answer answer(String path) {
        return answers.getOrDefault(path, below(path));
    }

    /** Answers whatever is below a folder and has no answer of its own. */
    PlainServer answersBelow(String folder, Answer answer) {
        folders.put(folder + "/", answer);
        return this;
    }

    private Answer below(String path) {
        return folders.entrySet().stream()
                .filter(each -> path.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(PlainServer::absent);
    }

    static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content);
        }
    }

    private static void absent(HttpExchange exchange) throws IOException {
        send(exchange, 404, "no".getBytes(StandardCharsets.UTF_8));
    }

    /** A chart's archive as helm packs one: names and contents alternate. */
    static byte[] chart(String... files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream tar = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < files.length; i += 2) {
                entry(tar, files[i], files[i + 1].getBytes(StandardCharsets.UTF_8), '0');
            }
            tar.write(new byte[1_024]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** One entry of an archive, of any type. */
    static void entry(OutputStream tar, String name, byte[] content, char type) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, "%011o\0".formatted(content.length));
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        put(header, 148, "        ");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
