package io.keelstream.gitwatcher.git;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP proxy that asks nobody who they are: web servers are asked through it, those with TLS through a tunnel. */
public record HttpProxy(String host, int port) {

    private static final Pattern WRITTEN = Pattern.compile("http://([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})/?");

    /** The proxy of an address, {@code http://proxy.example.com:3128}; empty for what is none. */
    public static Optional<HttpProxy> parse(String written) {
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(2));
        return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new HttpProxy(matcher.group(1), port));
    }

    /** As Java has it; its name is resolved now. */
    public Proxy connection() {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
    }

    @Override
    public String toString() {
        return "http://" + host + ":" + port;
    }
}
