package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.network.Authorities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides which connections are made: to hosts of the list, at addresses that these may have. The name is resolved before a connection, and
 * with TLS the address that was connected to is looked at again before anything is sent, so that a name which is resolved differently
 * a moment later gains nothing. Thread-safe.
 */
final class HostGuard {

    private final SourceSettings settings;
    private final Map<String, TrustManager> trusts = new ConcurrentHashMap<>();

    HostGuard(SourceSettings settings) {
        this.settings = settings;
    }

    /** The host of an address, as the list names it. */
    static String hostOf(URL url) {
        String name = url.getHost().toLowerCase(Locale.ROOT);
        return url.getPort() < 0 || url.getPort() == url.getDefaultPort() ? name : name + ":" + url.getPort();
    }

    /** The entry of the list. */
    SourceHost listed(String host) throws FetchException {
        return settings.find(host)
                .orElseThrow(() -> new FetchException(
                        Reason.SOURCE_NOT_ALLOWED,
                        "the host '" + host + "' is not in the list of the installation; have it added to"
                                + " keelstream.renderers.sources.hosts, or copy the files into the repository"));
    }

    /** The entry of the host of a URL to which a connection may be made now. */
    SourceHost allowed(URL url) throws FetchException {
        SourceHost host = listed(hostOf(url));
        boolean plain = url.getProtocol().equals("http");
        if (plain && !host.plain()) {
            throw new FetchException(
                    Reason.SOURCE_NOT_ALLOWED,
                    "'" + host.name()
                            + "' would be asked without TLS; use https://, or have 'plain: true' written in its entry"
                            + " of keelstream.renderers.sources.hosts");
        }
        if (!plain && !url.getProtocol().equals("https")) {
            throw new FetchException(
                    Reason.SOURCE_NOT_ALLOWED, "'" + host.name() + "' would be asked by another protocol than https");
        }
        if (host.proxy() != null) {
            // it resolves the name, and decides where that leads
            return host;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
                if (!host.mayBeAt(address)) {
                    throw new FetchException(Reason.SOURCE_NOT_ALLOWED, elsewhere(host, address));
                }
            }
        } catch (UnknownHostException e) {
            throw new FetchException(
                    Reason.SOURCE_UNREACHABLE,
                    "the name '" + host.name() + "' cannot be resolved; check it, and the network of git-watcher");
        }
        return host;
    }

    /** What decides about certificates of a host. */
    TrustManager trust(SourceHost host) {
        return trusts.computeIfAbsent(host.name(), absent -> {
            try {
                return new AddressTrust(host, Authorities.of(host.ca()));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("the certificates for " + host.name() + " cannot be read", e);
            }
        });
    }

    private static String elsewhere(SourceHost host, InetAddress address) {
        return "'" + host.name() + "' has the address " + address.getHostAddress()
                + (host.addresses().isEmpty()
                        ? ", which is not public; have 'addresses' written in its entry of"
                                + " keelstream.renderers.sources.hosts if it is meant"
                        : ", which is not one of 'addresses' in its entry of keelstream.renderers.sources.hosts");
    }

    /** Trusts the certificates of a host at one of its addresses alone. */
    private static final class AddressTrust extends X509ExtendedTrustManager {

        private final SourceHost host;
        private final X509ExtendedTrustManager authorities;

        AddressTrust(SourceHost host, X509ExtendedTrustManager authorities) {
            this.host = host;
            this.authorities = authorities;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            InetAddress peer = socket.getInetAddress();
            if (host.proxy() == null && (peer == null || !host.mayBeAt(peer))) {
                throw new CertificateException("the connection leads to an address that the host may not have");
            }
            authorities.checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("the address of the connection is not known");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("the address of the connection is not known");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return authorities.getAcceptedIssuers();
        }
    }
}
