package io.keelstream.gitwatcher.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/** Makes Git's connections through a proxy, and with other authorities than those of Java. Thread-safe. */
final class WebConnections implements HttpConnectionFactory {

    private final Network network;

    WebConnections(Network network) {
        this.network = network;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        HttpProxy proxy = network.proxy();
        Connection connection = new Connection(url, proxy == null ? Proxy.NO_PROXY : proxy.connection());
        if (network.ca() != null && url.getProtocol().equals("https")) {
            try {
                connection.configure(null, new TrustManager[] {Authorities.of(network.ca())}, null);
            } catch (GeneralSecurityException e) {
                throw new IOException("the certificates in " + network.ca() + " cannot be used", e);
            }
        }
        return connection;
    }

    /** What Java would choose as a proxy does not count. */
    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return create(url);
    }

    private static final class Connection extends JDKHttpConnection {
        Connection(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }
    }
}
