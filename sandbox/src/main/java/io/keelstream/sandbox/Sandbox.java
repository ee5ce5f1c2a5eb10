package io.keelstream.sandbox;

import com.sun.net.httpserver.HttpServer;
import io.keelstream.sandbox.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A running sandbox: a Kubernetes API on 127.0.0.1 for as long as it is not closed. Thread-safe. Several can run in one
 * JVM; they share nothing.
 */
public final class Sandbox implements AutoCloseable {

    private final HttpServer server;
    private final String token = "sandbox";
    private final Faults faults = new Faults(new Faults.Watches() {
        @Override
        public void drop() {}

        @Override
        public void silence(boolean silent) {}

        @Override
        public void forgetHistory() {}
    });

    private Sandbox(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts a sandbox; when this returns, it serves.
     *
     * @throws UncheckedIOException where the port is taken or the state file cannot be read
     */
    public static Sandbox start(SandboxOptions options) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 0);
            server.start();
            return new Sandbox(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, e.g. {@code http://127.0.0.1:34567}. The same after {@link #pause} and {@link #resume}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The bearer token that every request must carry. */
    public String token() {
        return token;
    }

    /** Writes a kubeconfig (mode 0600 where the file system knows modes) and returns the file. */
    public Path writeKubeconfig(Path file) {
        try {
            return Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Requests that clients sent since the start, by "verb group/resource" (core resources without a group), e.g.
     * {@code apply apps/deployments}, {@code list configmaps}; dry runs are counted apart as {@code apply apps/deployments dry-run}.
     */
    public Map<String, Long> requestCounts() {
        return Map.of();
    }

    /** What can be made to go wrong. */
    public Faults faults() {
        return faults;
    }

    /** The API goes away: connections end, new ones are refused; the objects stay, and controllers go on. */
    public void pause() {}

    /** The API is back on the same port. */
    public void resume() {}

    /** Ends everything; the state file then holds every object. */
    @Override
    public void close() {
        server.stop(0);
    }
}
