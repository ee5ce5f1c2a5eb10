package io.keelstream.gitwatcher.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets with TLS through the tunnel of a proxy that wants to know who asks ({@code CONNECT} with {@code Proxy-Authorization}, RFC 9110).
 * Java itself sends no password to get a tunnel unless a property of the whole process allows that. Thread-safe.
 */
final class TunnelSockets extends SSLSocketFactory {

    private static final int ANSWER_MILLIS = 20_000;
    private static final int LONGEST_ANSWER = 16 << 10;

    private final HttpProxy proxy;
    private final SSLSocketFactory secure;

    /** @param secure puts TLS over a tunnel */
    TunnelSockets(HttpProxy proxy, SSLSocketFactory secure) {
        this.proxy = proxy;
        this.secure = secure;
    }

    /** One that gets its tunnel as it is connected; TLS is put over it afterwards. */
    @Override
    public Socket createSocket() {
        return new Tunnel();
    }

    @Override
    public Socket createSocket(Socket tunnel, String host, int port, boolean autoClose) throws IOException {
        return secure.createSocket(tunnel, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket tunnel = new Tunnel();
        tunnel.connect(InetSocketAddress.createUnresolved(host, port));
        return createSocket(tunnel, host, port, true);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localAddress, int localPort) throws IOException {
        throw new SocketException("a tunnel has no address of its own");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) throws IOException {
        throw new SocketException("a tunnel has no address of its own");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return secure.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return secure.getSupportedCipherSuites();
    }

    /** Connects to the proxy and asks it for a tunnel to where it should connect. */
    private final class Tunnel extends Socket {

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            super.connect(proxy.address(), timeout);
            setSoTimeout(timeout == 0 ? ANSWER_MILLIS : timeout);
            InetSocketAddress to = (InetSocketAddress) endpoint;
            String host = to.getHostString();
            String target = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + to.getPort();
            String login = Objects.requireNonNull(proxy.login()).header();
            getOutputStream()
                    .write(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: keelstream\r\n"
                                    + "Proxy-Authorization: " + login + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = status(getInputStream());
            if (!answer.matches("HTTP/1\\.[01] 2\\d\\d( .*)?")) {
                throw new IOException("Unable to tunnel through proxy. Proxy returns \"" + answer + "\"");
            }
            setSoTimeout(0);
        }
    }

    /** The first line of an answer, of which everything up to the empty line is read. */
    private static String status(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int read = in.read();
            if (read < 0 || head.length() >= LONGEST_ANSWER) {
                throw new IOException("the proxy " + (read < 0 ? "ends the connection" : "answers without an end"));
            }
            head.append((char) read);
        }
        String first = head.substring(0, head.indexOf("\r\n")).replaceAll("[^ -~]", "?");
        return first.length() > 200 ? first.substring(0, 200) : first;
    }
}
