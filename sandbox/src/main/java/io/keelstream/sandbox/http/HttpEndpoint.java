package io.keelstream.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keelstream.sandbox.access.Rights;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.SkewedClock;
import io.keelstream.sandbox.operation.Deletion;
import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.output.Forms;
import io.keelstream.sandbox.status.Status;
import io.keelstream.sandbox.status.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on 127.0.0.1. Every request has a virtual thread of its own. It can go away and come back on the same port.
 * Whoever has not the token gets 401, so that no other user and no web page on this machine can talk to it. Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

    static {
        // Read once by the JDK's server. Without the first, small answers wait 40 ms for the client's acknowledgement;
        // the others keep idle connections of clients' pools open.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
        System.setProperty("sun.net.httpserver.idleInterval", "600");
    }

    private final Router router;
    private final Watching watching;
    private final Faults faults;
    private final String token;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable HttpServer server;
    private InetSocketAddress address;

    /**
     * Opens the port; nothing is served before this returns.
     *
     * @param port number, 0 for a free one
     * @param clock the clock that faults may make go wrong
     * @param token what every request must carry, as a bearer token or in front of its path
     */
    public HttpEndpoint(int port, String token, Objects objects, Forms forms, SkewedClock clock) {
        this.token = token;
        this.watching = new Watching(objects, forms);
        this.faults = new Faults(new OpenWatches(objects, watching), clock);
        Scaling scaling = new Scaling(objects);
        Router.Parts parts = new Router.Parts(
                new Reading(objects, forms),
                watching,
                new Writing(objects, new Deletion(objects), forms, scaling),
                scaling);
        this.router = new Router(objects.catalog(), parts, faults, "/" + token);
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        open();
    }

    private record OpenWatches(Objects objects, Watching watching) implements Faults.Watches {

        @Override
        public void drop() {
            watching.drop();
        }

        @Override
        public void silence(boolean silent) {
            watching.silence(silent);
        }

        @Override
        public void forgetHistory() {
            objects.store().forgetHistory();
        }
    }

    public int port() {
        return address.getPort();
    }

    public Faults faults() {
        return faults;
    }

    public Rights rights() {
        return router.rights();
    }

    public Map<String, Long> counts() {
        return router.counts();
    }

    /** Opens the port (again); does nothing when it is open. */
    public synchronized void open() {
        if (server != null) {
            return;
        }
        try {
            HttpServer opened = HttpServer.create(address, 1024);
            opened.setExecutor(executor);
            opened.createContext("/", this::handle);
            opened.start();
            server = opened;
            address = opened.getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Ends all connections and closes the port. */
    public synchronized void shut() {
        HttpServer open = server;
        if (open != null) {
            server = null;
            watching.drop();
            open.stop(0);
        }
    }

    @Override
    public void close() {
        shut();
        executor.shutdownNow();
    }

    private void handle(HttpExchange raw) {
        Exchange exchange = new Exchange(raw);
        try {
            if (isAllowed(exchange)) {
                serve(exchange);
            } else {
                exchange.refuse(Status.unauthorized());
            }
        } catch (IOException e) {
            // The client went away; the answer is not needed.
            raw.close();
        }
    }

    /**
     * The token is in a header, or in front of the path: kubectl sends no credentials over plain HTTP, but keeps the
     * path of the server's address. Clients that follow an address from the OpenAPI index may put it there twice.
     */
    private boolean isAllowed(Exchange exchange) {
        boolean allowed = same(exchange.header("Authorization"), "Bearer " + token);
        while (exchange.segments().size() > 1 && same(exchange.segments().getFirst(), token)) {
            exchange.dropFirstSegment();
            allowed = true;
        }
        return allowed;
    }

    private static boolean same(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private void serve(Exchange exchange) throws IOException {
        try {
            router.serve(exchange);
        } catch (StatusException refusal) {
            exchange.refuse(refusal);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("path", exchange.path()).setCause(e).log("The sandbox failed to serve a request");
            exchange.refuse(Status.internal(String.valueOf(e)));
        }
    }
}
