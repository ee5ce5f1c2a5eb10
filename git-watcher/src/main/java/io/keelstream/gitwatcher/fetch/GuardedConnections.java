package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.network.WebConnection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Makes Git's connections to hosts of the list alone; Git makes a new one for each redirect. What all of them bring together is limited, in bytes
 * and in time. Thread-safe.
 */
final class GuardedConnections implements HttpConnectionFactory {

    private final HostGuard guard;
    private final long most;
    private final AtomicLong left;
    private final long deadline;

    /**
     * Connections for one transfer, which begins now.
     *
     * @param most what they may bring together, unpacked; bytes
     * @param longest how long they may take together
     */
    GuardedConnections(HostGuard guard, long most, Duration longest) {
        this.guard = guard;
        this.most = most;
        this.left = new AtomicLong(most);
        this.deadline = System.nanoTime() + longest.toNanos();
    }

    /** The guard refuses a connection, or what comes over it; the cause says why. */
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedException(FetchException cause) {
            super(cause);
        }
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        try {
            SourceHost host = guard.allowed(url);
            return new Guarded(url, WebConnection.opening(url, host.proxy(), guard.trust(host)));
        } catch (FetchException e) {
            throw new RefusedException(e);
        }
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return create(url);
    }

    /** Fails where too much came, or too late. */
    private void took(URL url, long bytes) throws RefusedException {
        if (left.addAndGet(-bytes) < 0) {
            throw new RefusedException(new FetchException(
                    Reason.SOURCE_INVALID,
                    "'" + HostGuard.hostOf(url) + "' sends more than " + most + " bytes; copy what is needed into the"
                            + " repository"));
        }
        if (System.nanoTime() - deadline > 0) {
            throw new RefusedException(new FetchException(
                    Reason.SOURCE_UNREACHABLE,
                    "'" + HostGuard.hostOf(url) + "' does not answer in time; it is asked again by itself"));
        }
    }

    private final class Guarded extends JDKHttpConnection {

        private static final String ENCODING = "Content-Encoding";

        private final URL url;

        Guarded(URL url, URL opening) throws IOException {
            super(opening);
            this.url = url;
        }

        /** Unpacked: what is counted is what Git gets. */
        @Override
        public InputStream getInputStream() throws IOException {
            InputStream content = super.getInputStream();
            String encoding = super.getHeaderField(ENCODING);
            boolean packed = "gzip".equals(encoding) || "x-gzip".equals(encoding);
            return new Limited(packed ? new GZIPInputStream(content) : content, url);
        }

        @Override
        public @Nullable String getHeaderField(String name) {
            return name.equalsIgnoreCase(ENCODING) ? null : super.getHeaderField(name);
        }
    }

    private final class Limited extends FilterInputStream {

        private final URL url;

        Limited(InputStream content, URL url) {
            super(content);
            this.url = url;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            took(url, Math.max(read, 0));
            return read;
        }
    }
}
