package io.keelstream.gitwatcher.fetch;

import io.keelstream.gitwatcher.git.HttpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy whose tunnels all lead to one server, whatever name is asked for. */
final class TestProxy implements AutoCloseable {

    /** First lines of what was asked. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int to;

    /** @param to the port of the server; 0 to refuse everything */
    TestProxy(int to) throws IOException {
        this.to = to;
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
            while (!line(client.getInputStream()).isEmpty()) {
                // the headers say nothing
            }
            boolean tunnel = first.startsWith("CONNECT ") && to != 0;
            client.getOutputStream()
                    .write(("HTTP/1.1 " + (tunnel ? "200 OK" : "403 Forbidden") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            if (tunnel) {
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
