package io.keelstream.standalone.http;

import io.keelstream.contracts.text.Printable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Liveness, readiness and metrics over HTTP on loopback, for users and probes. One request per connection, which ends ten
 * seconds after it began at the latest, whatever the client does: the JDK's server waits for a first byte, for the rest of
 * a request, and for a client to read as long as it takes, and its limits are the whole process's. Thread-safe.
 */
public final class LocalHttp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalHttp.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Map<String, Supplier<Answer>> answers;
    private final Duration limit;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * Starts to serve.
     *
     * @param port port on 127.0.0.1; 0 for a free one
     * @param notLive why the process cannot do its work any more; empty when it can
     * @param notReady why it does not work yet; empty when it does
     * @param metrics all metrics in Prometheus' text form
     */
    public LocalHttp(
            int port, Supplier<List<String>> notLive, Supplier<List<String>> notReady, Supplier<String> metrics)
            throws IOException {
        this(
                port,
                LIMIT,
                Map.of(
                        "/livez", () -> probe(notLive.get()),
                        "/readyz", () -> probe(notReady.get()),
                        "/metrics", () -> new Answer(200, metrics.get())));
    }

    LocalHttp(int port, Duration limit, Map<String, Supplier<Answer>> answers) throws IOException {
        this.answers = Map.copyOf(answers);
        this.limit = limit;
        this.server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        Thread.ofVirtual().name("http").start(this::accept);
    }

    /** The base URL. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() {
        quietly(server);
        open.forEach(LocalHttp::quietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().name("http-client").start(() -> serve(client));
            } catch (Throwable e) {
                if (!server.isClosed()) {
                    LOG.atWarn().setCause(e).log("A connection was not accepted");
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private void serve(Socket client) {
        Thread watch = Thread.ofVirtual().name("http-limit").start(() -> endAtLimit(client));
        try (client) {
            new Conversation(client).hold(this::answer);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A client went away");
        } catch (Throwable e) {
            LOG.atWarn().setCause(e).log("A request could not be answered");
        } finally {
            open.remove(client);
            watch.interrupt();
        }
    }

    private void endAtLimit(Socket client) {
        try {
            Thread.sleep(limit);
            quietly(client);
        } catch (InterruptedException e) {
            // the connection has ended
        }
    }

    private Answer answer(String method, String path) {
        Supplier<Answer> found = answers.get(path);
        if (found == null) {
            return new Answer(404, "serves /livez, /readyz and /metrics\n");
        }
        return Set.of("GET", "HEAD").contains(method) ? found.get() : new Answer(405, "takes GET and HEAD\n");
    }

    private static Answer probe(List<String> problems) {
        return problems.isEmpty()
                ? new Answer(200, "ok\n")
                : new Answer(503, Printable.lines(String.join("\n", problems)) + "\n");
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOG.atDebug().setCause(e).log("A socket did not close");
        }
    }
}
