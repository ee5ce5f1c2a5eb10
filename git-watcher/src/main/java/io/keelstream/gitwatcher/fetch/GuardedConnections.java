package io.keelstream.gitwatcher.fetch;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/** Makes Git's connections to hosts of the list alone; Git makes a new one for each redirect. Thread-safe. */
record GuardedConnections(HostGuard guard) implements HttpConnectionFactory {

    /** The guard refuses a connection; the cause says why. */
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
            return new Guarded(url, url.getProtocol().equals("https") ? guard.trust(host) : null);
        } catch (FetchException e) {
            throw new RefusedException(e);
        }
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return create(url);
    }

    private static final class Guarded extends JDKHttpConnection {

        Guarded(URL url, @Nullable TrustManager trust) throws IOException {
            super(url, Proxy.NO_PROXY);
            if (trust != null) {
                try {
                    configure(null, new TrustManager[] {trust}, null);
                } catch (NoSuchAlgorithmException | KeyManagementException e) {
                    throw new IOException("TLS cannot be used", e);
                }
            }
        }
    }
}
