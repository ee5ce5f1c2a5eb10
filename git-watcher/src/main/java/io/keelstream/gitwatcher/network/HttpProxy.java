package io.keelstream.gitwatcher.network;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy: web servers are asked through it, those with TLS through a tunnel. No text form shows its password.
 *
 * @param login what it is told of who asks; null where it does not want to know
 * @param past the hosts that are asked past it
 */
public record HttpProxy(String host, int port, @Nullable Login login, NoProxy past) {

    private static final Pattern WRITTEN = Pattern.compile("http://([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})/?");

    /** A user of a proxy. */
    public record Login(String user, String password) {

        /** The value of the header {@code Proxy-Authorization}. */
        String header() {
            return BasicCredentials.header(user, password);
        }

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /** One that asks nobody who they are, for every host. */
    public HttpProxy(String host, int port) {
        this(host, port, null, NoProxy.NONE);
    }

    /** The proxy of an address, {@code http://proxy.example.com:3128}; empty for what is none. */
    public static Optional<HttpProxy> parse(String written) {
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(2));
        return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new HttpProxy(matcher.group(1), port));
    }

    /** The same for a user, and not for some hosts. */
    public HttpProxy with(@Nullable Login user, NoProxy hosts) {
        return new HttpProxy(host, port, user, hosts);
    }

    /** The proxy where a server is asked through it; null where it is asked past it. */
    public @Nullable HttpProxy to(URL url) {
        return past.contains(url.getHost(), url.getPort() < 0 ? url.getDefaultPort() : url.getPort()) ? null : this;
    }

    /** Where it is; its name is resolved now. */
    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /** As Java has it; its name is resolved now. */
    Proxy connection() {
        return new Proxy(Proxy.Type.HTTP, address());
    }

    @Override
    public String toString() {
        return "http://" + host + ":" + port;
    }
}
