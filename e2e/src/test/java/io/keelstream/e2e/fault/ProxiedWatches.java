package io.keelstream.e2e.fault;

import io.keelstream.sandbox.fault.Faults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches that go through the proxy: they can be ended, made silent, and answered that they come too late. Thread-safe. */
final class ProxiedWatches implements Faults.Watches {

    private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile Set<String> forgotten = Set.of();

    /** Takes one line. */
    @FunctionalInterface
    interface Lines {
        void line(byte[] line) throws IOException;
    }

    /** Hands lines on until one of the two sides ends. */
    void pump(InputStream from, Lines to) throws IOException {
        open.add(from);
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = from.read(); next >= 0; next = from.read()) {
                line.write(next);
                if (next == '\n') {
                    if (!silent) {
                        to.line(line.toByteArray());
                    }
                    line.reset();
                }
            }
        } finally {
            open.remove(from);
        }
    }

    /** Whether the watch goes on from a version that was in use before the history was forgotten. */
    boolean isForgotten(URI path) {
        String version = version(path);
        seen.add(version);
        return forgotten.contains(version);
    }

    private static String version(URI path) {
        for (String part : String.valueOf(path.getQuery()).split("&", -1)) {
            if (part.startsWith("resourceVersion=")) {
                return part;
            }
        }
        return "";
    }

    @Override
    public void drop() {
        for (InputStream stream : open) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void silence(boolean on) {
        silent = on;
    }

    @Override
    public void forgetHistory() {
        seen.remove("");
        forgotten = Set.copyOf(seen);
    }
}
