package io.keelstream.gitwatcher.git;

import io.keelstream.gitwatcher.network.Authorities;
import io.keelstream.gitwatcher.network.Network;
import io.keelstream.gitwatcher.network.WebConnection;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/** Makes Git's connections through a proxy, and with other authorities than those of Java. Thread-safe. */
final class WebConnections implements HttpConnectionFactory {

    private final Network network;

    WebConnections(Network network) {
        this.network = network;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return new Connection(WebConnection.opening(url, network.proxy(), trust()));
    }

    /** What Java would choose as a proxy does not count. */
    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return create(url);
    }

    private @Nullable TrustManager trust() throws IOException {
        if (network.ca() == null) {
            return null;
        }
        try {
            return Authorities.of(network.ca());
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates in " + network.ca() + " cannot be used", e);
        }
    }

    private static final class Connection extends JDKHttpConnection {
        Connection(URL url) throws IOException {
            super(url);
        }
    }
}
