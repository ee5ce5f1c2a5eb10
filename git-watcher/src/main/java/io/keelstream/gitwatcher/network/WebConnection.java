package io.keelstream.gitwatcher.network;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Connects to web servers: the only place that knows of proxies. Stateless. */
public final class WebConnection {

    private WebConnection() {}

    /**
     * A connection that is not made yet.
     *
     * @param proxy what it is made through, unless the server is asked past it; null to make it directly
     * @param trust what decides about the server's certificate; null for the authorities of Java
     */
    public static HttpURLConnection open(URL url, @Nullable HttpProxy proxy, @Nullable TrustManager trust)
            throws IOException {
        HttpProxy through = proxy == null ? null : proxy.to(url);
        boolean secure = url.getProtocol().equals("https");
        HttpProxy.Login login = through == null ? null : through.login();
        boolean tunnel = secure && login != null;
        HttpURLConnection connection = (HttpURLConnection)
                url.openConnection(through == null || tunnel ? Proxy.NO_PROXY : through.connection());
        if (connection instanceof HttpsURLConnection web) {
            SSLSocketFactory sockets = trust == null ? web.getSSLSocketFactory() : trusting(trust);
            web.setSSLSocketFactory(through != null && tunnel ? new TunnelSockets(through, sockets) : sockets);
        } else if (login != null) {
            connection.setRequestProperty("Proxy-Authorization", login.header());
        }
        return connection;
    }

    /** The address as a URL whose connections are made like that; for libraries that make them themselves. */
    public static URL opening(URL url, @Nullable HttpProxy proxy, @Nullable TrustManager trust) throws IOException {
        try {
            return URL.of(URI.create(url.toString()), new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL same) throws IOException {
                    return open(url, proxy, trust);
                }

                @Override
                protected URLConnection openConnection(URL same, Proxy other) throws IOException {
                    return open(url, proxy, trust);
                }
            });
        } catch (IllegalArgumentException e) {
            throw new IOException("the address is not well-formed", e);
        }
    }

    private static SSLSocketFactory trusting(TrustManager trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used", e);
        }
    }
}
