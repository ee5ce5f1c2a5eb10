package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.network.HttpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy whose tunnels all lead to one server, whatever name is asked for; it wants to know who asks where a test says so. What is
 * asked without TLS it answers itself, with {@code plain}.
 */
final class TestProxy implements AutoCloseable {

    /** First lines of what was asked. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int to;
    private final String wanted;

    /** @param to the port of the server; 0 to refuse everything */
    TestProxy(int to) throws IOException {
        this(to, "");
    }

    /** @param wanted the only user and password, as a header has them; empty to let everybody through */
    TestProxy(int to, String wanted) throws IOException {
        this.to = to;
        this.wanted = wanted;
        Thread.ofVirtual().start(this::accept);
    }

    HttpProxy address() {
        return new HttpProxy("127.0.0.1", server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String first = line(client.getInputStream());
            asked.add(first);
            String who = "";
            for (String each = line(client.getInputStream()); !each.isEmpty(); each = line(client.getInputStream())) {
                who = each.startsWith("Proxy-Authorization: ") ? each.substring(each.indexOf(' ') + 1) : who;
            }
            boolean known = wanted.isEmpty() || who.equals(wanted);
            boolean tunnel = first.startsWith("CONNECT ");
            String status = !known ? "407 Proxy Authentication Required" : to == 0 ? "403 Forbidden" : "200 OK";
            String body = status.startsWith("200") && !tunnel ? "Content-Length: 5\r\n\r\nplain" : "\r\n";
            client.getOutputStream().write(("HTTP/1.1 " + status + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            if (tunnel && status.startsWith("200")) {
                try (Socket other = new Socket(InetAddress.getLoopbackAddress(), to)) {
                    Thread back = Thread.ofVirtual().start(() -> pipe(other, client));
                    pipe(client, other);
                    back.interrupt();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them hung up
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            line.append((char) read);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
